package exim

import (
	"path"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/exim/logline"
	"github.com/spoolscope/spoolscope/parser/internal/exim/msglog"
	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Limits of the events that are kept of the logs of messages. A jam has a hundred thousand of these
// logs, with a line for each attempt: once there are many events, each message has few.
const (
	maxTold   = 600_000 // of all messages
	manyTold  = 200_000
	toldEach  = 500 // of one message
	toldOfFew = 4   // of one when there are many
	toldFirst = 1   // of those, from the beginning
)

// logFile is the log of a message: its result, and its lines.
type logFile struct {
	*msglog.Log
	lines []logLine
	left  int // lines between those that are kept
}

// logLine is one line of it.
type logLine struct {
	maillog.Entry
	stamp  maillog.Stamp
	timed  bool
	number int32
	offset int64
}

// parseLog reads the log of a message.
func parseLog(text string) *logFile {
	f := &logFile{Log: msglog.Parse(text)}
	var line maillog.Line
	number, at := int32(0), int64(0)
	for raw := range strings.Lines(text) {
		number++
		l := logLine{number: number, offset: at}
		at += int64(len(raw))
		raw = strings.TrimRight(raw, "\r\n")
		said := raw
		if line.Read([]byte(raw)) && line.Own {
			l.stamp, l.timed, said = line.Stamp, true, line.Text
		} else if n := len(f.lines); n > 0 { // only Frozen has no time: it follows the line of the attempt
			l.stamp, l.timed = f.lines[n-1].stamp, f.lines[n-1].timed
		}
		if said == "" {
			continue
		}
		l.Reset()
		logline.ParseOwn(said, &l.Entry)
		if len(f.lines) == toldEach {
			f.lines = append(f.lines[:toldEach/2], f.lines[toldEach/2+1:]...)
			f.left++
		}
		f.lines = append(f.lines, l)
	}
	return f
}

// told are the events of a row in spools.told.
type told struct {
	from, n uint32
	left    int
}

// keepLines keeps the log of a row line by line.
func (s *spools) keepLines(i int32, f *logFile) {
	t := told{from: uint32(len(s.told)), left: f.left}
	most := toldEach
	if len(s.told) >= manyTold {
		most = toldOfFew
	}
	if len(s.told) >= maxTold {
		most = 0
	}
	add := s.Strings.Add
	program := add("exim")
	for k := range f.lines {
		if k >= min(toldFirst, most) && k < len(f.lines)-most+toldFirst {
			t.left++
			continue
		}
		l := &f.lines[k]
		e := queue.Event{
			Time: queue.NoNumber, Nanos: l.stamp.Nanos, Line: l.number, Offset: l.offset, Size: l.Size, Delay: l.Delay, Count: 1, Program: program,
			Sender: add(l.Sender), Peer: add(l.Peer), IP: add(l.IP), Login: add(l.Login), Status: add(l.Status), Text: add(l.Text), Other: add(l.Other),
			Code: l.Code, Kind: l.Kind, Clock: queue.ClockUnknown, RcptAt: uint32(len(s.toldOf)), RcptN: uint32(len(l.Recipients)),
		}
		for _, r := range l.Recipients {
			s.toldOf = append(s.toldOf, add(r))
		}
		if l.timed {
			e.Time, e.Clock = l.stamp.Civil, queue.ClockDerived
			if l.stamp.Zoned {
				e.Time, e.Clock = e.Time-int64(l.stamp.Zone), queue.ClockExact
			}
		}
		s.told = append(s.told, e)
	}
	t.n = uint32(len(s.told)) - t.from
	s.of(i).told = t
}

var _ mailsystem.Teller = (*spools)(nil)

// Told implements mailsystem.Teller.
func (s *spools) Told(i int32) mailsystem.Told {
	if int(i) >= len(s.facts) || !s.isOurs(i) {
		return mailsystem.Told{}
	}
	f := &s.facts[i]
	if f.told.n == 0 {
		return mailsystem.Told{}
	}
	if s.zones == nil {
		s.zones = s.zonesOf()
	}
	events := s.told[f.told.from:][:f.told.n]
	at := s.Xscripts[i].Offset
	for k := range events {
		e := &events[k]
		if e.Clock == queue.ClockDerived {
			if len(s.zones[s.Dir[i]]) == 0 {
				e.Clock = queue.ClockUnsure
			}
			e.Time = s.zones[s.Dir[i]].unix(e.Time)
		}
		e.Offset += at
	}
	return mailsystem.Told{
		Events: events, Recipients: s.toldOf, Left: f.told.left,
		Log: path.Join(s.Dirs[s.Dir[i]].Path, "msglog"), Blob: s.Xscripts[i].Blob,
	}
}
