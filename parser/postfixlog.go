package parser

import (
	"fmt"
	"io"

	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/postfix/bouncelog"
	"github.com/spoolscope/spoolscope/parser/internal/postfix/spool"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// ofLog is the log of a row's last attempt: a range of the entries of all logs.
type ofLog struct{ from, n uint32 }

// logged is what a log says of a recipient.
type logged struct {
	offset  int64 // -1 if not given
	address queue.Str
	reason  queue.Str
}

// postfixLog reads a log of a message, which may be read before the message.
func (l *loader) postfixLog(m archive.Member, f spool.File, r io.Reader) error {
	if l.textFull(m.Name) {
		return errFull
	}
	text, err := l.readAll(r, m.Name)
	if err != nil {
		return err
	}
	l.text += int64(len(text))
	i := l.row(m, f.ID)
	l.Dirs[l.Dir[i]].System = queue.Postfix
	m.Size = int64(len(text))
	if f.Directory != spool.Defer {
		return nil // its recipients are not tried again
	}
	l.seen(i, m, f)
	entries, cut := bouncelog.Parse(text)
	if cut {
		l.add(queue.Problem{
			Pos: queue.Pos{File: m.Name, Offset: -1}, Kind: queue.KindLimit, Err: queue.ErrLimit,
			Reason: fmt.Sprintf("more than %d recipients; those after them are left out", bouncelog.MaxEntries),
		})
	}
	from := len(l.entries)
	for _, e := range entries {
		l.entries = append(l.entries, logged{e.Offset, l.Strings.Add(e.Recipient), l.Strings.Add(e.Reason)})
	}
	for int(i) >= len(l.logs) {
		l.logs = append(l.logs, ofLog{})
	}
	l.logs[i] = ofLog{uint32(from), uint32(len(entries))}
	l.joinLog(i)
	return nil
}

// joinLog gives the recipients of a row their statuses, once both the message and its log
// were read: by the place of their record, else by address (formats/postfix.md §5).
func (l *loader) joinLog(i int32) {
	if int(i) >= len(l.logs) || l.Control[i].Size < 0 {
		return
	}
	log := l.entries[l.logs[i].from:][:l.logs[i].n]
	if len(log) == 0 {
		return
	}
	byOffset, byAddress := make(map[int64]queue.Str, len(log)), make(map[queue.Str]queue.Str, len(log))
	for _, e := range log {
		if _, ok := byOffset[e.offset]; !ok && e.offset >= 0 {
			byOffset[e.offset] = e.reason
		}
		if _, ok := byAddress[e.address]; !ok {
			byAddress[e.address] = e.reason
		}
	}
	l.Effective[i] = 0
	from, to := l.Recipients(i)
	for k := from; k < to; k++ {
		why, ok := byOffset[int64(l.offsets[k])]
		if !ok {
			why = byAddress[l.RcptAddr[k]]
		}
		l.RcptStat[k] = why
		if l.Effective[i] == 0 {
			l.Effective[i] = why
		}
	}
}
