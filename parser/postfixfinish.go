package parser

import (
	"path"

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
func (l *loader) seen(i int32, m archive.Member, f spool.File) {
	at := m.ModTime.Unix()
	if at <= 0 {
		return
	}
	if l.times == nil {
		l.times = map[uint16]*fileTimes{}
	}
	t := l.times[l.Dir[i]]
	if t == nil {
		t = &fileTimes{oldest: at, newest: at}
		l.times[l.Dir[i]] = t
	}
	t.oldest, t.newest = min(t.oldest, at), max(t.newest, at)
	if f.Directory == spool.Defer {
		t.logs++
		for int(i) >= len(l.tried) {
			l.tried = append(l.tried, 0)
		}
		l.tried[i] = at
		return
	}
	t.messages++
	t.arrived = max(t.arrived, l.Created[i])
}

// lost reports whether the files were copied without their times. The log of a message is
// older than its next try by the least time of waiting, which is minutes.
func (t *fileTimes) lost() bool {
	const together = 120
	return t.messages > 1 && t.logs > 0 && t.newest-t.oldest <= together && t.oldest > t.arrived
}

// finishPostfix settles what needs all files of a spool.
func (l *loader) finishPostfix() {
	for i := range int32(l.Len()) {
		if !l.isPostfix(i) {
			continue
		}
		if l.Control[i].Size < 0 {
			l.Drop(i) // a log: the message went out, or its file is not in the archive
			continue
		}
		t := l.times[l.Dir[i]]
		if t != nil && t.lost() {
			l.Control[i].Time, l.LastTry[i] = 0, queue.NoNumber
			l.Data[i].Time = 0
			continue
		}
		if int(i) < len(l.tried) && l.tried[i] > 0 && l.State[i] == queue.Deferred {
			if next := int64(l.Control[i].Time); next == 0 || l.tried[i] < next {
				l.LastTry[i] = l.tried[i]
			}
		}
	}
	for d := range uint16(len(l.Dirs)) {
		if t := l.times[d]; t != nil && t.lost() {
			l.problem(queue.KindTimes, l.Dirs[d].Folder, "all files are of the same minutes, later than every message: the times of copying them")
		}
	}
}

// seenOfPostfix is a time at which the spool was certainly in use: that of the last try, or
// that of the message's arrival. The time of a deferred file lies in the future.
func (l *loader) seenOfPostfix(i int32) int64 {
	return max(l.LastTry[i], l.Created[i], 0)
}

// reportPostfix reports what is wrong with a message in a spool of Postfix.
func (l *loader) reportPostfix(i int32) {
	if l.State[i] == queue.Lost {
		dir := path.Base(l.Dirs[l.Dir[i]].Path)
		l.problem(queue.KindCorrupt, l.FileName(l.Control[i]), "%s put it aside as it could not be read, and leaves it alone", dir)
	}
	if l.Listing[i] >= 0 {
		l.reportDifference(i)
	}
}
