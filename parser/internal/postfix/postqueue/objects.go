package postqueue

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"unicode/utf8"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/internal/frame"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/mailq"
	"github.com/spoolscope/spoolscope/parser/lazyregexp"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// object is a message of postqueue -j. Members that other versions add are ignored.
type object struct {
	QueueName   string      `json:"queue_name"`
	QueueID     string      `json:"queue_id"`
	ArrivalTime moment      `json:"arrival_time"`
	MessageSize *int64      `json:"message_size"`
	Expire      bool        `json:"forced_expire"`
	Sender      string      `json:"sender"`
	Recipients  []addressed `json:"recipients"`

	size int64 // that MessageSize points to, if quick read it
}

// addressed is a recipient of it.
type addressed struct {
	Address      string `json:"address"`
	DelayReason  string `json:"delay_reason"`
	BounceReason string `json:"bounce_reason"`
}

// colour is a code that jq writes to terminals.
var colour = lazyregexp.New(`\x1b\[[0-9;]*[mK]`)

var queueName = []byte(`"queue_name"`)

// isObjects reports whether a text is output of postqueue -j.
func isObjects(head []byte) bool {
	for text := range bytes.Lines(head) {
		text = bytes.TrimSpace(text)
		if isTitles(text) {
			return false
		}
		plain := bytes.TrimLeft(colour().ReplaceAll(text, nil), "\ufeff[{, \t")
		if bytes.HasPrefix(plain, queueName) || len(plain) < len(text) && bytes.HasPrefix(plain, []byte(`"`)) && bytes.Contains(plain, queueName) {
			return true
		}
	}
	return false
}

// framing finds where an object ends, in a text that may be damaged. No line of an object ends
// inside a string.
type framing struct {
	text     []byte
	at       queue.Pos
	depth    int
	inString bool
	escaped  bool
	tooLong  bool
	width    int  // of the current line, so far
	full     bool // the line before filled a terminal's
}

// objects reads the output of postqueue -j.
func (p *parser) objects(next lines) {
	var f framing
	for {
		l, err := next()
		p.Of(l.host)
		p.Last = queue.Pos{File: p.File, Offset: l.offset, Line: l.number}
		if len(l.text) > 0 {
			p.piece(&f, l.text, l.starts)
		}
		if err == nil {
			continue
		}
		if !errors.Is(err, io.EOF) {
			p.failed = true
			p.Problems.Add(queue.Problem{Pos: p.Last, Kind: queue.KindUnreadable, Reason: "listing ends early", Err: err})
		}
		break
	}
	if f.depth > 0 {
		p.damaged(&f, "the listing ends in the middle of it")
		p.Problems.Add(queue.Problem{Pos: p.Last, Kind: queue.KindPartial,
			Reason: fmt.Sprintf("the listing ends in the middle of a message, after %s", count.Text(int64(p.Out.Entries)))})
	}
}

// piece takes a line, or a piece of a long one; starts reports that it is the first piece.
func (p *parser) piece(f *framing, text []byte, starts bool) {
	if starts && f.depth == 0 && text[0] == '{' && p.whole(f, text) {
		return
	}
	if bytes.IndexByte(text, 0x1b) >= 0 {
		text = colour().ReplaceAll(text, nil)
	}
	if starts && f.depth > 0 && text[0] == '{' && !f.full {
		p.damaged(f, "another begins inside it")
	}
	if starts {
		f.width = 0
	}
	line := bytes.TrimSuffix(text, []byte("\n"))
	f.width += utf8.RuneCount(line)
	if f.full = len(line) < len(text) && isWidth(f.width); f.full {
		text = line // a terminal broke it, maybe in a word
	}
	for at := 0; at < len(text); at++ {
		if f.depth > 0 {
			end := f.scan(text[at:])
			f.keep(text[at : at+end])
			at += end - 1
			switch {
			case f.depth > 0 && f.inString && text[at] == '\n':
				p.damaged(f, "a line ends inside a text")
			case f.depth == 0:
				p.object(f)
			}
			continue
		}
		switch text[at] {
		case ' ', '\t', '\r', '\n', ',', '[', ']', 0xef, 0xbb, 0xbf: // the last three mark a text as UTF-8
		case '{':
			f.text, f.at, f.depth = append(f.text[:0], '{'), p.Last, 1
			f.at.Offset += int64(at)
			f.inString, f.escaped, f.tooLong = false, false, false
		default:
			rest := bytes.TrimSpace(text[at:])
			if starts && !p.said(rest) && !mailq.IsPrompt(rest) && !isFence(rest) {
				p.Unknown(rest, "postqueue")
			}
			return
		}
	}
}

// whole takes a line that is an object as Postfix itself writes it, as nearly all are. It reports
// false for any other line, and leaves it alone.
func (p *parser) whole(f *framing, line []byte) bool {
	if len(line) > frame.MaxEntry {
		return false
	}
	p.quick = object{Recipients: p.quick.Recipients[:0]}
	if !quick(line, &p.quick) {
		return false
	}
	f.full = false
	p.message(&framing{text: line, at: p.Last}, &p.quick)
	return true
}

