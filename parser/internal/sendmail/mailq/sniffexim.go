package mailq

import (
	"bytes"
	"path"
	"slices"

	"github.com/spoolscope/spoolscope/parser/lazyregexp"
	"github.com/spoolscope/spoolscope/parser/queue"
)

var (
	eximCount = lazyregexp.New(`^\d+ matches out of \d+ messages|^ matches out of  messages`)
	eximTable = lazyregexp.New(`^Count +Volume +Oldest +Newest +Domain$`)
	eximSays  = lazyregexp.New(`^(?:exim|exim4|exiqgrep|exipick|exiqsumm): |Exim configuration (?:error|file) |(?:\b|/)(?:exim4?|exiqgrep|exipick|exiqsumm)\b`)
)

// isExim recognises the entries of exim -bp, exiqgrep and exipick in their forms (formats/exim.md §7),
// their counts, the titles of exiqsumm, the commands and their messages in place of a list.
func isExim(text []byte) bool {
	if isEximEntry(text) || isEximCommand(text) || isEximJoined(text) {
		return true
	}
	switch {
	case bytes.Contains(text, []byte("matches out of ")):
		return eximCount().Match(text)
	case bytes.HasPrefix(text, []byte("Count ")):
		return eximTable().Match(text)
	case bytes.HasPrefix(text, []byte("Line mismatch: ")), bytes.HasPrefix(bytes.TrimLeft(text, " "), []byte("*** spool format error")):
		return true
	case bytes.HasPrefix(text, []byte("Couldn't parse ")):
		id, _, ok := bytes.Cut(text[len("Couldn't parse "):], []byte(":"))
		return ok && queue.IsEximID(string(id))
	}
	return bytes.Contains(text, []byte("xi")) && IsRefused(text) && eximSays().Match(text)
}

// isEximEntry recognises an entry's first line: its id stands alone, or is among age, size and sender.
func isEximEntry(text []byte) bool {
	if bytes.IndexByte(text, '-') < 0 {
		return false
	}
	const columns = 4 // age, size, id and what follows
	f := bytes.Fields(text[:min(len(text), 200)])
	at := slices.IndexFunc(f[:min(len(f), columns-1)], func(w []byte) bool { return queue.IsEximID(string(w)) })
	follows := func(begin string) bool { return at+1 < len(f) && bytes.HasPrefix(f[at+1], []byte(begin)) }
	switch at {
	case 0:
		return len(f) == 1 && datesID(f[0]) || follows("From:") || follows("message_")
	case 1:
		return measure(f[0], "mhd") && !measure(f[0], "") || measure(f[0], "KMG") && follows("<")
	case 2:
		return measure(f[0], "smhdw") && measure(f[1], "KMG")
	}
	return false
}

// isEximJoined recognises an entry behind the prompt and the command that printed it, in one line.
func isEximJoined(text []byte) bool {
	if bytes.IndexByte(text, '-') < 0 {
		return false
	}
	f := bytes.Fields(text[:min(len(text), 200)])
	for k := 3; k < len(f); k++ {
		if queue.IsEximID(string(f[k])) && measure(f[k-2], "smhdw") && measure(f[k-1], "KMG") {
			lead := bytes.Join(f[:k-2], []byte(" "))
			return isEximCommand(lead) || IsPrompt(lead)
		}
	}
	return false
}

// datesID reports whether the time in an id is one at which Exim was used: then what looks like an
// id is likely one.
func datesID(id []byte) bool {
	const first, last = 800_000_000, 4_000_000_000 // 1995, 2096
	info, ok := queue.DecodeEximID(string(id))
	return ok && first < info.Time && info.Time < last
}

// isEximCommand recognises a prompt with a command that lists Exim's queue under one of its own names.
func isEximCommand(text []byte) bool {
	if len(text) > maxPrompt || !bytes.Contains(text, []byte("xi")) {
		return false
	}
	f := bytes.Fields(text)
	for i, w := range f {
		switch path.Base(string(w)) {
		case "exim", "exim4":
			if i+1 < len(f) && slices.ContainsFunc(f[i+1:], func(o []byte) bool { return bytes.HasPrefix(o, []byte("-bp")) }) {
				return true
			}
		case "exiqgrep", "exipick", "exiqsumm":
			return i+1 < len(f) && f[i+1][0] == '-' || i > 0 && bytes.ContainsAny(f[i-1], "#$%|>")
		}
	}
	return false
}
