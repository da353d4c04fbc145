package postfix

import (
	"fmt"
	"io"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
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

// log reads a log of a message, which may be read before the message.
func (s *spools) log(m archive.Member, f spool.File, r io.Reader) error {
	if s.Full(m.Name) {
		return mailsystem.ErrFull
	}
	file, ok := archive.Parsed(r).(*logFile)
	if !ok {
		text, err := s.ReadText(r, m.Name)
		if err != nil {
			return err
		}
		file = parseLog(text)
	}
	s.TextRead += int64(file.size)
	i := s.RowFor(m, f.ID)
	s.Dirs[s.Dir[i]].System = queue.Postfix
	m.Size = int64(file.size)
	if f.Directory == spool.Defer {
		s.seen(i, m, f)
	}
	entries := file.entries
	if file.cut {
		s.AddProblems(queue.Problem{
			Pos: queue.Pos{File: m.Name, Offset: -1}, Kind: queue.KindLimit, Err: queue.ErrLimit,
			Reason: fmt.Sprintf("more than %s recipients; those after them are left out", count.Text(bouncelog.MaxEntries)),
		})
	}
	if s.inLog = append(s.inLog, i); f.Directory != spool.Defer {
		s.outcomes(i, f.Directory, entries)
		s.joinLogs(i)
		return nil
	}
	from := len(s.entries)
	for _, e := range entries {
		s.entries = append(s.entries, logged{e.Offset, s.Strings.Add(e.Recipient), s.Strings.Add(e.Reason)})
	}
	for int(i) >= len(s.logs) {
		s.logs = append(s.logs, ofLog{})
	}
	s.logs[i] = ofLog{uint32(from), uint32(len(entries))}
	s.joinLogs(i)
	return nil
}

// outcomes keeps what the logs of a message say about recipients that are not tried again.
func (s *spools) outcomes(i int32, d spool.Directory, entries []bouncelog.Entry) {
	if s.Outcomes == nil {
		s.Outcomes = map[int32][]queue.Outcome{}
	}
	for _, e := range entries {
		o := queue.Outcome{Address: e.Recipient, Failed: d == spool.Bounce, Action: e.Action, Reason: e.Reason}
		if o.Failed && o.Action == "" {
			o.Action = "failed"
		}
		s.Outcomes[i] = append(s.Outcomes[i], o)
	}
}

// joinLogs gives the recipients of a row their statuses, once both the message and its log
// were read: by the place of their record, else by address (formats/postfix.md §5). One that
// failed for good is still in the file if that was read before the log was written.
func (s *spools) joinLogs(i int32) {
	if s.Control[i].Size < 0 {
		return
	}
	var log []logged
	if int(i) < len(s.logs) {
		log = s.entries[s.logs[i].from:][:s.logs[i].n]
	}
	failed := s.Outcomes[i]
	if len(log)+len(failed) == 0 {
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
	for _, o := range failed {
		if a := s.Strings.Add(o.Address); o.Failed && byAddress[a] == 0 {
			byAddress[a] = s.Strings.Add(o.Reason)
		}
	}
	s.Effective[i] = 0
	from, to := s.Recipients(i)
	for k := from; k < to; k++ {
		why, ok := byOffset[int64(s.offsets[k])]
		if !ok {
			why = byAddress[s.RcptAddr[k]]
		}
		s.RcptStat[k] = why
		if s.Effective[i] == 0 {
			s.Effective[i] = why
		}
	}
}
