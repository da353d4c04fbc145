package table

import (
	"cmp"
	"slices"

	"github.com/spoolscope/spoolscope/app/share"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// rows makes the rows of a part.
type rows struct {
	*share.Part
	read   *share.Reader
	origin Origin
}

func newRows(p *share.Part) *rows {
	r := &rows{Part: p, read: p.Reader()}
	r.origin = Origin{Host: words.UTF8(p.Host), Archive: words.UTF8(p.Archive)}
	if taken := p.Index.Queue.Taken; taken != 0 {
		r.origin.Capture = instant(taken)
	}
	return r
}

// sourceKinds are the values of source_kind.
var sourceKinds = map[triage.Origin]string{triage.ByScript: "script", triage.ByLogin: "login", triage.ByClient: "client", triage.ByServer: "server"}

// unknownSide is the side of a cause that has none.
const unknownSide = "unknown"

// message makes the row of a message.
func (r *rows) message(i int32) Message {
	m, x, q := r.read.Message(i), r.Index, r.Index.Queue
	row := Message{
		Origin: r.origin, Queue: m.Queue, ID: m.ID, System: q.Dirs[q.Dir[i]].System.String(),
		State: m.State, Kind: x.Kind(i).String(), Why: m.Why, Reason: m.Reason, Code: m.Code, Enhanced: m.Enhanced, Server: m.Server, Status: m.Status,
		Obstacle: m.Obstacle, Side: m.Side, CauseSide: unknownSide,
		From: m.From, Recipients: int32(len(m.To)), Created: known(q.Created[i]), NextTry: soon(r.NextTry(i)),
		Failing: known(q.FailingSince(i)), GivenUp: soon(r.GivenUp(i)),
		Age: m.Age, Tries: m.Tries, Priority: m.Priority, Size: m.Size, Subject: m.Subject, Client: m.Client, Login: m.Login,
		Source: m.Source, SourceKind: cmp.Or(sourceKinds[x.SourceOf(i).Origin], "unknown"),
		Quarantine: m.Quarantine, Bounce: m.Bounce, BounceOf: m.Origin, BounceBy: m.OriginBy,
	}
	if last := q.LastTry[i]; last > 0 {
		row.LastTry = known(last)
	}
	if c := r.CauseOf[i]; c >= 0 {
		row.Cause, row.CauseSide = r.Causes[c].Rule, cmp.Or(r.Causes[c].Side, unknownSide)
	}
	return row
}

// known returns a time of the queue, nil if it is not recorded.
func known(seconds int64) *Time {
	if seconds == queue.NoNumber {
		return nil
	}
	return instant(seconds)
}

// soon returns a time that was worked out, nil for 0.
func soon(seconds int64) *Time {
	if seconds == 0 {
		return nil
	}
	return instant(seconds)
}

// recipient makes the row of a recipient. first means that it is its message's
// first of a domain.
func (r *rows) recipient(at entry, first bool) Recipient {
	q, i := r.Index.Queue, at.row
	from, _ := q.Recipients(i)
	to := r.read.Recipient(at.piece)
	row := Recipient{
		Origin: r.origin, Queue: r.read.Queue(i), ID: r.read.ID(i), N: int32(at.piece - from), Address: to.Address, Domain: to.Domain, First: first, Status: to.Status,
		State: q.State[i].String(), Server: r.read.Server(i), From: r.read.From(i),
	}
	if age := r.Index.Age(i); age >= 0 && q.Created[i] != queue.NoNumber {
		row.Age = &age
	}
	return row
}

// reply makes the row of a reply.
func (r *rows) reply(at entry) Reply {
	x, q := r.Index, r.Index.Queue
	first, _ := q.Replies(at.row)
	reason := x.ReplyReason(at.piece)
	of, said, echo := &x.Reasons[reason], r.read.Reply(at.piece), q.ReplyEcho[at.piece]
	return Reply{
		Origin: r.origin, Queue: r.read.Queue(at.row), ID: r.read.ID(at.row), N: int32(at.piece - first), Server: said.Server, Text: said.Text,
		Code: of.CodeText(), Enhanced: of.EnhancedText(), Why: x.Topics[reason].ID, Action: x.Action(reason, echo).String(), Echo: echo,
	}
}

// cause makes the row of a cause.
func (r *rows) cause(n int) Cause {
	f := &r.Causes[n]
	c := Cause{
		Origin: r.origin, N: int32(n), Cause: f.Rule, Side: cmp.Or(f.Side, unknownSide), Confidence: f.Confidence,
		Messages: int64(f.Count), Once: int64(r.Once[n]), Title: r.read.Text(f.Title), Inside: r.read.Text(f.Subtitle), Text: r.read.Text(words.Unmarked(f.Text)),
		Filter: r.read.Text(f.Query),
	}
	if f.Oldest != 0 {
		c.Oldest = instant(f.Oldest)
	}
	return c
}

// problem makes the row of a problem.
func (r *rows) problem(p *queue.Problem) Problem {
	row := Problem{
		Origin: r.origin, Severity: queue.Explain(p.Kind).Severity.String(), Kind: string(p.Kind), Unread: r.Unread(p.Kind),
		File: r.read.Path(p.File), Reason: r.read.Fault(p),
	}
	if p.Line > 0 {
		line := int32(p.Line)
		row.Line = &line
	}
	if p.Offset > 0 {
		row.Offset = &p.Offset
	}
	return row
}

// capture makes the row of the capture.
func (r *rows) capture(n share.Count) Capture {
	x := r.Index
	c := Capture{
		Origin: r.origin, Messages: n.Messages, Recipients: n.Recipients, Lifetime: x.ReturnAfter, Complete: true,
		Filter: r.read.Text(r.Filter), Redacted: r.Redacted(), Schema: Schema,
	}
	if x.Queue.Taken != 0 {
		c.DatedBy = x.Queue.TakenBy
	}
	for _, i := range r.Rows {
		c.Bytes += max(x.Queue.Size[i], 0)
	}
	c.Complete = !slices.ContainsFunc(r.Problems, func(p queue.Problem) bool { return r.Unread(p.Kind) })
	return c
}
