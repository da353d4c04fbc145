package dsn

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// MaxBytes is how much of a data file is searched for a bounce: 256 KiB. The
// transcript is at its start.
const MaxBytes = 256 << 10

// Section titles of the human-readable part: three spaces, five dashes.
const (
	dashes     = "   ----- "
	received   = "The original message was received at "
	secPerm    = "The following addresses had permanent fatal errors"
	secTrans   = "The following addresses had transient non-fatal errors"
	secOK      = "The following addresses had successful delivery notifications"
	secTalk    = "Transcript of session"
	secMessage = "Original message follows"
	secHeader  = "Message header follows"
)

// Looks reports whether the start of a data file may be a bounce made by
// sendmail, so that it is worth keeping for Parse.
func Looks(start []byte) bool {
	s := start[:min(len(start), 4096)]
	return hasPrefix(s, "This is a MIME-encapsulated message") || hasPrefix(s, received) || hasPrefix(s, "    ****") || hasDashes(s)
}

func hasPrefix(b []byte, prefix string) bool {
	return len(b) >= len(prefix) && string(b[:len(prefix)]) == prefix
}

// hasDashes is bytes.Contains of dashes. Each data file is asked; a text has
// fewer dashes than spaces.
func hasDashes(b []byte) bool {
	const before = 3
	for off := before; off < len(b); off++ {
		i := bytes.IndexByte(b[off:], '-')
		if i < 0 {
			return false
		}
		off += i
		if hasPrefix(b[off-before:], dashes) {
			return true
		}
		for off+1 < len(b) && b[off+1] == '-' {
			off++
		}
	}
	return false
}

// Parse reads the data file of a bounce that this sendmail made: data holds at
// least its first MaxBytes, or all of it. The kind is in the header, not here.
func Parse(data []byte, file string) (queue.Bounce, []queue.Problem) {
	b := queue.Bounce{
		Addresses: []queue.BounceAddress{}, Exchanges: []queue.Exchange{}, Recipients: []queue.BounceRecipient{},
	}
	p := parser{b: &b, lines: splitLines(string(data[:min(len(data), MaxBytes)]))}
	p.findBoundary()
	p.human()
	p.status()
	p.original()
	var problems []queue.Problem
	if !p.sawTalk && len(b.Recipients) == 0 {
		problems = append(problems, queue.Problem{
			Pos: queue.Pos{File: file, Line: 1}, Kind: queue.KindDSN,
			Reason: fmt.Sprintf("no transcript and no delivery status in %s bytes", count.Text(int64(len(data)))),
		})
	}
	return b, problems
}

func splitLines(s string) []string {
	lines := strings.Split(s, "\n")
	if n := len(lines); n > 0 && lines[n-1] == "" {
		lines = lines[:n-1]
	}
	for i := range lines {
		lines[i] = strings.TrimSuffix(lines[i], "\r")
	}
	return lines[:min(len(lines), MaxLines)]
}

type parser struct {
	b       *queue.Bounce
	lines   []string
	at      int
	bound   string // "--boundary", "" without MIME
	last    string // "--boundary--"
	sawTalk bool
	fields  fields // of the current block
	folds   []string
}

// findBoundary takes the first line that looks like a MIME boundary, if it is
// before the text. Only lines with the bounce's own boundary end its parts; a
// bounce inside the returned message has another one.
func (p *parser) findBoundary() {
	for i, l := range p.lines[:min(len(p.lines), 10)] {
		if strings.HasPrefix(l, received) || strings.HasPrefix(l, dashes) {
			return
		}
		if strings.HasPrefix(l, "--") && len(l) > 2 && !strings.HasPrefix(l, "---") {
			p.bound, p.last, p.at = l, l+"--", i+1
			return
		}
	}
}

func (p *parser) ends(l string) bool { return p.bound != "" && (l == p.bound || l == p.last) }

// human reads the first part: who submitted it, which addresses failed, and
// the transcript of the session.
func (p *parser) human() {
	section := ""
	var talk []string
	for ; p.at < len(p.lines); p.at++ {
		l := p.lines[p.at]
		if p.ends(l) {
			break
		}
		talking := strings.HasPrefix(section, secTalk)
		// The transcript is the last section, and what a local mailer printed
		// into it may look like anything.
		if title, ok := strings.CutPrefix(l, dashes); ok && !(talking && p.bound != "") {
			title = strings.TrimSuffix(title, " -----")
			if p.bound == "" && (title == secMessage || title == secHeader) {
				break
			}
			section = title
			p.sawTalk = p.sawTalk || strings.HasPrefix(title, secTalk)
			continue
		}
		switch {
		case talking:
			talk = append(talk, l)
		case section == "":
			p.intro(l)
		default:
			p.address(section, l)
		}
	}
	if len(talk) > 0 {
		p.b.Exchanges = append(p.b.Exchanges, Transcript(talk)...)
	}
}

func (p *parser) intro(l string) {
	if v, ok := strings.CutPrefix(l, received); ok && p.b.Received == "" {
		p.b.Received = v
	} else if v, ok := strings.CutPrefix(l, "from "); ok && p.b.Client == "" && p.b.Received != "" {
		p.b.Client = v
	}
}

// address reads the lines of an address section: the address, then details
// indented by four spaces.
func (p *parser) address(section, l string) {
	var kind string
	switch section {
	case secPerm:
		kind = "permanent"
	case secTrans:
		kind = "transient"
	case secOK:
		kind = "success"
	}
	if kind == "" || l == "" {
		return
	}
	if !strings.HasPrefix(l, "    ") {
		a := queue.BounceAddress{Section: kind, Address: l}
		if addr, note, ok := strings.Cut(l, "  ("); ok && kind == "success" {
			a.Address, a.Reason = addr, strings.TrimSuffix(note, ")") // "<x@y>  (relayed to …)"
		}
		p.b.Addresses = append(p.b.Addresses, a)
		return
	}
	if len(p.b.Addresses) == 0 {
		return
	}
	a := &p.b.Addresses[len(p.b.Addresses)-1]
	detail := strings.TrimSpace(l)
	if v, ok := strings.CutPrefix(detail, "(reason: "); ok {
		a.Reason = strings.TrimSuffix(v, ")")
	} else if v, ok := strings.CutPrefix(detail, "(expanded from: "); ok {
		a.Expanded = strings.TrimSuffix(v, ")")
	}
}
