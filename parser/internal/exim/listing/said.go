package listing

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/frame"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/mailq"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// said takes a line that a program wrote in place of the listing or into it. It reports false
// for other lines.
func (p *parser) said(text []byte) bool {
	quoted := frame.Quote(text)
	if id, ok := unparsed(text); ok {
		e := queue.ListingEntry{Pos: p.Last, ID: id, Queue: -1, Mark: queue.MarkUnreadable, Size: queue.NoNumber, Priority: queue.NoNumber, Recipients: []queue.ListingRecipient{},
			Remark: "exipick could not read it"}
		p.Start(e)
		p.Finish()
		return true
	}
	if line, ok := bytes.CutPrefix(text, []byte("Line mismatch:")); ok {
		p.Finish()
		p.Out.Limited = true
		p.refuse(fmt.Sprintf("exiqgrep stopped at an unknown line, %q: a message that Exim cannot read, or an id of 4.97 or later", frame.Quote(line)), quoted)
		return true
	}
	if !mailq.IsRefused(text) {
		return false
	}
	p.Finish()
	p.refuse(fmt.Sprintf("the queue was not shown: %q", quoted), quoted)
	return true
}

// refuse notes that the queue, or the rest of it, was not shown.
func (p *parser) refuse(reason, quoted string) {
	if p.Out.Refused != "" {
		return
	}
	p.Out.Refused = quoted
	p.Problems.Add(queue.Problem{Pos: p.Last, Kind: queue.KindRefused, Reason: reason, Bytes: quoted})
}

// unparsed reads the line of exipick about a message that it cannot read.
func unparsed(text []byte) (id string, ok bool) {
	rest, ok := bytes.CutPrefix(text, []byte("Couldn't parse "))
	if !ok {
		return "", false
	}
	id, _, ok = strings.Cut(string(rest), ":")
	return id, ok && queue.IsEximID(id)
}

// variable takes a line of exipick with variables of the open entry. One of them ends in a
// line end, and the others follow on another line.
func (p *parser) variable(text []byte) bool {
	text = bytes.TrimPrefix(text, []byte("';"))
	if !isVariable(text) {
		return false
	}
	p.variables(text)
	return true
}

// variables takes the variables of the open entry that exipick prints on request. Those are used
// that a listing rounds or lacks.
func (p *parser) variables(text []byte) {
	for _, v := range bytes.Split(text, []byte("';")) {
		name, value, ok := strings.Cut(strings.TrimSpace(string(v)), "=")
		if !ok {
			continue
		}
		value = strings.Trim(strings.TrimSpace(value), "'")
		switch n, err := strconv.ParseInt(value, 10, 64); strings.TrimSpace(name) {
		case "received_time":
			if err == nil && n > 0 {
				p.Cur.Arrived = &n
			}
		case "message_size":
			if err == nil && n >= 0 {
				p.Cur.Size = n
			}
		case "deliver_freeze":
			if value == "1" {
				p.Cur.Mark = queue.MarkFrozen
			}
		}
	}
}
