package paste

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/spoolscope/spoolscope/parser/lazyregexp"
)

// endings are ends of lines that are known: what stands behind them, in all
// lines, does not belong to the listing.
var endings = lazyregexp.New(`(?:Recipient-+|requests?\)|[^ ] is empty|Total [Rr]equests: \d+)([ \t]*[^A-Za-z0-9\s()-].{0,15})$`)

// findSuffix returns the characters that a program has put after every line,
// "" for none: the side of a box, the "$" of cat -A, a backslash.
func findSuffix(head []byte) string {
	if !bytes.Contains(head, []byte("Recipient-")) && !bytes.Contains(head, []byte("equest")) && !bytes.Contains(head, []byte(" is empty")) {
		return ""
	}
	found, n := "", 0
	for raw := range bytes.Lines(head) {
		text := bytes.TrimRight(raw, " \t\r\n")
		if !bytes.Contains(text, []byte("Recipient-")) && !bytes.Contains(text, []byte("equest")) && !bytes.Contains(text, []byte(" is empty")) {
			continue
		}
		m := endings().FindSubmatch(text)
		if m == nil {
			if n++; n > 1 && found == "" {
				return ""
			}
			continue
		}
		if s := strings.TrimSpace(string(m[1])); found == "" {
			found = s
		}
	}
	if found == "" {
		return ""
	}
	first, last, n, filled := -1, 0, 0, 0
	var all [][]byte
	for raw := range bytes.Lines(head) {
		text := bytes.TrimRight(raw, " \t\r\n")
		if bytes.HasSuffix(text, []byte(found)) {
			if first < 0 {
				first = len(all)
			}
			last = len(all)
			n++
		}
		all = append(all, text)
	}
	for _, text := range all[max(first, 0):] {
		if len(text) > 0 {
			filled++
		}
		if filled > 0 && last == 0 {
			break
		}
	}
	if n < 3 || n*5 < filled*4 {
		return ""
	}
	return found
}

// cutSuffix removes the characters after every line, and writes a tab where cat
// -A has shown one.
func (r *Reader) cutSuffix(text []byte) []byte {
	rest, ok := bytes.CutSuffix(bytes.TrimRight(text, " \t\r"), []byte(r.suffix))
	if !ok {
		return text
	}
	r.seen.add(fmt.Sprintf("%q after every line", r.suffix))
	if strings.HasSuffix(r.suffix, "$") {
		rest = bytes.ReplaceAll(rest, []byte("^I"), []byte("\t"))
	}
	return bytes.TrimRight(rest, " \t")
}
