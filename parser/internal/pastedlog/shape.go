package pastedlog

import (
	"bytes"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/internal/paste"
)

// shape is what was done to all lines of a text.
type shape struct {
	shown   bool // cat -A has put "$" after them, and shows tabs as "^I"
	escaped bool // line ends are written as in JSON: "\\n"
	broken  breaks
	width   int // of the longest line, if lines were broken at a column
}

// breaks says where long lines were broken.
type breaks int

const (
	whole        breaks = iota
	betweenWords        // as mail programs do
	atColumn            // as terminals and fold do
)

// shapeOf examines the beginning of a text.
func shapeOf(head []byte) (s shape) {
	var lines [][]byte
	dollars := 0
	in := paste.Head(head)
	for {
		l, err := in.Next()
		if err != nil {
			break
		}
		text := bytes.Clone(bytes.TrimRight(l.Text, " "))
		if len(text) == 0 {
			continue
		}
		if text[len(text)-1] == '$' {
			dollars++
		}
		lines = append(lines, text)
	}
	if len(head) > 0 && head[len(head)-1] != '\n' && len(lines) > 1 {
		lines = lines[:len(lines)-1] // perhaps cut by who read the beginning
	}
	const least = 3
	s.shown = dollars >= least && dollars*10 >= len(lines)*9
	for i := range lines {
		lines[i] = s.bare(lines[i])
	}
	if len(lines) > 0 {
		_, rest, found := bytes.Cut(lines[0], []byte(`\n`))
		s.escaped = found && starts(rest)
	}
	s.broken, s.width = breaksOf(lines)
	return s
}

// maxWidth is the greatest width of a window or a mail that breaks the lines of a log.
const maxWidth = 240

// breaksOf finds out whether long lines were broken: then a line is followed by one that is not the
// start of a line of the log only if it was full.
func breaksOf(lines [][]byte) (at breaks, width int) {
	for _, l := range lines {
		width = max(width, len(l))
	}
	if width > maxWidth {
		return whole, 0
	}
	begun, rests, full, exact := 0, 0, 0, 0
	began := false
	for i, l := range lines {
		if starts(l) {
			began = true
			begun++
			continue
		}
		if !began {
			continue
		}
		rests++
		word := bytes.IndexByte(l, ' ')
		if word < 0 {
			word = len(l)
		}
		if len(lines[i-1])+1+word > width {
			full++
		}
		if len(lines[i-1]) >= width-1 { // a blank at the end was trimmed
			exact++
		}
	}
	switch {
	case begun < 2 || rests < 2 || rests*4 < begun:
		return whole, 0
	case exact*10 >= rests*9:
		return atColumn, width
	case full*10 >= rests*9:
		return betweenWords, width
	}
	return whole, 0
}

// bare returns a line without what stands before and behind it.
func (s *shape) bare(text []byte) []byte {
	if s.shown {
		if rest, ok := bytes.CutSuffix(text, []byte("$")); ok {
			text = bytes.ReplaceAll(bytes.TrimSuffix(rest, []byte("^M")), []byte("^I"), []byte("\t"))
		}
	}
	text = bytes.TrimRight(text, " \t")
	if bytes.IndexByte(text[:min(len(text), tabbed)], '\t') < 0 && starts(text) {
		return text
	}
	plain := text
	if bytes.IndexByte(text, '\t') >= 0 {
		plain = bytes.ReplaceAll(text, []byte("\t"), []byte(" "))
	}
	at := startIn(plain)
	if at < 0 {
		return text
	}
	if at > 0 && plain[at-1] == '"' { // a field of CSV
		if rest, ok := bytes.CutSuffix(plain, []byte(`"`)); ok {
			return bytes.ReplaceAll(rest[at:], []byte(`""`), []byte(`"`))
		}
	}
	if before := bytes.TrimRight(plain[:at], " "); len(before) > 0 && before[len(before)-1] == '|' { // a column
		plain = bytes.TrimRight(bytes.TrimSuffix(plain, []byte("|")), " ")
	}
	return plain[at:]
}

// tabbed is how far from its start a line has no tab, unless tabs separate its parts: time, host and
// program, or time and id.
const tabbed = 48

// longest is how long what stands before a line of a log can be, in bytes.
const longest = 160

// startIn returns where in a text a line of a log starts, -1 if none does.
func startIn(text []byte) int {
	if rest, ok := bytes.CutPrefix(text, []byte("data: ")); ok && len(rest) > 0 && rest[0] == '{' {
		return len(text) - len(rest) // an event of the journal's gateway
	}
	for i, c := range text[:min(len(text), longest)] {
		if i > 0 && isWord(text[i-1]) || c != '<' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') {
			continue
		}
		if starts(text[i:]) {
			return i
		}
	}
	return -1
}

func isWord(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

// starts reports whether a line of a log starts with a text: it has a time, and a program or Exim's
// own form, or it is an object of JSON.
func starts(text []byte) bool {
	if len(text) > 0 && text[0] == '{' {
		return true
	}
	var l maillog.Line
	return l.Read(text) && l.Timed && (l.Program != "" || l.Own)
}
