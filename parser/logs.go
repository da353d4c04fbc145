package parser

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/internal/archive"
	exim "github.com/spoolscope/spoolscope/parser/internal/exim/logline"
	"github.com/spoolscope/spoolscope/parser/internal/history"
	postfix "github.com/spoolscope/spoolscope/parser/internal/postfix/logline"
	sendmail "github.com/spoolscope/spoolscope/parser/internal/sendmail/logline"
	"github.com/spoolscope/spoolscope/parser/poll"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// loggers are the grammars of the logs that are read, by mail system (formats/logs.md).
var loggers = []history.System{
	{Name: queue.Sendmail, IsProgram: sendmail.IsProgram, Parse: sendmail.Parse, CutPart: sendmail.CutPart, DecodeID: decodeSendmailID},
	{Name: queue.Postfix, IsProgram: postfix.IsProgram, Parse: postfix.Parse, DecodeID: queue.DecodePostfixID},
	{Name: queue.Exim, IsProgram: exim.IsProgram, Parse: exim.Parse, CutPart: exim.CutPart, DecodeID: queue.DecodeEximID},
}

func decodeSendmailID(id string) (queue.IDInfo, bool) { return queue.DecodeID(id, queue.AnyVersion, 0) }

// mailLog is a mail log among the sources. It is read once the queue is known, from its place in the
// source.
type mailLog struct {
	name   string
	file   queue.FileRef
	packed bool
	mod    int64 // when it was written last, Unix seconds, 0 unknown
	look   history.Look
	kept   io.ReaderAt // its bytes, if file has no blob
}

// MaxLogKept is how much is kept in memory of logs that cannot be read again from their source:
// 64 MiB.
const MaxLogKept = 64 << 20

// isLog reports whether a file with this beginning is a mail log.
func isLog(head []byte) bool {
	_, ok := history.LookAt(loggers, head)
	return ok
}

// mailLog remembers where a log is.
func (l *loader) mailLog(m archive.Member, look history.Look, r io.Reader) error {
	l.now().log = l.now().log || look.Mail
	if len(l.logs) == history.MaxLogs {
		if !l.logsFull {
			l.logsFull = true
			l.AddProblems(queue.Problem{
				Pos: queue.Pos{File: m.Name, Offset: -1}, Kind: queue.KindLimit, Err: queue.ErrLimit,
				Reason: fmt.Sprintf("more than %s mail logs; this one and those after it are not read", count.Text(history.MaxLogs)),
			})
		}
		return nil
	}
	var failed error
	if look.Turned {
		if r, failed = l.turned(m.Name, &look, r); r == nil {
			return failed
		}
		m.Blob = -1
	}
	log := mailLog{name: m.Name, packed: m.Packed, look: look, file: queue.FileRef{Blob: int32(m.Blob), Offset: m.Offset, Size: m.Size}}
	if t := m.ModTime.Unix(); t > 0 {
		log.mod = t
	} else if t := l.modTime.Unix(); m.Plain && t > 0 {
		log.mod = t
	}
	if m.Blob < 0 {
		room := MaxLogKept - l.logsKept
		k := archive.InMemory(room)
		n, err := io.Copy(k, io.LimitReader(r, int64(room)))
		if err == nil {
			if more, _ := io.CopyN(io.Discard, r, 1); more > 0 {
				l.AddProblems(queue.Problem{
					Pos: queue.Pos{File: m.Name, Offset: n}, Kind: queue.KindLimit, Err: queue.ErrLimit,
					Reason: fmt.Sprintf("the log cannot be read again after the queue, and no more than %d MiB are kept: give it as a file", MaxLogKept>>20),
				})
			}
		}
		l.logsKept += int(n)
		log.kept, log.file.Offset, log.file.Size = k, 0, n
	} else if m.Size < 0 { // known once it was read
		n, err := io.Copy(io.Discard, r)
		if log.file.Size = n; err != nil {
			return err
		}
	}
	l.logs = append(l.logs, log)
	return failed
}

