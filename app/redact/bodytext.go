package redact

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/spoolscope/spoolscope/app/redact/internal/addrspec"
	"github.com/spoolscope/spoolscope/app/redact/internal/escape"
	"github.com/spoolscope/spoolscope/app/redact/internal/header"
	"github.com/spoolscope/spoolscope/app/redact/internal/hostname"
	"github.com/spoolscope/spoolscope/app/redact/internal/word"
)

// maxBlock is how many bytes of lines are redacted together, so that an address
// which a line break cuts is found.
const maxBlock = 16 << 10

// plain takes a line of text. Lines are redacted together up to an empty one.
func (b *bodyRedactor) plain(p []byte) {
	if name, value, ok := bytes.Cut(p, []byte(":")); ok && len(name) < 40 && header.HasAddresses(word.Lower(string(name))) && b.rd.hide.Addresses {
		b.flushBlock()
		end := len(value) - len(bytes.TrimRight(value, "\r\n"))
		b.w.Write(name)
		b.w.WriteString(":" + b.rd.addressField(string(value[:len(value)-end])))
		b.w.Write(value[len(value)-end:])
		return
	} else if ok && b.rd.hide.Subjects && strings.EqualFold(string(name), "subject") {
		b.flushBlock()
		fmt.Fprintf(b.w, "%s: %s\n", name, LeftOut)
		return
	}
	text := bytes.TrimRight(p, "\r\n")
	if b.block = append(b.block, p...); len(text) == 0 || len(b.block) > maxBlock {
		b.flushBlock()
	}
}

// flushBlock writes the lines that were taken.
func (b *bodyRedactor) flushBlock() {
	if len(b.block) > 0 {
		io.WriteString(b.w, b.prose(string(b.block)))
		b.block = b.block[:0]
	}
}

// prose redacts text that people wrote, of several lines: the names of those
// whom the header names, and what a line break cuts.
func (b *bodyRedactor) prose(s string) string {
	if !b.rd.hide.HidesText() {
		return s
	}
	if b.only && b.made && b.rd.Strict() {
		return b.notice(s)
	}
	s = b.rd.Text(b.rd.across(b.contact(s)))
	return b.persons.replace(b.rd, s)
}

// across redacts the names that line breaks cut, in folded fields too. Each line
// break stays.
func (rd *Redactor) across(s string) string {
	if strings.IndexByte(s, '\n') < 0 {
		return s
	}
	v, ok := rd.unwrap(s)
	if !ok {
		return s
	}
	var cut []span
	for _, p := range back(v, rd.plain(v.Text, known, nil), "line break") {
		if i := strings.IndexByte(s[p.from:p.to], '\n'); i >= 0 {
			end := p.from + i + 1
			for end < p.to && (s[end] == ' ' || s[end] == '\t' || s[end] == '>' || s[end] == '|') {
				end++
			}
			p.with += s[p.from+i : end]
			cut = append(cut, p)
		}
	}
	return replace(s, cut)
}

// unwrap returns a text without its line breaks, the blanks around them and the
// signs of quotation after them. A line break after a whole address becomes a
// blank.
func (rd *Redactor) unwrap(text string) (escape.View, bool) {
	return escape.DecodeWith(text, lineMarks, func(s string) (string, int) {
		i := 0
		for i < len(s) && (s[i] == ' ' || s[i] == '\r') {
			i++
		}
		if i == len(s) || s[i] != '\n' {
			return "", 0
		}
		for i++; i < len(s) && (s[i] == ' ' || s[i] == '\t' || s[i] == '>' || s[i] == '|'); i++ {
		}
		if rd.wholeAddress(text[:len(text)-len(s)], s[i:]) {
			return " ", i
		}
		return "", i
	})
}

// wholeAddress reports whether a line ends with an address that the next line does not continue,
// such as a recipient above its reply: joined they make no known domain, and each could stand
// alone. A next line that begins with a host is joined, because that hides more.
func (rd *Redactor) wholeAddress(line, next string) bool {
	at := strings.LastIndexByte(line[max(0, len(line)-addrspec.MaxDomain):], '@')
	if at < 0 {
		return false
	}
	from := max(0, len(line)-addrspec.MaxDomain) + at + 1
	if addrspec.DomainEnd(line, from, len(line)) != len(line) || !likeHost(line[from:]) {
		return false
	}
	tail := next[:addrspec.DomainEnd(next, 0, len(next))]
	joined := hostname.Clean(line[from:] + tail)
	return !likeHost(tail) && !rd.keepsDomain(joined) && !rd.ownIn(joined) && rd.domains[joined] == "" && rd.hosts[joined] == ""
}

var lineMarks = escape.BytesOf(" \r\n")

// contact leaves out electronic business cards, and the text below a
// signature's mark, if addresses are redacted.
func (b *bodyRedactor) contact(s string) string {
	if !b.rd.hide.Addresses || !b.signed && !b.card && !strings.Contains(s, "-- ") && !strings.Contains(s, "--\n") && !hasFold(s, "begin:vcard") {
		return s
	}
	var out strings.Builder
	for line := range strings.Lines(s) {
		text := strings.TrimLeft(strings.TrimRight(line, "\r\n"), "> ")
		switch {
		case b.card:
			b.card = !strings.EqualFold(strings.TrimSpace(text), "end:vcard")
		case strings.EqualFold(strings.TrimSpace(text), "begin:vcard"):
			b.card = true
			out.WriteString(LeftOut + "\n")
		case text == "-- " || text == "--":
			b.signed = true
			out.WriteString(line + LeftOut + "\n")
		case !b.signed:
			out.WriteString(line)
		}
	}
	return out.String()
}

// hasFold reports whether s contains a text in lower case, in any case.
func hasFold(s, text string) bool { return strings.Contains(word.Lower(s), text) }
