package parser

import (
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// setStates works out what sendmail will do next with each message.
func (l *loader) setStates(out exclusion) {
	hasData := make([]bool, len(l.Dirs)) // an archive may have been made without data files
	for i, d := range l.Dir {
		hasData[d] = hasData[d] || l.Data[i].Size >= 0
	}
	permanent := map[queue.Str]bool{}
	isPermanent := func(s queue.Str) bool {
		p, ok := permanent[s]
		if !ok {
			p = smtp.Permanent(l.Text(s))
			permanent[s] = p
		}
		return p
	}
	for i := range int32(l.Len()) {
		l.State[i] = l.state(i, hasData[l.Dir[i]], isPermanent)
	}
}

func (l *loader) state(i int32, dataDue bool, permanent func(queue.Str) bool) queue.State {
	f, mark := l.Files[i], byte(' ')
	if e := l.Listing[i]; e >= 0 {
		mark = l.Listed[e].Mark
	}
	listed := l.Flags[i]&queue.NoControl != 0
	switch {
	case f.Has(queue.LostControl) && !f.Has(queue.ControlFile), listed && mark == '?':
		return queue.Lost
	case f.Has(queue.QuarantinedControl) && !f.Has(queue.ControlFile), listed && l.Columns.Reason[i] != 0:
		return queue.Quarantined
	case !listed && l.Control[i].Size < 0:
		return queue.Orphan
	case l.Flags[i]&queue.Damaged != 0, !listed && dataDue && l.Data[i].Size < 0,
		listed && l.Created[i] == queue.NoNumber && l.Flags[i]&queue.HasSender == 0:
		return queue.Incomplete
	case mark == '*':
		return queue.Processing
	case l.Attempts[i] == 0, l.Attempts[i] < 0 && l.Effective[i] == 0:
		return queue.Held
	case permanent(l.Effective[i]):
		return queue.Unavailable
	}
	return queue.Deferred
}

// capture works out when the queue was captured: the newest of its files. The
// clock of the server made both the times of the files and those inside them.
func (l *loader) capture() (int64, string) {
	var file, tried, entry int64
	for i := range l.Len() {
		file = max(file, int64(l.Control[i].Time), int64(l.Data[i].Time))
		if l.LastTry[i] != queue.NoNumber {
			tried = max(tried, l.LastTry[i])
		}
	}
	for _, f := range l.Xscripts {
		file = max(file, int64(f.Time))
	}
	created := int64(0)
	for i := range l.Len() {
		t := l.Created[i]
		if t != queue.NoNumber && (file == 0 && tried == 0 || t <= max(file, tried)) {
			created = max(created, t)
		}
	}
	for i := range l.Listed {
		if t := l.Listed[i].Created; t != queue.NoNumber {
			entry = max(entry, t)
		}
	}
	// QUIRK: files that were copied without their times are younger than what
	// they say, sometimes by years. A queue run is never that long ago.
	const stale = 3 * 86400
	inside := max(tried, created)
	switch {
	case file > 0 && (inside == 0 || file <= inside+stale):
		return max(file, min(inside, file)), "newest file"
	case inside > 0:
		return inside, "newest try"
	case entry > 0:
		return entry, "newest entry"
	}
	return 0, ""
}
