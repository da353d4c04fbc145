package postqueue

import (
	"bytes"
	"unicode/utf8"

	"github.com/spoolscope/spoolscope/parser/internal/frame"
	"github.com/spoolscope/spoolscope/parser/internal/paste"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/mailq"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Line takes a line of postqueue -p.
func (p *parser) Line(padded []byte) {
	text := bytes.TrimRight(padded, " \t\r")
	rest := bytes.TrimLeft(text, " \t")
	if p.rest != nothing && p.goesOn(padded) {
		return
	}
	if e, ok := parseFirst(rest); ok {
		if len(p.Out.Totals) > 0 {
			p.Next(p.Out.Host)
		}
		e.Pos = p.Last
		p.Start(e)
		if p.mayGoOn(sender, padded); e.Sender == "" {
			p.rest = sender
		}
		return
	}
	if n, ok := totalOf(rest); ok {
		p.Finish()
		if len(p.Out.Totals) > 0 {
			p.Next(p.Out.Host)
		}
		p.Out.Totals, p.total = append(p.Out.Totals, n), p.Last
		return
	}
	switch {
	case len(rest) == 0:
	case isTitles(rest):
		p.Finish()
		if p.Frame.Begun() {
			p.Next(p.Out.Host)
		}
		p.titled = true
	case p.half.open:
		p.more(padded, text)
	case p.Open && rest[0] == '(':
		p.reason(padded, rest)
	case p.Open && isAddress(rest, len(text)-len(rest)):
		p.Recipient(queue.ListingRecipient{Address: address(string(rest)), Status: p.why})
		if len(text)-len(rest) >= deep {
			p.mayGoOn(recipient, padded)
		}
	case p.said(rest), mailq.IsPrompt(text), isFence(rest):
	default:
		p.Unknown(rest, "postqueue")
	}
}

// isFence recognises a line of punctuation, such as marks code in a text.
func isFence(text []byte) bool {
	return len(bytes.Trim(bytes.TrimSuffix(text, []byte("json")), "`~-=_*#")) == 0
}

// deep is less than the indent of recipients, and more than that of any other line.
const deep = 20

// isAddress distinguishes a recipient from a line that does not belong here: an
// address has blanks only inside quotation marks.
func isAddress(text []byte, indent int) bool {
	if indent >= deep {
		return true
	}
	quoted := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && quoted:
			i++
		case c == '"':
			quoted = !quoted
		case (c == ' ' || c == '\t') && !quoted:
			return false
		}
	}
	return bytes.IndexByte(text, '@') > 0
}

// broken is a reason of which only the beginning was read: the line was broken by a terminal or
// by a mail program.
type broken struct {
	open bool
	text []byte
	at   queue.Pos
	full bool // the line before filled a terminal's
}

// noReason is printed between recipients with a reason and those without.
const noReason = "reason unavailable"

// reason takes the line of a reason, which is for the recipients after it.
func (p *parser) reason(padded, rest []byte) {
	p.half = broken{open: true, text: bytes.Clone(rest[1:]), at: p.Last, full: fills(padded)}
	p.half.blanks(padded)
	if rest[len(rest)-1] == ')' {
		p.unbroken(false)
	}
}

// fills reports whether a line is as long as a terminal's, which breaks longer ones inside words.
func fills(line []byte) bool { return isWidth(utf8.RuneCount(line)) }

func isWidth(n int) bool {
	for _, width := range [...]int{80, 100, 120, 132} {
		if n > 0 && n%width == 0 {
			return true
		}
	}
	return false
}

// blanks keeps the blanks at the end of a line that a terminal broke after them.
func (b *broken) blanks(padded []byte) {
	if b.full {
		b.text = append(b.text, padded[len(bytes.TrimRight(padded, " ")):]...)
	}
}

// more takes a line after one of a reason without its end. A line that is far to the right
// is a recipient: the end was cut.
func (p *parser) more(padded, text []byte) {
	rest := bytes.TrimLeft(text, " \t")
	const far = 30
	if len(text)-len(rest) >= far || len(p.half.text)+len(rest) > paste.MaxLine {
		p.unbroken(true)
		p.Line(padded)
		return
	}
	if p.half.full {
		p.half.text = append(p.half.text, text...)
	} else {
		p.half.text = append(append(p.half.text, ' '), rest...)
	}
	p.half.full = fills(padded)
	p.half.blanks(padded)
	if rest[len(rest)-1] == ')' {
		p.unbroken(false)
	}
}

// unbroken ends a reason, with cut true one that lacks its bracket.
func (p *parser) unbroken(cut bool) {
	text := p.half.text
	p.half.open = false
	if cut {
		p.Problems.Add(queue.Problem{Pos: p.half.at, Kind: queue.KindListing,
			Reason: "a reason has no end: its line was cut", Bytes: frame.Quote(text)})
	} else {
		text = text[:len(text)-1]
	}
	if p.why = string(text); p.why == noReason {
		p.why = ""
	}
}
