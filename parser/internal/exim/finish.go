package exim

import (
	"io"
	"strings"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/internal/exim/envelope"
	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
	"github.com/spoolscope/spoolscope/parser/internal/place"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Finish implements mailsystem.Spools.
func (s *spools) Finish() {
	s.zones = s.zonesOf()
	zones := s.zones
	s.lone()
	var skipped []int32
	for i := range int32(s.Len()) {
		if !s.Poll.More() {
			return
		}
		if !s.isOurs(i) || s.Dropped(i) {
			continue
		}
		f := s.of(i)
		if s.Control[i].Size < 0 && f.printed {
			s.tell(i)
		} else if s.Control[i].Size < 0 && s.Data[i].Size < 0 && !f.opened {
			s.Drop(i) // a log or a journal: the message is gone, or not in the archive
			continue
		}
		if s.Flags[i]&queue.MadeHere == 0 {
			s.forget(i)
		}
		if s.Control[i].Size >= 0 && s.Data[i].Size >= 0 {
			const emptyLine = 1
			s.Size[i] = f.header + s.Data[i].Size + emptyLine // as exim -bp has it
		}
		if j := s.journals[i]; j != nil {
			s.strike(i, j)
		}
		if f.frozen > 0 {
			s.Reason[i] = f.log.frozen
			if f.log.frozen == 0 {
				s.Reason[i] = s.Strings.Add("frozen")
			}
		}
		s.joinLog(i, zones[s.Dir[i]])
		if !s.joinRetry(i, zones[s.Dir[i]]) {
			skipped = append(skipped, i)
		}
	}
	for _, i := range skipped { // now that it is known which hosts the others are sent to
		if !s.Poll.More() {
			return
		}
		s.joinRetry(i, zones[s.Dir[i]])
	}
}

// strike removes the recipients that are done according to the journal.
func (s *spools) strike(i int32, j *journal) {
	if s.Finished == nil {
		s.Finished = map[int32][]queue.Str{}
	}
	done := map[string]bool{}
	for _, address := range j.done {
		done[address] = true
		s.Finished[i] = append(s.Finished[i], s.Strings.Add(address))
	}
	var left []envelope.Recipient
	from, to := s.Recipients(i)
	for k := from; k < to; k++ {
		if address := s.Text(s.RcptAddr[k]); !done[address] {
			left = append(left, envelope.Recipient{Address: address})
		}
	}
	if s.Control[i].Size >= 0 {
		s.setPending(i, left)
	}
}

// joinLog gives the recipients their reasons, and the message its attempts.
func (s *spools) joinLog(i int32, z zones) {
	f := s.of(i)
	l := &f.log
	if f.untried && s.journals[i] == nil {
		s.Attempts[i], s.LastTry[i] = 0, 0
	}
	if !l.read || s.Control[i].Size < 0 {
		return
	}
	s.Attempts[i], s.LastTry[i] = l.tries, 0
	if s.journals[i] != nil {
		s.Attempts[i] = max(l.tries, 1) // nothing is said of one that was cut off
	}
	if l.lastTry > 0 {
		if s.LastTry[i] = l.lastTry; !l.zoned {
			s.LastTry[i] = z.unix(l.lastTry)
		}
	}
	if s.Flags[i]&queue.MadeHere != 0 && l.origin != 0 {
		s.OriginID[i] = l.origin
	}
	why := make(map[queue.Str]queue.Str, l.n)
	for _, w := range s.said[l.from:][:l.n] {
		why[w.address] = w.text
	}
	from, to := s.Recipients(i)
	for k := from; k < to; k++ {
		s.RcptStat[k] = why[s.RcptAddr[k]]
	}
	s.choose(i)
}

// choose picks the reason of a message: that of the first recipient that has one.
func (s *spools) choose(i int32) {
	from, to := s.Recipients(i)
	s.Effective[i] = 0
	for k := from; k < to && s.Effective[i] == 0; k++ {
		s.Effective[i] = s.RcptStat[k]
	}
}

// joinRetry finds when a message may be tried again: the earliest time of its recipients. A
// recipient that was only skipped gets the host's recorded error. It reports false if something
// may be known only once all messages were seen.
func (s *spools) joinRetry(i int32, z zones) (settled bool) {
	k := s.hintsOf(s.Dir[i], z)
	if k == nil || s.Control[i].Size < 0 {
		return true
	}
	settled = true
	id, sender := s.Text(s.ID[i]), strings.Trim(s.Text(s.Sender[i]), "<>")
	next, since := int64(queue.NoNumber), int64(queue.NoNumber)
	from, to := s.Recipients(i)
	for n := from; n < to; n++ {
		why := s.Text(s.RcptStat[n])
		r, ok := k.of(s.Text(s.RcptAddr[n]), sender, id, why)
		if !ok {
			r, ok = k.waitingFor(id)
		}
		if !ok {
			r, ok = k.domains[domainIn(why)]
		}
		if !ok {
			settled = settled && !isSkipped(why)
			continue
		}
		k.domain(s.Text(s.RcptAddr[n]), r)
		if isSkipped(why) {
			s.RcptStat[n] = s.Strings.Add(because(r, why))
		}
		if next == queue.NoNumber || r.Next < next {
			next = r.Next
		}
		if since == queue.NoNumber || r.First < since {
			since = r.First
		}
	}
	if next != queue.NoNumber {
		s.SetRetry(i, next, since)
	}
	s.choose(i)
	return settled
}

// hintsOf finds the databases of a queue: in its folder, or of a named queue in the one above. Where
// they are missing or unreadable, the output of exim_dumpdb replaces them.
func (s *spools) hintsOf(dir uint16, z zones) *known {
	for _, f := range [...]place.Folder{s.Places.Folder(dir), s.Places.Folder(dir).Up()} {
		if k := s.hints[f]; k != nil && len(k.retries) > 0 {
			return k
		}
	}
	if len(s.dumps) == 0 {
		return nil
	}
	return s.dumpOf(dir, z)
}

// Seen implements mailsystem.Spools: a file is written when something happens.
func (s *spools) Seen(i int32) int64 {
	seen := max(int64(s.Control[i].Time), int64(s.Data[i].Time), int64(s.Xscript(i).Time))
	if j := s.journals[i]; j != nil {
		seen = max(seen, j.at)
	}
	return seen
}

// Settle implements mailsystem.Spools (formats/exim.md §6).
func (s *spools) Settle(i int32) { s.State[i] = s.stateOf(i) }

func (s *spools) stateOf(i int32) queue.State {
	const fresh = 10 * 60 // a delivery takes no longer
	f, j := s.of(i), s.journals[i]
	switch {
	case f.aside:
		return queue.Lost
	case s.Control[i].Size < 0 && f.printed && f.log.frozen != 0:
		return queue.Quarantined
	case s.Control[i].Size < 0 && f.printed:
		return queue.Deferred
	case s.Control[i].Size < 0:
		return queue.Orphan
	case s.Flags[i]&queue.Damaged != 0, s.Data[i].Size < 0 && s.hasBodies(s.Dir[i]):
		return queue.Incomplete
	case f.frozen > 0:
		return queue.Quarantined
	case j != nil && (s.Taken == 0 || j.at == 0 || s.Taken-j.at <= fresh), f.done:
		return queue.Processing
	case s.Attempts[i] == 0, f.untried && j == nil:
		return queue.Held
	}
	return queue.Deferred
}

// hasBodies reports whether a directory has any bodies: an archive may have been made without them.
func (s *spools) hasBodies(dir uint16) bool {
	if s.bodies == nil {
		s.bodies = make([]bool, len(s.Dirs))
		for i, d := range s.Dir {
			s.bodies[d] = s.bodies[d] || s.Data[i].Size >= 0
		}
	}
	return int(dir) < len(s.bodies) && s.bodies[dir]
}

// Report implements mailsystem.Spools.
func (s *spools) Report(i int32) {
	f, j := s.of(i), s.journals[i]
	switch {
	case s.Control[i].Size < 0 && f.printed: // nobody said what the spool has
	case s.Control[i].Size < 0 && s.Data[i].Size >= 0:
		s.Problem(queue.KindNoEnvelope, s.FileName(s.Data[i]), "no file %s-H beside it", s.Text(s.ID[i]))
	case s.Control[i].Size < 0:
		s.Problem(queue.KindNoEnvelope, s.Dirs[s.Dir[i]].Folder, "of %s there is only a file that was being written", s.Text(s.ID[i]))
	case s.State[i] == queue.Incomplete && s.Data[i].Size < 0:
		s.Problem(queue.KindNoBody, s.FileName(s.Control[i]), "the file %s-D with the text is missing", s.Text(s.ID[i]))
	}
	if f.aside {
		s.Problem(queue.KindAside, s.FileName(s.Control[i]), "Exim moved it when it was frozen, and ignores it")
	}
	if j != nil && s.State[i] != queue.Processing {
		s.Problem(queue.KindJournal, j.name, "it has %s recipients as done that the envelope does not: a delivery was cut off", count.Text(int64(len(j.done))))
	}
	if t := s.Created[i]; t != queue.NoNumber && s.Taken > 0 && t > s.Taken {
		s.Problem(queue.KindFuture, s.FileName(s.Control[i]), "created %s seconds after the capture", count.Text(int64(t-s.Taken)))
	}
}

// read reads an envelope again, with its text.
func read(file *io.SectionReader, name string) (queue.Control, string, []queue.Problem) {
	text, err := io.ReadAll(io.LimitReader(file, mailsystem.MaxControl))
	msg, faults := envelope.Parse(string(text))
	problems := problemsOf(name, faults)
	if err != nil {
		problems = append(problems, queue.Problem{Pos: queue.Pos{File: name, Offset: -1}, Kind: queue.KindUnreadable, Reason: err.Error(), Err: err})
	}
	return controlOf(msg), string(text), problems
}