// readLogs reads the logs for the messages of the queue.
func (l *loader) readLogs() {
	// A load that was stopped before shows what it had read, without them.
	if len(l.logs) == 0 || !l.Poll.Look() || l.ctx.Err() != nil {
		return
	}
	for k := range l.logs {
		if log := &l.logs[k]; log.kept != nil {
			log.file.Blob = int32(l.blobs.Add(log.kept))
		}
	}
	l.Queue.Blobs = l.blobs.At
	taken, _ := l.capture()
	logs := make([]history.Log, len(l.logs))
	at := make([]int64, len(l.logs))
	order := make([]int, len(l.logs))
	for k, log := range l.logs {
		latest := log.mod
		if taken > 0 && (latest == 0 || latest > taken) {
			latest = taken
		}
		order[k], at[k] = k, log.look.Place(latest)
		logs[k] = history.Log{Name: log.name, File: log.file, Packed: log.packed, Latest: latest, Year: log.look.Year}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(at[a], at[b]) })
	sorted := make([]history.Log, len(logs))
	for n, k := range order {
		sorted[n] = logs[k]
	}
	counts := l.counts
	if len(l.opt.LogIDs) > 0 {
		counts = func(int32) bool { return false }
	}
	c := collector(l.Queue, l.Strings, counts, l.Poll)
	c.Of(l.progress.Read)
	alone := len(l.opt.LogIDs) > 0 || l.Len() == 0 && !slices.ContainsFunc(l.given, func(g given) bool { return g.known })
	if alone {
		c.FindAll(l.opt.LogIDs...)
	}
	l.progress.Joining = true
	err := readLogs(l.ctx, c, l.Queue, sorted, func(name string, read int64) {
		l.progress.File, l.progress.LogRead = name, read
		l.tell()
		l.look()
	})
	wanted := l.Poll
	if err != nil {
		wanted = poll.New(context.WithoutCancel(l.ctx), l.tell) // what was read until then is shown
	}
	l.History = c.Finish(wanted)
	if alone {
		l.alone(c, wanted)
	}
	l.AddProblems(c.Problems()...)
	l.Poll.Stop(err)
}

// readLogs reads logs whose bytes are blobs of a queue, and once more the part before lines that
// named further messages.
func readLogs(ctx context.Context, c *history.Collector, q *queue.Queue, logs []history.Log, progress func(name string, read int64)) error {
	done := int64(0)
	read := func(log history.Log, lines func(r io.Reader, progress func(int64)) error, failed func(...queue.Problem)) error {
		err := openLog(ctx, q, log, func(r io.Reader) error {
			return lines(r, func(read int64) { progress(log.Name, done+read) })
		}, failed)
		done += max(log.File.Size, 0)
		return err
	}
	for _, log := range logs {
		err := read(log, func(r io.Reader, progress func(int64)) error { return c.Read(ctx, log, r, progress) }, c.Failed)
		if err != nil {
			return err
		}
	}
	for range history.MaxRereads {
		parts := c.Earlier()
		if len(parts) == 0 {
			return nil
		}
		for _, part := range parts {
			err := read(c.Log(part.Log), func(r io.Reader, progress func(int64)) error { return c.ReadEarlier(ctx, part, r, progress) }, func(...queue.Problem) {})
			if err != nil {
				return err
			}
		}
		c.EndEarlier()
	}
	c.LeaveEarlier()
	return nil
}

// plainAt hides all methods of a reader but ReadAt.
type plainAt struct{ io.ReaderAt }

// openLog passes the lines of a log to read, and damage in it to failed. The error is read's.
func openLog(ctx context.Context, q *queue.Queue, log history.Log, read func(io.Reader) error, failed func(...queue.Problem)) error {
	f := log.File
	if f.Blob < 0 || int(f.Blob) >= len(q.Blobs) {
		return nil
	}
	bytes := io.NewSectionReader(plainAt{q.Blobs[f.Blob]}, f.Offset, f.Size)
	if !log.Packed {
		return read(bytes)
	}
	var blobs archive.Blobs
	problems, err := archive.Walk(ctx, archive.Source{Name: log.Name, Size: f.Size, At: bytes}, &blobs, archive.Options{},
		func(_ archive.Member, r io.Reader) error { return read(r) })
	failed(problems...)
	return err
}

// ErrNoLine is returned for a line of a log that cannot be shown.
var ErrNoLine = errors.New("the line cannot be read again")

// ReadLine reads the line of an event again from its log, up to a length of 64 KiB. A compressed
// log has to be decoded from its start.
func ReadLine(ctx context.Context, q *queue.Queue, h *queue.History, e queue.Event) (string, error) {
	if h == nil || int(e.Log) >= len(h.Logs) {
		return "", ErrNoLine
	}
	log := h.Logs[e.Log]
	if log.Spool {
		log.File.Blob, e.Offset = e.Spooled()
		log.File.Size = 1 << 62
	}
	line := ""
	const most = 64 << 10
	err := openLog(ctx, q, history.Log{Name: log.Name, File: log.File, Packed: log.Packed}, func(r io.Reader) error {
		if s, ok := r.(io.Seeker); ok {
			if _, err := s.Seek(e.Offset, io.SeekStart); err != nil {
				return err
			}
		} else if _, err := io.CopyN(io.Discard, r, e.Offset); err != nil {
			return ErrNoLine
		}
		b := make([]byte, most)
		n, err := io.ReadFull(r, b)
		if n == 0 && err != nil {
			return ErrNoLine
		}
		line, _, _ = strings.Cut(string(b[:n]), "\n")
		line = strings.TrimSuffix(line, "\r")
		return nil
	}, func(...queue.Problem) {})
	if err == nil && line == "" {
		err = ErrNoLine
	}
	return line, err
}
