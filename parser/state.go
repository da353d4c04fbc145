package parser

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// setStates determines what sendmail will do next with each message.
func (l *loader) setStates() {
	hasData := make([]bool, len(l.Dirs)) // an archive may have been made without data files
	for i, d := range l.Dir {
		hasData[d] = hasData[d] || l.Data[i].Size >= 0
	}
	for i := range int32(l.Len()) {
		l.Poll.More() // a row without state cannot be shown, so nothing is left out
		if l.Flags[i]&queue.FromLog != 0 {
			continue // its row was made with its state
		}
		if of := systemOf(l.Dirs[l.Dir[i]].System); of != nil {
			if e := l.Listing[i]; l.Flags[i]&queue.NoControl != 0 && e >= 0 {
				l.State[i] = of.Listed(l.Listed[e].Mark, l.Effective[i] != 0)
			} else if spools := l.spoolsOf(i); spools != nil {
				spools.Settle(i)
			}
			continue
		}
		l.State[i] = l.state(i, hasData[l.Dir[i]])
	}
}

// isPermanent reports whether a status leaves nothing but a bounce.
func (l *loader) isPermanent(s queue.Str) bool {
	p, ok := l.permanent[s]
	if !ok {
		if l.permanent == nil {
			l.permanent = map[queue.Str]bool{}
		}
		p = smtp.Permanent(l.Text(s))
		l.permanent[s] = p
	}
	return p
}

// listedState returns the state of a message known from a listing's entry
// alone. It agrees with state.
func (l *loader) listedState(e *queue.ListingEntry) queue.State {
	status := e.Status
	for _, rc := range e.Recipients {
		if rc.Status != "" && !strings.HasPrefix(rc.Status, "Warning: ") {
			status = rc.Status
			break
		}
	}
	switch {
	case e.Mark == '?':
		return queue.Lost
	case e.Quarantine != "":
		return queue.Quarantined
	case movingRemark(e.Remark):
		return queue.Processing
	case e.Date.Month == 0 && e.Sender == "":
		return queue.Incomplete
	case e.Mark == '*':
		return queue.Processing
	case status == "":
		return queue.Held
	case l.isPermanent(l.Strings.Add(status)):
		return queue.Unavailable
	}
	return queue.Deferred
}

func (l *loader) state(i int32, dataDue bool) queue.State {
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
	case listed && l.inMotion(i):
		return queue.Processing
	case l.Flags[i]&queue.Damaged != 0, !listed && dataDue && l.Data[i].Size < 0,
		listed && l.Listed[l.Listing[i]].Date.Month == 0 && l.Flags[i]&queue.HasSender == 0:
		return queue.Incomplete
	case mark == '*':
		return queue.Processing
	case l.Attempts[i] == 0, l.Attempts[i] < 0 && l.Effective[i] == 0:
		return queue.Held
	case l.isPermanent(l.Effective[i]):
		return queue.Unavailable
	}
	return queue.Deferred
}

// inMotion reports whether a message was arriving or leaving while mailq ran:
// an empty control file is that of an arriving message, which 8.8 and 8.9
// create first of all, and a completed job was delivered.
func (l *loader) inMotion(i int32) bool {
	return movingRemark(l.remark(i))
}

func movingRemark(r string) bool { return r == "no control file" || r == "job completed" }

// remark returns what a listing prints instead of the columns of a message.
func (l *loader) remark(i int32) string {
	if e := l.Listing[i]; e >= 0 {
		return l.Text(l.Listed[e].Remark)
	}
	return ""
}

// capture determines when the queue was captured: the time of its newest file. The server's
// clock set both the times of the files and those inside them. After a load that was canceled
// it is unknown.
func (l *loader) capture() (int64, string) {
	var file, tried, entry, logged int64
	for i := range l.Len() {
		if !l.Poll.More() {
			return 0, ""
		}
		if l.Flags[i]&queue.FromLog != 0 {
			logged = l.lastLogged()
			continue
		}
		if spools := l.spoolsOf(int32(i)); spools != nil {
			file = max(file, spools.Seen(int32(i)))
		} else {
			file = max(file, int64(l.Control[i].Time), int64(l.Data[i].Time))
		}
		if l.LastTry[i] != queue.NoNumber {
			tried = max(tried, l.LastTry[i])
		}
	}
	for _, f := range l.Xscripts {
		file = max(file, int64(f.Time))
	}
	created := int64(0)
	for i := range l.Len() {
		if !l.Poll.More() {
			return 0, ""
		}
		t := l.Created[i]
		if t != queue.NoNumber && (file == 0 && tried == 0 || t <= max(file, tried)) {
			created = max(created, t)
		}
	}
	for i := range l.Listed {
		if !l.Poll.More() {
			return 0, ""
		}
		if t := l.Listed[i].Created; t != queue.NoNumber {
			entry = max(entry, t)
		}
	}
	entry = max(entry, created)
	dated, saved, aged := l.listingTimes()
	// QUIRK: files copied without their times are newer than their content,
	// sometimes by years. No queue run is that long ago.
	const stale = 3 * 86400
	inside := max(tried, created)
	switch {
	case file > 0 && (inside == 0 || file <= inside+stale):
		return max(file, min(inside, file)), "newest file"
	case inside > 0 && (file > 0 || tried > 0):
		return inside, "newest try"
	case dated > 0 && aged:
		return dated, "ages in the listing"
	case dated > 0:
		return dated, "date in the listing"
	case saved > 0 && saved >= entry && saved <= entry+listingStale:
		return saved, "time of the listing's file"
	case logged > 0:
		return logged, "last line of the log"
	case entry > 0:
		return entry, queue.NewestEntry
	}
	return 0, ""
}

// listingStale is the age of the newest entry, in seconds, from which the time
// of a listing's file is taken to be that of copying it.
const listingStale = 7 * 86400

// listingTimes returns the newest date of the listings that are shown, and the newest
// modification time of their files. aged is set if the date was worked out from ages.
func (l *loader) listingTimes() (dated, saved int64, aged bool) {
	for n := range l.listings {
		if l.listings[n].hidden || l.refusal(n) {
			continue
		}
		frame := &l.Listings[n]
		t := frame.Taken
		if t != 0 && frame.Local {
			t = max(t-int64(l.listings[n].zone), 0)
		}
		if t > dated {
			dated, aged = t, frame.Aged
		}
		saved = max(saved, l.listings[n].mod)
	}
	return dated, saved, aged
}

// lastLogged returns the time of the last line of the logs, 0 if unknown.
func (l *loader) lastLogged() (last int64) {
	for k := range l.History.Logs {
		last = max(last, l.History.Logs[k].Last)
	}
	return last
}
