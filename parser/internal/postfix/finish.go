package postfix

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/postfix/spool"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// fileTimes are those of the files of one spool.
type fileTimes struct {
	oldest, newest int64
	arrived        int64 // of the newest message
	messages, logs int
}

// seen notes the time of a file, of a log as that of the last try.
func (s *spools) seen(i int32, m archive.Member, f spool.File) {
	at := m.ModTime.Unix()
	if at <= 0 {
		return
	}
	if s.times == nil {
		s.times = map[uint16]*fileTimes{}
	}
	t := s.times[s.Dir[i]]
	if t == nil {
		t = &fileTimes{oldest: at, newest: at}
		s.times[s.Dir[i]] = t
	}
	t.oldest, t.newest = min(t.oldest, at), max(t.newest, at)
	if f.Directory == spool.Defer {
		t.logs++
		for int(i) >= len(s.tried) {
			s.tried = append(s.tried, 0)
		}
		s.tried[i] = at
		return
	}
	t.messages++
	t.arrived = max(t.arrived, s.Created[i])
}

// lost reports whether the files were copied without their times. The log of a message is
// older than its next try by the least time of waiting, which is minutes.
func (t *fileTimes) lost() bool {
	const together = 120
	return t.messages > 1 && t.logs > 0 && t.newest-t.oldest <= together && t.oldest > t.arrived
}

// Finish implements mailsystem.Spools.
func (s *spools) Finish() {
	s.reportAlone()
	for i := range int32(s.Len()) {
		if !s.Poll.More() {
			return
		}
		if !s.isOurs(i) {
			continue
		}
		if s.Control[i].Size < 0 {
			s.Drop(i) // a log: the message went out, or its file is not in the archive
			continue
		}
		t := s.times[s.Dir[i]]
		if t != nil && t.lost() {
			s.Control[i].Time, s.LastTry[i] = 0, queue.NoNumber
			s.Data[i].Time = 0
			continue
		}
		if int(i) < len(s.tried) && s.tried[i] > 0 && s.State[i] == queue.Deferred {
			if next := int64(s.Control[i].Time); next == 0 || s.tried[i] < next {
				s.LastTry[i] = s.tried[i]
			}
		}
	}
	for d := range uint16(len(s.Dirs)) {
		if t := s.times[d]; t != nil && t.lost() {
			s.Problem(queue.KindTimes, s.Dirs[d].Folder, "all files have times within some minutes, later than every message: they were copied without their times")
		}
	}
}

// reportAlone reports logs without their messages, by spool, and messages without their
// directories.
func (s *spools) reportAlone() {
	logs := map[uint16][]string{}
	var dirs []uint16
	last := int32(-1)
	for _, i := range s.inLog {
		if !s.Poll.More() {
			return
		}
		if s.Control[i].Size >= 0 || i == last {
			continue
		}
		last = i
		if d := s.Dir[i]; logs[d] == nil {
			dirs = append(dirs, d)
			logs[d] = []string{s.Text(s.ID[i])}
		} else {
			logs[d] = append(logs[d], s.Text(s.ID[i]))
		}
	}
	for _, d := range dirs {
		what := count.Of(int64(len(logs[d])), "log without its message", "logs without their messages")
		s.Problem(queue.KindLoneLog, s.Dirs[d].Folder, "%s: %s", what, firstOf(logs[d]))
	}
	if len(s.strays) > 0 {
		s.Problem(queue.KindNoDirectory, s.strays[0], "%s outside of Postfix's directories: %s", count.Of(int64(len(s.strays)), "queue file", "queue files"), firstOf(s.strays))
	}
}

// firstOf quotes some of many names.
func firstOf(names []string) string {
	const most = 5
	if len(names) > most {
		return strings.Join(names[:most], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}

// Seen implements mailsystem.Spools with a time at which the spool was certainly in use: that of the
// last try, or that of the message's arrival. The time of a deferred file is in the future.
func (s *spools) Seen(i int32) int64 {
	return max(s.LastTry[i], s.Created[i], 0)
}

// Settle implements mailsystem.Spools. The directory of a file said it before.
func (*spools) Settle(int32) {}

// Report implements mailsystem.Spools.
func (s *spools) Report(i int32) {
	if s.State[i] == queue.Lost {
		name := s.FileName(s.Control[i])
		if f, _ := spool.Parse(name); f.Directory == spool.Saved {
			s.Problem(queue.KindCorrupt, name, "somebody set it aside, and Postfix ignores it")
			return
		}
		s.Problem(queue.KindCorrupt, name, "Postfix set it aside because it could not be read, and ignores it")
	}
}
