// Package build fills a queue.Queue row by row while its files stream by, in
// any order. Only the loader needs it: a queue that was loaded is read, never
// added to.
//
// The columns of a queue are listed once, with the kind of file each comes
// from (columns.go). Making a row, clearing what a file said of it and giving
// a file to another row all go through that list, and a test fails
// for a column that is missing from it.
package build

import (
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// Builder adds rows to a Queue and finds them by directory and id.
type Builder struct {
	*queue.Queue
	columns []column
	rows    []uint32 // open addressing by directory and id: row plus one, 0 = free
	dropped map[int32]bool
}

// New starts an empty queue.
func New() *Builder {
	q := queue.New()
	return &Builder{Queue: q, columns: columnsOf(&q.Columns), rows: make([]uint32, 1024)}
}

// Row returns the row of a message, a new one on first use.
func (b *Builder) Row(dir uint16, id string) int32 {
	s := b.Strings.Add(id)
	i, slot, ok := b.find(dir, s)
	if ok {
		return i
	}
	b.rows[slot] = uint32(i) + 1
	for _, c := range b.columns {
		c.grow()
	}
	b.ID[i], b.Dir[i] = s, dir
	if len(b.ID) > len(b.rows)/4*3 {
		b.rows = make([]uint32, len(b.rows)*2)
		for k, id := range b.ID {
			_, slot, _ := b.find(b.Dir[k], id)
			b.rows[slot] = uint32(k) + 1
		}
	}
	return i
}

// find looks a row up; without it, the next row and its slot.
func (b *Builder) find(dir uint16, id queue.Str) (row int32, slot uint64, ok bool) {
	mask := uint64(len(b.rows) - 1)
	h := (uint64(id)<<16 | uint64(dir)) * 0x9e3779b97f4a7c15
	for i := h >> 32 & mask; ; i = (i + 1) & mask {
		n := b.rows[i]
		if n == 0 {
			return int32(len(b.ID)), i, false
		}
		if b.ID[n-1] == id && b.Dir[n-1] == dir {
			return int32(n - 1), i, true
		}
	}
}

// Find returns the row of a message, if there is one.
func (b *Builder) Find(dir uint16, id string) (int32, bool) {
	s, ok := b.Strings.Find(id)
	if !ok {
		return 0, false
	}
	i, _, ok := b.find(dir, s)
	return i, ok
}

// Drop excludes a row whose files were moved to another one.
func (b *Builder) Drop(i int32) {
	if b.dropped == nil {
		b.dropped = map[int32]bool{}
	}
	b.dropped[i] = true
}

// Dropped reports whether a row no longer counts.
func (b *Builder) Dropped(i int32) bool { return b.dropped[i] }

// SetFlag sets or clears flags of row i.
func (b *Builder) SetFlag(i int32, f queue.Flags, on bool) {
	if on {
		b.Flags[i] |= f
	} else {
		b.Flags[i] &^= f
	}
}

// SetRecipients gives row i its recipients. A second call replaces the first.
func (b *Builder) SetRecipients(i int32, n int, each func(k int) (addr, status string)) {
	b.RcptAt[i], b.RcptN[i] = uint32(len(b.RcptAddr)), uint32(n)
	var last queue.Str // most statuses are that of the recipient before
	lastText := ""
	for k := range n {
		addr, status := each(k)
		if status != lastText {
			last, lastText = b.Strings.Add(status), status
		}
		b.RcptAddr = append(b.RcptAddr, b.Strings.Add(addr))
		b.RcptStat = append(b.RcptStat, last)
	}
}

// SetReplies gives row i the replies of its transcript, each with all its lines.
func (b *Builder) SetReplies(i int32, exchanges []queue.Exchange) {
	b.ReplyAt[i] = uint32(len(b.ReplyText))
	var dialogue [][]string // what one server said
	for k, e := range exchanges {
		dialogue = append(dialogue, e.Replies)
		if k+1 < len(exchanges) && exchanges[k+1].Host == e.Host {
			continue
		}
		host := b.Strings.Add(e.Host)
		for _, a := range smtp.Answers(dialogue...) {
			b.ReplyText = append(b.ReplyText, b.Strings.Add(a.String()))
			b.ReplyHost = append(b.ReplyHost, host)
			b.ReplyEcho = append(b.ReplyEcho, a.Echo)
		}
		dialogue = dialogue[:0]
	}
	b.ReplyN[i] = uint32(len(b.ReplyText)) - b.ReplyAt[i]
}

// SetGrep gives row i the lines with "<<<" of its data file.
func (b *Builder) SetGrep(i int32, lines []queue.Str) {
	b.GrepAt[i], b.GrepN[i] = uint32(len(b.GrepLine)), uint32(len(lines))
	b.GrepLine = append(b.GrepLine, lines...)
}

// Digest returns the digests of row i, created on first use.
func (b *Builder) Digest(i int32) *queue.Digest {
	if b.Digests == nil {
		b.Digests = map[int32]*queue.Digest{}
	}
	d := b.Digests[i]
	if d == nil {
		d = &queue.Digest{}
		b.Digests[i] = d
	}
	return d
}
