package mailq

import (
	"bytes"
	"strconv"
)

// frameLine reads the lines around the entries (formats/sendmail.md §5.1).
// The text is without the white space around it.
func frameLine(text []byte) item {
	switch text[0] {
	case '-':
		return columnTitles(text)
	case 'T':
		if it := totalLine(text); it.kind != unknown {
			return it
		}
	case 'M':
		if bytes.HasPrefix(text, []byte("MSP Queue status")) {
			return item{kind: owner, client: true}
		}
		if bytes.HasPrefix(text, []byte("MTA Queue status")) {
			return item{kind: owner}
		}
		// FreeBSD's daily report.
		if s := string(text); s == "Mail in local queue:" || s == "Mail in submit queue:" {
			return item{kind: owner, client: s == "Mail in submit queue:", submit: true}
		}
		if s := string(text); s == "Mail queue is empty" || s == "Mail Queue is empty" {
			return item{kind: empty}
		}
		// 8.8 and 8.9 do not print the directory.
		if bytes.HasPrefix(text, []byte("Mail Queue (")) || bytes.HasPrefix(text, []byte("Mail queue (")) {
			return headingLine(text)
		}
	case '/':
		return headingLine(text)
	}
	return vendorHeading(text)
}

// vendorHeading reads the headings of the vendors' own sendmail: "There are 3
// requests in the mail queue", "Mail queue of mail1 (3 requests)".
func vendorHeading(text []byte) item {
	if c := text[0] | 0x20; c != 't' && c != 'm' || len(text) > 120 {
		return item{}
	}
	if rest, ok := bytes.CutPrefix(text, []byte("There ")); ok {
		f := bytes.Fields(rest)
		if len(f) > 3 && bytes.HasPrefix(f[2], []byte("request")) && bytes.HasSuffix(bytes.TrimRight(text, "."), []byte("mail queue")) {
			if n, ok := number(f[1]); ok {
				return item{kind: heading, requests: n, printed: n}
			}
			if string(f[1]) == "no" {
				return item{kind: empty}
			}
		}
		return item{}
	}
	if text[len(text)-1] != ')' || !bytes.Contains(text, []byte(" request")) || !startsFold(text, "mail queue") {
		return item{}
	}
	it := headingLine(text)
	if i := bytes.IndexByte(text, '/'); i > 0 && it.kind == heading {
		path, _, _ := bytes.Cut(text[i:], []byte(" "))
		it.text = directory(path)
	}
	return it
}

func startsFold(text []byte, prefix string) bool {
	return len(text) >= len(prefix) && bytes.EqualFold(text[:len(prefix)], []byte(prefix))
}

// columnTitles knows the titles also where a terminal broke the line, and the
// spelling of the vendors' sendmail of the nineties.
func columnTitles(text []byte) item {
	id := bytes.TrimLeft(text, "- ")
	if !bytes.HasPrefix(id, []byte("Q-ID-")) && !bytes.HasPrefix(id, []byte("QID-")) || !bytes.Contains(id, []byte("-Size-")) {
		if bytes.Contains(text, []byte("-Sender/Recipient-")) || len(bytes.Trim(text, "-")) == 0 && (len(text) > 7 || len(text) == 2) {
			return item{kind: rule}
		}
		return item{}
	}
	return item{
		kind:    columns,
		verbose: bytes.Contains(id, []byte("-Priority-")),
		plain:   len(text)-len(id) == 2,
	}
}

func totalLine(text []byte) item {
	rest, ok := bytes.CutPrefix(text, []byte("Total "))
	if !ok || len(rest) == 0 || rest[0]|0x20 != 'r' {
		return item{}
	}
	rest, ok = bytes.CutPrefix(rest[1:], []byte("equests: "))
	if !ok {
		return item{}
	}
	// mailq -bP says this about a number from shared memory.
	exact := bytes.TrimSuffix(rest, []byte(" (about)"))
	n, ok := number(exact)
	if !ok {
		return item{}
	}
	return item{kind: total, requests: n, counted: len(exact) < len(rest)}
}

// headingLine reads the heading of a directory, also those of mailq -bP.
func headingLine(text []byte) item {
	if path, ok := bytes.CutSuffix(text, []byte(" is empty")); ok {
		return item{kind: empty, text: directory(path)}
	}
	if path, ok := bytes.CutSuffix(text, []byte(": unknown number of entries")); ok {
		return item{kind: heading, text: directory(path), requests: -1, printed: -1, counted: true}
	}
	if i := bytes.LastIndex(text, []byte(": entries=")); i >= 0 {
		if n, ok := number(text[i+len(": entries="):]); ok {
			return item{kind: heading, text: directory(text[:i]), requests: n, printed: n, counted: true}
		}
	}
	i := bytes.LastIndex(text, []byte(" ("))
	if i < 0 || text[len(text)-1] != ')' {
		return item{}
	}
	requests, rest, found := bytes.Cut(text[i+2:len(text)-1], []byte(" request"))
	n, ok := number(requests)
	if !found || !ok {
		return item{}
	}
	it := item{kind: heading, text: directory(text[:i]), requests: n, printed: n}
	rest = bytes.TrimPrefix(rest, []byte("s"))
	if len(rest) == 0 {
		return it
	}
	only, found := bytes.CutPrefix(rest, []byte(", only "))
	k, ok := number(bytes.TrimSuffix(only, []byte(" printed")))
	if !found || !ok {
		return item{}
	}
	it.printed = k
	return it
}

// directory returns the queue directory of a heading.
//
// QUIRK: where a queue directory has a df sub-directory, mailq prints that one
// in place of the queue's; seen in the corpus case groups.
func directory(path []byte) []byte {
	if path[0] != '/' {
		return nil
	}
	if dir := bytes.TrimSuffix(path, []byte("/df")); len(dir) > 0 {
		return dir
	}
	return path
}

func number(text []byte) (int, bool) {
	if len(text) == 0 || text[0] < '0' || text[0] > '9' {
		return 0, false
	}
	n, err := strconv.Atoi(string(text))
	return n, err == nil
}
