package mailq

import (
	"bytes"

	"github.com/spoolscope/spoolscope/parser/lazyregexp"
)

var (
	// firstAnywhere is an entry's first line up to its date, inside of a text.
	firstAnywhere = lazyregexp.New(`(?:^| )([0-9A-Za-z]{7,18}[*X?-]? *-?\d+ +(?:\d+[+ ] *)?(?:(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat) )?[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d) `)
	frameAnywhere = lazyregexp.New(`/[^ ()]+ \(\d+ requests?[^()]*\)`)
	totalAnywhere = lazyregexp.New(` Total [Rr]equests: \d+`)
)

// collapsed returns the lines of a text that has lost its line ends, as a
// paragraph of a web page does: what goes on behind an entry's sender. It
// gives none for a text that is one line.
func collapsed(text []byte) [][]byte {
	if len(text) < 60 || text[0] == ' ' || text[0] == '\t' {
		return nil
	}
	// Most lines end with their only address.
	if i := bytes.IndexByte(text, '>'); i < 0 || i == len(text)-1 && !bytes.Contains(text, []byte("-DAEMON (")) {
		return nil
	}
	if !bytes.Contains(text, []byte("> (")) && !bytes.Contains(text, []byte("> <")) && !bytes.Contains(text, []byte("-DAEMON (")) &&
		!bytes.Contains(text, []byte("> 8BITMIME (")) && !bytes.Contains(text, []byte("> 7BIT (")) {
		return nil
	}
	starts := firstAnywhere().FindAllSubmatchIndex(text, -1)
	if len(starts) == 0 {
		return nil
	}
	var out [][]byte
	if before := text[:starts[0][2]]; len(before) > 0 {
		if m := frameAnywhere().Find(before); m != nil {
			out = append(out, m)
		} else if before = bytes.TrimSpace(before); len(before) > 0 && !bytes.HasSuffix(before, []byte("-")) {
			out = append(out, before)
		}
	}
	split := false
	for i, m := range starts {
		end := len(text)
		if i+1 < len(starts) {
			end = starts[i+1][2]
		}
		var total []byte
		entry := text[m[2]:end]
		if at := totalAnywhere().FindIndex(entry); at != nil {
			entry, total = entry[:at[0]], bytes.TrimSpace(entry[at[0]:at[1]])
		}
		sender, details := cutSender(entry, m[3]-m[2]+1)
		if len(details) > 0 && details[0] != '(' && details[0] != '<' && !bytes.HasPrefix(details, []byte("8BITMIME")) && !bytes.HasPrefix(details, []byte("7BIT")) {
			return nil // prose
		}
		split = split || len(details) > 0
		out = append(append(out, sender), parts(details)...)
		if total != nil {
			out = append(out, total)
		}
	}
	if !split {
		return nil
	}
	return out
}

// cutSender returns an entry's first line, and what follows it.
func cutSender(entry []byte, at int) (line, details []byte) {
	if i := bytes.IndexByte(entry[at:], ' '); i >= 0 {
		return entry[:at+i], bytes.TrimSpace(entry[at+i:])
	}
	return entry, nil
}

// parts separates bracketed statuses from recipients.
func parts(details []byte) (out [][]byte) {
	from, depth := 0, 0
	for i := 0; i < len(details); i++ {
		switch c := details[i]; {
		case c == '(':
			depth++
		case c == ')' && depth > 0:
			depth--
		case c == ' ' && depth == 0 && i+1 < len(details) && (details[i-1] == ')' || details[i-1] == '>' || details[i+1] == '<'):
			out = append(out, bytes.TrimSpace(details[from:i]))
			from = i + 1
		}
	}
	if rest := bytes.TrimSpace(details[from:]); len(rest) > 0 {
		out = append(out, rest)
	}
	return out
}
