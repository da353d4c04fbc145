package overview

import (
	"cmp"
	"math"
	"strings"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// reply is what servers said in the same words, and what to do about it: the
// same words may be an echo in one place, or this server's own.
type reply struct {
	words    *capture.Wording
	action   reason.Action
	alone    bool // there is nothing else to do about the same words
	reason   int32
	sample   queue.Str
	first    int32 // place of the message that has reason and sample
	messages int
	status   bool // it is the status of some
	lines    int  // lines of transcripts
	shown    bool
	servers  map[queue.Str]int
	lastSeen int32 // the message counted last, plus one
}

// replies are those of some messages, by wording and what is to be done.
type replies struct {
	*capture.Capture
	rows  []int32
	sums  *triage.Sums
	texts *capture.Transcripts
	all   []*reply // by capture.Said, nil for none
	lines int      // in transcripts of sendmail, as grep "<<<" counts
}

// of finds a reply, nil if it is not one.
func (l *replies) of(said capture.Said) *reply {
	if said >= 0 && int(said) < len(l.all) {
		return l.all[said]
	}
	return nil
}

// status finds the reply behind a reason, nil if it is not one.
func (l *replies) status(reason int32) *reply { return l.of(l.Said(reason, false)) }

// add is of, and makes it.
func (l *replies) add(said capture.Said) *reply {
	if said < 0 {
		return nil
	}
	if int(said) >= len(l.all) {
		l.all = append(l.all, make([]*reply, int(said)+1-len(l.all))...)
	}
	if l.all[said] == nil {
		l.all[said] = &reply{words: &l.Wordings.All[said.Wording()], action: said.Action(), first: math.MaxInt32}
	}
	return l.all[said]
}

// count counts messages and lines of each reply.
func (l *replies) count() {
	q, x := l.Queue, l.Index
	for n := range l.sums.Cells {
		sum := &l.sums.Cells[n]
		r := x.Cells[sum.Cell].Reason
		if g := l.add(l.Said(r, false)); g != nil {
			if sum.First < g.first {
				g.reason, g.sample, g.first = r, q.Effective[l.rows[sum.First]], sum.First
			}
			g.status = true
			g.messages += sum.N()
		}
	}
	for _, place := range l.sums.Transcripts {
		i := l.rows[place]
		if g := l.status(x.Reason[i]); g != nil {
			g.lastSeen = i + 1 // counted with its cell
		}
		greps := q.Dirs[q.Dir[i]].System == queue.Sendmail // no other writes "<<<"
		for k, end := q.Replies(i); k < end; k++ {
			lines := int(l.texts.Lines[k])
			if greps {
				l.lines += lines
			}
			g := l.add(l.texts.Said[k])
			if g == nil {
				continue
			}
			if place < g.first {
				g.reason, g.sample, g.first = x.ReplyReason(k), q.ReplyText[k], place
			}
			g.lines += lines
			if g.lastSeen != i+1 {
				g.lastSeen = i + 1
				g.messages++
			}
		}
	}
}

// found returns the first replies, those of most messages first, and how many there are;
// what only follows from others is last.
func (l *replies) found(limit int) ([]*reply, int) {
	var found []*reply
	for from := 0; from < len(l.all); from += int(reason.NumActions) {
		same := 0
		for _, g := range l.all[from:min(from+int(reason.NumActions), len(l.all))] {
			if g != nil {
				found = append(found, g)
				same++
			}
		}
		for _, g := range found[len(found)-same:] {
			g.alone = same == 1
		}
	}
	x := l.Index
	isEcho := func(g *reply) int {
		if g.action == reason.ActionEcho {
			return 1
		}
		return 0
	}
	return capture.First(found, limit, func(a, b *reply) int {
		n := cmp.Or(isEcho(a)-isEcho(b), b.messages-a.messages)
		if n == 0 {
			n = cmp.Or(cmp.Compare(x.Reasons[a.reason].Code, x.Reasons[b.reason].Code), strings.Compare(a.words.Enhanced, b.words.Enhanced))
		}
		if n == 0 { // joining takes longer than all the rest
			n = cmp.Or(strings.Compare(words.Join(x.Reasons[a.reason].Text), words.Join(x.Reasons[b.reason].Text)), cmp.Compare(a.action, b.action))
		}
		return n
	}), len(found)
}

// servers counts, of the replies that are shown, the messages in which each
// server said it.
func (l *replies) servers() {
	x := l.Index
	for n := range l.sums.Cells {
		sum := &l.sums.Cells[n]
		of := x.Cells[sum.Cell]
		if g := l.status(of.Reason); g != nil && g.shown && of.Server != 0 {
			g.servers[of.Server] += sum.N()
		}
	}
	type by struct {
		reply *reply
		host  queue.Str
	}
	var counted []by // in one message
	q := l.Queue
	for _, place := range l.sums.Transcripts {
		i := l.rows[place]
		counted = append(counted[:0], by{l.status(x.Reason[i]), x.Server[i]}) // with its cell
		for k, end := q.Replies(i); k < end; k++ {
			if g, host := l.of(l.texts.Said[k]), q.ReplyHost[k]; g != nil && g.shown && host != 0 {
				counted = append(counted, by{g, host})
			}
		}
		counted = triage.Distinct(counted)
		for _, c := range counted[1:] {
			c.reply.servers[c.host]++
		}
	}
}
