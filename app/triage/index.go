package triage

import (
	"context"
	"iter"
	"strings"

	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/triage/submitter"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/app/words/mailsystem"
	"github.com/spoolscope/spoolscope/parser/poll"
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// Index holds what is worked out once for a queue: the reason of each message
// and the server responsible.
type Index struct {
	Queue   *queue.Queue
	Reasons []reason.Reason // the different ones
	Topics  []reason.Topic  // by reason: what it is about
	Reason  []int32         // by row: index in Reasons
	Server  []queue.Str     // by row: the server responsible, 0 none named
	Local   []bool          // by reason: the fault is on this server
	Domain  []queue.Str     // by row: domain of the first recipient, 0 none
	Cells   []Cell          // the different ones
	Cell    []int32         // by row: index in Cells
	From    []queue.Str     // by row: the sender without brackets, as submitter.SenderOf has it; "<>" for a null sender, 0 unknown
	Script  []queue.Str     // by row: the script that submitted it, as submitter.ScriptOf has it, 0 none
	Login   []queue.Str     // by row: the login of its submitter, in lower case, 0 none

	Sources   []Source          // the different ones
	Source    []int32           // by row: index in Sources
	Obstacles []reason.Obstacle // the different ones
	Obstacle  []int32           // by cell: index in Obstacles

	Families []Family // the different ones
	Family   []uint16 // by reason: index in Families
	Guessed  []bool   // by reason: its topic rests on words alone

	// ReturnAfter is how long sendmail keeps a message before it gives up, in
	// seconds. The queue does not record it: it is what Lifetime says, sendmail's
	// default, or what the user chose.
	ReturnAfter int64
	// Lifetime is what a configuration among the sources says, that of the host
	// with most messages if they Differ; its Normal is 0 without one.
	Lifetime   queue.Lifetime
	configured Schedule // what it says of waits
	Differ     bool

	// Grouped is how many statuses, replies and quarantined messages came after MaxReasons, and
	// share a reason with all others of their kind and code.
	Grouped int

	Words *mailsystem.Words // of the mail systems that have these queues

	// History is what logs have about the messages: those read with the queue and, of the
	// earlier of two captures, those of the later one too. nil without a log.
	History *queue.History

	RcptDomain []queue.Str // by recipient, as Queue.RcptAddr: its domain, 0 none

	familyAt  map[Family]uint16
	reasonOf  [numTellers]map[queue.Str]int32 // by teller, and status
	lookup    map[queue.Str]queue.Str         // by status: the domain whose lookup failed
	replies   map[queue.Str]int32             // by reply
	replyAt   []int32                         // by place in Queue.ReplyText: its reason plus one; 0 before
	replyOf   map[[2]string]int32             // by key and server of a reply
	texts     []string                        // by reason: its text, for comparing
	standsFor []int32                         // by cell: a message of it
	partner   []int32                         // by row: that of the other capture plus one; nil before
	marks     []diffMark                      // by row: what Compare found; nil before
	traits    []Trait                         // by row; made on first use
	holds     *Holds                          // made on first use
	minutes   *Minutes                        // made on first use
	at        []int32                         // scratch of Sums

	reasonText  int                     // bytes that Reasons take
	quarantined map[quarantineKey]int32 // the reasons of quarantined messages

	trafficMemo
}

// DefaultReturn is sendmail's own limit: Timeout.queuereturn, five days.
const DefaultReturn = 5 * 86400

// LifetimeSetting returns the name of the setting in the configuration.
func (x *Index) LifetimeSetting() string {
	if x.Lifetime.System == queue.Postfix {
		return "maximal_queue_lifetime"
	}
	return "Timeout.queuereturn"
}

// OwnReturn returns how long this server keeps a message, in seconds: by its
// configuration, or else by the default of its mail system; sendmail's if it has several.
func (x *Index) OwnReturn() int64 {
	if x.Lifetime.Normal > 0 {
		return x.Lifetime.Normal
	}
	return x.defaultReturn()
}

// KeepsByDefault reports whether nobody has said how long messages are kept: neither a configuration nor
// the user.
func (x *Index) KeepsByDefault() bool {
	return x.Lifetime.Normal == 0 && x.ReturnAfter == x.defaultReturn()
}

// defaultReturn returns how long a message is kept by default.
func (x *Index) defaultReturn() int64 {
	dirs := x.Queue.Dirs
	for d := range dirs {
		if dirs[d].System != dirs[0].System {
			return DefaultReturn
		}
	}
	if len(dirs) == 0 {
		return DefaultReturn
	}
	return schedules[dirs[0].System].Keep
}

// NewIndex works out the reasons of a queue.
func NewIndex(q *queue.Queue) *Index {
	x, _ := NewIndexContext(context.Background(), q, func() {})
	return x
}

// NewIndexContext is NewIndex that ends early when ctx is done; the error is that of ctx.
// told is called every few thousand rows.
func NewIndexContext(ctx context.Context, q *queue.Queue, told func()) (*Index, error) {
	p := poll.New(ctx, told)
	if !p.Look() {
		return nil, p.Err()
	}
	x := &Index{
		Queue: q, History: q.History, ReturnAfter: DefaultReturn, Reason: make([]int32, q.Len()), Server: make([]queue.Str, q.Len()), Domain: make([]queue.Str, q.Len()),
		familyAt: map[Family]uint16{}, lookup: map[queue.Str]queue.Str{}, replies: map[queue.Str]int32{}, replyAt: make([]int32, len(q.ReplyText)), replyOf: map[[2]string]int32{}, quarantined: map[quarantineKey]int32{},
	}
	for who := range x.reasonOf {
		x.reasonOf[who] = map[queue.Str]int32{}
	}
	x.Words = mailsystem.Of(systems(q, p)...)
	x.ReturnAfter = x.OwnReturn()
	if l, differ, ok := q.LifetimeOf(); ok {
		x.Lifetime, x.Differ, x.ReturnAfter = l, differ, l.Normal
		x.configure(l)
	}
	if !x.addresses(p) || !x.sources(p) || !x.parseStatuses(p) {
		return nil, p.Err()
	}
	fixed := map[string]int32{}
	servers := make([]queue.Str, len(x.Reasons))
	for r := range x.Reasons {
		if !p.More() {
			return nil, p.Err()
		}
		servers[r] = q.Strings.Add(x.Reasons[r].Server)
	}
	for i := range int32(q.Len()) {
		if !p.More() {
			return nil, p.Err()
		}
		from, to := q.Recipients(i)
		if from < to {
			x.Domain[i] = x.RcptDomain[from]
		}
		r, ok := x.byState(i, fixed)
		if !ok {
			r = x.reasonOf[x.teller(i)][q.Effective[i]]
			x.Server[i] = servers[r]
			if d := x.lookup[q.Effective[i]]; d != 0 {
				x.Server[i] = d // not always a recipient's: the sender's is looked up, too
			} else if x.Server[i] == 0 && !x.Local[r] {
				x.Server[i] = x.domainWith(i, from, to)
			}
		}
		x.Reason[i] = r
	}
	for r := range x.Reasons {
		x.texts = append(x.texts, strings.ToLower(words.Join(x.Reasons[r].Text)))
	}
	if !x.cells(p) {
		return nil, p.Err()
	}
	if !x.obstacles(p) {
		return nil, p.Err()
	}
	return x, nil
}

// systems returns the names of the mail systems that have messages, or, in an empty
// queue, directories.
func systems(q *queue.Queue, p *poll.Poll) []string {
	var has [len(queue.Systems)]bool
	for _, i := range q.Order {
		if !p.More() {
			break
		}
		has[q.Dirs[q.Dir[i]].System] = true
	}
	if len(q.Order) == 0 {
		for d := range q.Dirs {
			has[q.Dirs[d].System] = true
		}
	}
	var names []string
	for s, ok := range has {
		if ok {
			names = append(names, queue.System(s).String())
		}
	}
	return names
}

// WordsOf returns the words for the mail system that has row i.
func (x *Index) WordsOf(i int32) *mailsystem.Words {
	return mailsystem.Of(x.Queue.Dirs[x.Queue.Dir[i]].System.String())
}

// addresses works out each different sender and recipient once. It reports false if it was
// ended early, as do the steps after it.
func (x *Index) addresses(p *poll.Poll) bool {
	q := x.Queue
	x.From, x.RcptDomain = make([]queue.Str, q.Len()), make([]queue.Str, len(q.RcptAddr))
	known := make([]queue.Str, q.Strings.Len()) // by address: the result plus one
	for k, a := range q.RcptAddr {
		if !p.More() {
			return false
		}
		if known[a] == 0 {
			known[a] = q.Strings.Add(Domain(q.Text(a))) + 1
		}
		x.RcptDomain[k] = known[a] - 1
	}
	clear(known)
	null := q.Strings.Add(queue.NullSender)
	for i := range x.From {
		if !p.More() {
			return false
		}
		s := q.Sender[i]
		switch {
		case q.Flags[i]&queue.NullFrom != 0:
			x.From[i] = null
		case q.Flags[i]&queue.HasSender != 0:
			if known[s] == 0 {
				known[s] = q.Strings.Add(submitter.SenderOf(Bare(q.Text(s)))) + 1
			}
			x.From[i] = known[s] - 1
		}
	}
	return true
}

// ReplyReason returns the index in Reasons of the reply of a transcript at a place of
// Queue.ReplyText: of its whole text, however many lines it has. Every reply is
// parsed once, and equal ones together.
func (x *Index) ReplyReason(place uint32) int32 {
	if r := x.replyAt[place]; r != 0 {
		return r - 1
	}
	reply := x.Queue.ReplyText[place]
	r, ok := x.replies[reply]
	if !ok {
		answer := smtp.ParseAnswer(x.Queue.Text(reply))
		whole := answer.OneLine()
		reason := reason.Parse("Deferred: " + whole)
		key := [2]string{reason.Key, reason.Server}
		if r, ok = x.replyOf[key]; !ok && x.manyReasons() {
			x.Grouped++
			reason, whole = reason.Rough(), ""
			key = [2]string{reason.Key, reason.Kind}
			r, ok = x.replyOf[key]
		}
		if !ok { // replies that differ in their varying parts are one
			r = x.add(reason, whole, sendmail)
			x.texts = append(x.texts, strings.ToLower(words.Join(reason.Text)))
			x.replyOf[key] = r
		}
		x.replies[reply] = r
	}
	x.replyAt[place] = r + 1
	return r
}

// Action returns what to do about a reply, by its index in Reasons; echo is set
// if it only follows from an earlier refusal.
func (x *Index) Action(r int32, echo bool) reason.Action {
	if echo {
		return reason.ActionEcho
	}
	return x.Topics[r].Action(x.Reasons[r].Class)
}

// Said yields the reasons of the replies in the transcript of row i, without
// those that only follow from a refusal before them.
func (x *Index) Said(i int32) iter.Seq2[uint32, int32] {
	return func(yield func(uint32, int32) bool) {
		q := x.Queue
		for k, to := q.Replies(i); k < to; k++ {
			if !q.ReplyEcho[k] && !yield(k, x.ReplyReason(k)) {
				return
			}
		}
	}
}

// Remotes appends the servers that spoke about a message: who gave its status,
// if that is a reply, and who is in its transcript.
func (x *Index) Remotes(i int32, to []queue.Str) []queue.Str {
	add := func(s queue.Str) {
		if s != 0 {
			to = append(to, s)
		}
	}
	if x.Reasons[x.Reason[i]].Code.Valid() {
		add(x.Server[i])
	}
	from, end := x.Queue.Replies(i)
	for k := from; k < end; k++ {
		add(x.Queue.ReplyHost[k])
	}
	return Distinct(to)
}

// Text returns the text of a reason, in lower case, as reason: compares it.
func (x *Index) Text(reason int32) string { return x.texts[reason] }