// scan returns how many bytes belong to the object that is open, up to its end.
func (f *framing) scan(text []byte) int {
	for i, c := range text {
		switch {
		case f.escaped:
			f.escaped = false
		case f.inString:
			f.escaped = c == '\\'
			f.inString = c != '"'
			if c == '\n' {
				f.inString = true
				return i + 1
			}
		case c == '"':
			f.inString = true
		case c == '{' || c == '[':
			f.depth++
		case c == '}' || c == ']':
			if f.depth--; f.depth == 0 {
				return i + 1
			}
		}
	}
	return len(text)
}

func (f *framing) keep(text []byte) {
	if f.tooLong = f.tooLong || len(f.text)+len(text) > frame.MaxEntry; !f.tooLong {
		f.text = append(f.text, text...)
	}
}

// damaged reports an object that is not one, and gives it up.
func (p *parser) damaged(f *framing, why string) {
	quoted := frame.Quote(f.text)
	p.Out.Unread++
	p.Problems.Add(queue.Problem{Pos: f.at, Kind: queue.KindListing, Reason: "a message cannot be read: " + why, Bytes: quoted})
	f.depth, f.inString, f.escaped = 0, false, false
}

// object takes a complete object.
func (p *parser) object(f *framing) {
	var o object
	if f.tooLong {
		p.Out.Lost++
		p.Problems.Add(queue.Problem{Pos: f.at, Kind: queue.KindLimit, Err: queue.ErrLimit,
			Reason: fmt.Sprintf("a message takes more than %s bytes, and is left out", count.Text(frame.MaxEntry))})
		return
	}
	if quick(f.text, &o) {
		p.message(f, &o)
		return
	}
	o = object{}
	if err := json.Unmarshal(f.text, &o); err != nil {
		// Members of the wrong type are left out, all others are kept.
		var wrong *json.UnmarshalTypeError
		if !errors.As(err, &wrong) || o.QueueID == "" {
			p.damaged(f, err.Error())
			return
		}
		p.Out.Unread++
		p.Problems.Add(queue.Problem{Pos: f.at, Kind: queue.KindListing, Bytes: frame.Quote(f.text),
			Reason: fmt.Sprintf("%q of %s is a %s", wrong.Field, o.QueueID, wrong.Value)})
	}
	if o.ArrivalTime.given && !o.ArrivalTime.known {
		p.Out.Unread++
		p.Problems.Add(queue.Problem{Pos: f.at, Kind: queue.KindListing, Bytes: frame.Quote(f.text),
			Reason: fmt.Sprintf("\"arrival_time\" of %s is no time", o.QueueID)})
	}
	if o.QueueID == "" && p.inside(f) {
		return
	}
	p.message(f, &o)
}

// message takes an object that could be read.
func (p *parser) message(f *framing, o *object) {
	if !queue.IsPostfixListedID(o.QueueID) {
		p.Out.Lost++
		p.damaged(f, "it has no queue_id")
		return
	}
	e := queue.ListingEntry{
		Pos: f.at, ID: o.QueueID, Queue: -1, Mark: markOf(o.QueueName), Size: queue.NoNumber, Priority: queue.NoNumber,
		Arrived: o.ArrivalTime.unix(), Sender: address(o.Sender), Recipients: make([]queue.ListingRecipient, 0, len(o.Recipients)),
	}
	if o.MessageSize != nil && *o.MessageSize >= 0 {
		e.Size = *o.MessageSize
	}
	if o.Expire {
		e.Remark = Expires
	}
	p.Start(e)
	for _, r := range o.Recipients {
		to := queue.ListingRecipient{Address: address(r.Address), Status: r.DelayReason}
		if r.DelayReason == "" && r.BounceReason != "" {
			to.Status, to.Done = r.BounceReason, true // its sender gets a bounce
		}
		p.Recipient(to)
	}
	p.Finish()
}

// inside takes the messages in the lists of an object that is not a message itself, as
// filters of jq make it: {"host": "mx1", "queue": [...]}. It reports false if there is no
// list.
func (p *parser) inside(f *framing) bool {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(f.text, &members); err != nil {
		return false
	}
	found := false
	for _, name := range slices.Sorted(maps.Keys(members)) {
		var list []json.RawMessage
		if err := json.Unmarshal(members[name], &list); err != nil {
			continue
		}
		for _, text := range list {
			found = true
			p.object(&framing{text: text, at: f.at})
		}
	}
	return found
}

// markOf returns the mark of a message, from its directory.
func markOf(directory string) byte {
	switch directory {
	case "active":
		return queue.MarkActive
	case "hold":
		return queue.MarkHold
	case "deferred":
		return queue.MarkDeferred
	case "incoming":
		return queue.MarkIncoming
	case "maildrop":
		return queue.MarkMaildrop
	}
	return ' '
}
