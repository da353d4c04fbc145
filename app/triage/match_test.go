package triage

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage/triagetest"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/queuetest"
)

// fiveMails returns a queue with something for every key: a and b wait, c is a
// bounce made here, d is quarantined, e has only a data file.
func fiveMails() *Index {
	b := queuetest.New()
	b.Dirs = []queue.Dir{{Host: "mx1.example.org", Path: "/var/spool/mqueue/qd1"}, {Path: "/chroot/var/spool/mqueue/qd1", Client: true}}
	b.Taken = triagetest.Captured
	b.Listings = []queue.Listing{{}}
	add := b.Strings.Add
	mails := []struct {
		id, sender, status, subject, client, auth string
		state                                     queue.State
		flags                                     queue.Flags
		dir                                       uint16
		age, size                                 int64
		tries                                     int32
		to                                        []string
		files                                     []queue.FileKind
		mark                                      byte
	}{
		{"aAA1", "<Ann@Example.org>", "Deferred: 451 4.7.1 Greylisted, try later", "Invoice *new*", "web [192.0.2.1]", "ann", queue.Deferred,
			queue.HasSender | queue.Mixed, 0, 7200, 2048, 12, []string{"<bob@a.example.net>", "<eve@b.example>"}, []queue.FileKind{queue.ControlFile, queue.DataFile}, '*'},
		{"aAB2", "<root>", "Deferred: Connection refused by mx.far.example.", "", "localhost", "", queue.Deferred,
			queue.HasSender | queue.Warned, 1, 86400, 5 << 20, 1, []string{"<bob@a.example.net>"}, []queue.FileKind{queue.ControlFile, queue.DataFile, queue.Transcript}, 0},
		{"cAC3", "<>", "Deferred: 550 5.1.1 No such user", "Returned mail", "", "", queue.Unavailable,
			queue.HasSender | queue.NullFrom | queue.MadeHere | queue.Refused, 0, 60, 100, 0, []string{"<ann@example.org>"}, []queue.FileKind{queue.ControlFile, queue.DataFile}, '-'},
		{"dAD4", "<x@caf\xc3\xa9.example>", "", "", "", "", queue.Quarantined, queue.HasSender, 0, 300, -1, -1, nil, []queue.FileKind{queue.QuarantinedControl}, 0},
		{"eAE5", "", "", "", "", "", queue.Orphan, queue.Damaged, 0, -1, 9, -1, nil, []queue.FileKind{queue.DataFile}, 0},
	}
	for _, m := range mails {
		i := b.Row(m.dir, m.id)
		b.Order = append(b.Order, i)
		b.State[i], b.Flags[i], b.Size[i], b.Attempts[i] = m.state, m.flags, m.size, m.tries
		if m.age >= 0 {
			b.Created[i] = triagetest.Captured - m.age
		}
		for _, k := range m.files {
			b.Files[i] = b.Files[i].With(k)
		}
		b.Sender[i], b.Effective[i], b.Subject[i], b.Client[i], b.Auth[i] = add(m.sender), add(m.status), add(m.subject), add(m.client), add(m.auth)
		b.SetRecipients(i, len(m.to), func(k int) (string, string) { return m.to[k], "" })
		if m.mark != 0 {
			b.Listing[i] = int32(len(b.Listed))
			b.Listed = append(b.Listed, queue.ListedEntry{Mark: m.mark, Remark: add("seen by mailq")})
		}
	}
	b.Helo[0], b.Script[0] = add("pc.example.org"), add("33:send.php")
	b.Bounce[2], b.OriginBy[2] = add("failure"), add("web [192.0.2.9]")
	b.SetReplies(2, []queue.Exchange{{Host: "mx.far.example", Replies: []string{"550 5.1.1 No such user", "503 5.0.0 Need RCPT (recipient)"}}})
	b.Columns.Reason[3] = add("virus")
	b.SetGrep(1, []queue.Str{add("<<< 550 no")})
	b.History = everyEvent(b.Queue)
	return NewIndex(b.Queue)
}

// everyEvent returns a history in which a has events of every kind, the last of them an hour before the
// capture, and b was received.
func everyEvent(q *queue.Queue) *queue.History {
	add := q.Strings.Add
	h := &queue.History{Recipients: []queue.Str{add("<copy@c.example>")}, At: []uint32{0, uint32(queue.NumEventKinds)}, N: []uint32{uint32(queue.NumEventKinds), 1}}
	for k := range queue.EventKind(queue.NumEventKinds) {
		h.Events = append(h.Events, queue.Event{Kind: k, Time: triagetest.Captured - 3600, Peer: add("mx.c.example."), RcptN: 1, Count: 1})
	}
	h.Events = append(h.Events, queue.Event{Kind: queue.EventReceived, Time: triagetest.Captured - 86400, Count: 1})
	return h
}

// names returns the first letters of the ids that a filter selects; aAB2 is b.
func names(t *testing.T, x *Index, text string) string {
	t.Helper()
	n, err := filter.Parse(text)
	if err != nil {
		t.Fatalf("Parse(%q): %v", text, err)
	}
	rows, err := x.Select(n)
	if err != nil {
		t.Fatalf("Select(%q): %v", text, err)
	}
	if c := x.Count(n, x.Queue.Order); c != len(rows) {
		t.Errorf("Count(%q) = %d, want %d", text, c, len(rows))
	}
	out := ""
	for _, i := range rows {
		out += string("abcde"[i])
	}
	return out
}

func TestSelect(t *testing.T) {
	x := fiveMails()
	x.marks = []diffMark{markCame, markWent | markReturned | markExpired | markHandled | markDelivered | markBounced | markRemoved | markLikely | markDiscarded | markMovedOn | markUnknown, markStayed | markChanged | markStatus | markTried | markFewer | markMoved | markQuarantined, markStayed | markUntried | markReleased, 0}
	tests := []struct{ text, want string }{
		{"", "abcde"},
		{"bob", "ab"}, {"BOB GREYLISTED", "a"}, {"bob OR eAE5", "abe"}, {"-bob", "cde"}, {"bob -(eve OR zzz)", "b"}, {"NOT (bob OR example)", "e"}, {"zzz", ""},
		{"café", "d"}, {"CAFÉ", "d"},
		{"state:deferred", "ab"}, {"state:Deferred OR state:orphan", "abe"}, {"state:deferred state:orphan", ""}, {"state:*e*d", "abd"},
		{"server:mx.far.example", "b"}, {"server:*.far.example", "b"}, {"server:none", "de"}, {`server:"none"`, ""},
		{"code:451", "a"}, {"code:4xx", "a"}, {"code:55x", "c"}, {"code:4*", "a"}, {"code:none", "bde"}, {"code:4.7.1", "a"}, {`code:"550 5.1.1"`, "c"}, {`code:"550 none"`, ""},
		{"enhanced:4.7.*", "a"}, {"enhanced:5.1.1", "c"}, {"enhanced:none", "bde"},
		{"reason:greylisted*", "a"}, {`reason:"connection refused by ‹host›"`, "b"}, {"reason:greylisted", ""},
		{"why:greylisted", "a"}, {"why:connection-*", "b"}, {"said:greylisted", "a"},
		{"reply:550*", "c"}, {`reply:"550 5.1.1 no such user"`, "c"}, {"reply:none", "bde"}, {"reply:503*", "c"},
		{"action:wait", "a"}, {"action:nothing", "c"}, {"action:echo", "c"}, {"action:here", ""}, {"action:network", ""}, {"action:ask", ""}, {"action:sender", ""}, {"action:read", ""},
		{`action:"echo 503 5.0.0 Need RCPT (recipient)"`, "c"}, {`action:"nothing 503 5.0.0 need rcpt (recipient)"`, ""}, {`action:"wait 451*"`, "a"}, {"action:ech*", "c"},
		{"said:unknown-user", "c"}, {"said:protocol", ""},
		{"remote:mx.far.example", "c"}, {"remote:none", "bde"},
		{`remote:"mx.far.example 550 5.1.1 No such user"`, "c"}, {`remote:"mx.far.example echo 503 5.0.0 Need RCPT (recipient)"`, "c"}, {`remote:"mx.far.example 451*"`, ""}, {`remote:"*.example 550*"`, "c"},
		{"from:example", "ad"}, {"from:ann@example.org", "a"}, {"from:*@example.org", "a"}, {"from:=root", "b"}, {"from:oo", "b"}, {"from:<>", "c"}, {"from:none", "e"},
		{"to:bob", "ab"}, {"to:eve@b.example", "a"}, {"to:*@*.example.net", "ab"}, {"to:none", "de"}, {"to:=bob", ""},
		{"to-all:example.net", "b"}, {"to-all:example", "abc"}, {"to-all:none", "de"},
		{"domain:a.example.net", "ab"}, {"domain:*.example.net", "ab"}, {"domain:*.example.org", "c"}, {"domain:none", "de"},
		{"sender-domain:example.org", "a"}, {"sender-domain:none", "bce"}, {"sender-domain:*.example", "d"},
		{"client:192.0.2", "a"}, {`client:"=web [192.0.2.1]"`, "a"}, {"client:=web", ""}, {"client:none", "cde"}, {"origin:192.0.2.9", "c"}, {"helo:pc.", "a"}, {"helo:=pc", ""}, {"helo:none", "bcde"}, {"script:send.php", "a"}, {"script:=33:send.php", "a"}, {"script:none", "bcde"}, {"auth:ann", "a"}, {"auth:none", "bcde"},
		{"queue:qd1", "abcde"}, {"queue:/var/spool/mqueue/qd1", "acde"}, {"queue:mqueue/qd1", "abcde"}, {"queue:=qd1", ""}, {"queue:/chroot/*", "b"},
		{"host:mx1.example.org", "acde"}, {"host:*.example.org", "acde"}, {"host:none", "b"}, {"system:sendmail", "abcde"}, {"system:postfix", ""},
		{"id:aa", "ab"}, {"id:aab2", "b"}, {"id:*5", "e"}, {"id:AB2", ""}, {"id:=AA", ""}, {"id:=" + x.Queue.Text(x.Queue.ID[0]), "a"}, {"id:=" + strings.ToLower(x.Queue.Text(x.Queue.ID[0])), ""},
		{"subject:invoice", "a"}, {`subject:"\*new\*"`, "a"}, {`subject:"\*x"`, ""}, {"subject:*mail", "c"}, {"subject:none", "bde"},
		{"text:mailq", "ac"}, {"text:virus", "d"}, {"text:192.0.2.9", "c"}, {"text:mx1.example", "acde"}, {"mailq", ""},
		{"age:>1h", "ab"}, {"age:>=2h", "ab"}, {"age:>2h", "b"}, {"age:<5m", "c"}, {"age:<=5m", "cd"}, {"age:1m..2h", "acd"}, {"age:2h..", "ab"}, {"age:..1m", "c"}, {"age:=1d", "b"}, {"age:23h60m..1w", "b"}, {"age:none", "e"}, {"-age:>1h", "cde"},
		{"size:2k", "a"}, {"size:>1K", "ab"}, {"size:>=5M", "b"}, {"size:>5m", ""}, {"size:..100b", "ce"}, {"size:none", "d"}, {"size:<1G", "abce"},
		{"tries:0", "c"}, {"tries:>=10", "a"}, {"tries:1..12", "ab"}, {"tries:none", "de"},
		{"source:send.php", "a"}, {"source:script", "a"}, {`source:"=script 33:send.php on web"`, "a"}, {"source:=send.php", ""}, {"source:*web", "ac"}, {"source:client", "c"}, {`source:"this server"`, "b"}, {"source:none", "de"}, {`source:"not recorded"`, "de"}, {"source:nobody", ""},
		{"obstacle:greylisted", "a"}, {"obstacle:connection-*", "b"}, {"obstacle:unknown-user", "c"}, {"obstacle:Quarantined", "d"}, {"obstacle:mailbox-full", ""}, {"obstacle:rate-limited", ""},
		{"side:here", "de"}, {"side:theirs", "ab"}, {"side:network", ""}, {"side:other", "c"}, {"side:*er*", "cde"},
		{"created:2023-11-14", "acd"}, {"created:2023-11-13..2023-11-14", "abcd"}, {"created:2023-11-14T20:13", "a"}, {"created:2023-11-14T20:13:20", "a"}, {"created:2023-11-14T20:13:19", ""}, {"created:2023-11-14t20:00..22:00Z", "a"},
		{"created:2023-11-14T20:13:20..22:12:20", "ad"}, {"created:2023-11-13T22:13:20..2023-11-14T20:13:20", "b"}, {"created:>=2023-11-14", "acd"}, {"created:>2023-11-13", "acd"}, {"created:<2023-11-14", "b"}, {"created:<=2023-11-14T20:13", "ab"}, {"created:..2023-11-13", "b"}, {"created:2023-11-14T21:00..", "cd"}, {`created:"2023-11-14 21:00.."`, "cd"},
		{"created:2h..", "acd"}, {"created:2h..5m", "a"}, {"created:..5m", "ab"}, {"created:1d..2023-11-14T21:00", "ab"}, {"created:none", "e"}, {"-created:none", "abcd"},
		{"tried:2h..", "a"}, {"tried:none", "bcde"}, {"tried:..1d", ""}, {"sent-to:mx.c.example", "a"}, {"sent-to:*.c.example", "a"}, {"sent-to:copy@c.example", "a"}, {"sent-to:none", "bcde"},
		{"event:noted", "a"}, {"event:received", "ab"}, {"event:rejected", "a"}, {"event:queued", "a"}, {"event:delivered", "a"}, {"event:deferred", "a"}, {"event:failed", "a"}, {"event:not-tried", "a"}, {"event:discarded", "a"},
		{"event:notice", "a"}, {"event:moved-on", "a"}, {"event:held", "a"}, {"event:released", "a"}, {"event:expired", "a"}, {"event:removed", "a"}, {"event:lost", "a"}, {"event:ended", "a"}, {"event:none", "cde"},
		{"has:history", "ab"}, {"kind:bounce", "c"}, {"kind:ordinary", "abe"}, {"kind:quarantined", "d"}, {"kind:warning-timeout", ""}, {"kind:postmaster-notification", ""}, {"kind:postmaster-warning", ""}, {"kind:return-receipt", ""},
		{"kind:failure", "c"}, {"kind:fail*", "c"}, {"kind:none", "abde"}, {"bounce:yes", "c"}, {"bounce:no", "abde"}, {"bounce:failure", "c"}, {"bounce:delay", ""}, {"bounce:double", ""}, {"bounce:receipt", ""}, {"bounce:postmaster-warning", ""},
		{"has:attachment", "a"}, {"has:body", "abce"}, {"has:control", "abcd"}, {"has:xf", "b"}, {"has:transcript", "bc"}, {"has:listing", "ac"}, {"has:status", "abc"}, {"has:subject", "ac"}, {"has:auth", "a"},
		{"is:bounce", "c"}, {"is:delay-warning", ""}, {"is:null", "c"}, {"is:warned", "b"}, {"is:locked", "a"}, {"is:young", "c"}, {"is:listed", "ac"}, {"is:unlisted", "bde"}, {"is:differs", ""}, {"is:damaged", "e"}, {"is:refused", "c"}, {"is:refused-bounce", "c"}, {"is:own-bounce", ""}, {"is:quoted", "b"}, {"is:local", "de"}, {"is:submission", "b"},
		{"diff:came", "a"}, {"diff:went", "b"}, {"diff:stayed", "cd"}, {"diff:changed", "c"}, {"diff:status", "c"}, {"diff:tried", "c"}, {"diff:untried", "d"}, {"diff:quarantined", "c"}, {"diff:released", "d"}, {"diff:fewer", "c"}, {"diff:moved", "c"}, {"diff:returned", "b"}, {"diff:expired", "b"}, {"diff:handled", "b"}, {"diff:delivered", "b"}, {"diff:bounced", "b"}, {"diff:removed", "b"}, {"diff:likely-removed", "b"}, {"diff:discarded", "b"}, {"diff:moved-on", "b"}, {"diff:unknown", "b"},
	}
	tested := map[string]bool{}
	for _, tt := range tests {
		if got := names(t, x, tt.text); got != tt.want {
			t.Errorf("Select(%q) = %q, want %q", tt.text, got, tt.want)
		}
		key, word, _ := strings.Cut(tt.text, ":")
		tested[strings.TrimPrefix(key, "-")] = true
		tested[key+":"+word] = true
	}
	for _, k := range Keys {
		if !tested[k] {
			t.Errorf("%s: has no test", k)
		}
		for _, w := range Words(k) {
			if !tested[k+":"+w] {
				t.Errorf("%s:%s has no test", k, w)
			}
		}
	}
}

// A bounce to a user of the server, or of its domain, is not a refused one.
func TestOwnBounce(t *testing.T) {
	x := fiveMails()
	for _, tt := range []struct{ server, refused, own string }{
		{"mail.elsewhere.example", "c", ""}, {"", "c", ""}, {"org", "c", ""}, {"mx.example.org", "", "c"},
	} {
		q := x.Queue
		q.Dirs[q.Dir[2]].Name = tt.server
		to, _ := q.Recipients(2)
		q.RcptAddr[to] = q.Strings.Add("<Ann@Example.ORG>")
		if refused, own := names(t, x, "is:refused-bounce"), names(t, x, "is:own-bounce"); refused != tt.refused || own != tt.own {
			t.Errorf("on %q refused bounces are %q and own ones %q, want %q and %q", tt.server, refused, own, tt.refused, tt.own)
		}
	}
}

func TestSelectErrors(t *testing.T) {
	tests := []struct {
		text     string
		pos, len int
		want     string
	}{
		{"a stat:deferred", 2, 5, `"stat" is not a key; there is state:. Put a word with a colon in quotes`},
		{"(zz:deferred)", 1, 3, `"zz" is not a key. Put a word with a colon in quotes`},
		{"a -(state:nothing)", 10, 7, `unknown state "nothing"; use one of deferred, unavailable, held, processing, quarantined, lost, orphan, incomplete`},
		{"code:abc", 5, 3, `"abc" is not a reply code, such as 451, 4xx, 4.7.1, "451 4.7.1" or none`},
		{`code:""`, 5, 2, `"" is not a reply code, such as 451, 4xx, 4.7.1, "451 4.7.1" or none`},
		{"enhanced:x", 9, 1, `"x" is not an enhanced code, such as 4.7.1, 4.7.* or none`},
		{"age:2d", 4, 2, "age needs an operator: age:>2d, age:<=2d or age:1h..2d"},
		{"age:>2y", 4, 3, `"2y" is not a number with a unit s, m, h, d or w`},
		{"age:>2", 4, 2, `"2" is not a number with a unit s, m, h, d or w`},
		{"age:=>2d", 4, 4, `"=>" is not a comparison; use one of > >= < <= and 1..5`},
		{"age:6h..1h", 4, 6, "the range 6h..1h ends before it begins"},
		{"age:..", 4, 2, `".." is not a number with a unit s, m, h, d or w`},
		{"size:big", 5, 3, `"big" is not a number, with a unit k, M or G where it has one`},
		{"size:>99999999999G", 5, 13, `"99999999999g" is too large`},
		{"tries:>99999999999999999999", 6, 21, `"99999999999999999999" is too large`},
		{"tries:x OR a", 6, 1, `"x" is not a number`},
		{"has:what", 4, 4, "has:what is unknown; use one of attachment, body, control, xf, transcript, history, listing, status, subject, auth"},
		{"bounce:maybe", 7, 5, "bounce:maybe is unknown; use one of yes, no, failure, delay, double, postmaster-warning, receipt"},
		{"obstacle:greylistd", 9, 9, `unknown obstacle "greylistd"; use one such as connection-refused, rate-limited or mailbox-full`},
		{"side:ours", 5, 4, "side:ours is unknown; use one of here, theirs, network, other"},
		{"created:today", 8, 5, `"today" is not a date or time in UTC, such as 2026-03-11, 2026-03-11T20:00, 2026-03-11T20:00..22:00 or 2h..1h`},
		{"created:2026-02-30", 8, 10, `"2026-02-30" is not a date or time in UTC, such as 2026-03-11, 2026-03-11T20:00, 2026-03-11T20:00..22:00 or 2h..1h`},
		{"created:20:00..22:00", 8, 12, `"20:00" is not a date or time in UTC, such as 2026-03-11, 2026-03-11T20:00, 2026-03-11T20:00..22:00 or 2h..1h`},
		{"created:2026-03-11T22:00..20:00", 8, 23, "the range 2026-03-11T22:00..20:00 ends before it begins"},
		{"created:1h..2h", 8, 6, "the range 1h..2h ends before it begins"},
		{"created:..", 8, 2, `".." is not a date or time in UTC, such as 2026-03-11, 2026-03-11T20:00, 2026-03-11T20:00..22:00 or 2h..1h`},
		{"created:2h", 8, 2, `"2h" is an age; write created:2h.. for since then, created:..2h for before`},
		{"created:>2h", 8, 3, `">2h" is an age; write created:2h.. for since then, created:..2h for before`},
		{"created:=>2026-03-11", 8, 12, `"=>" is not a comparison; use one of > >= < <= and a range such as 2026-03-11..2026-03-12`},
		{"(a", 0, 1, "the closing parenthesis is missing"},
	}
	for _, tt := range tests {
		err := Check(tt.text)
		var got *filter.Error
		if !errors.As(err, &got) || got.Pos != tt.pos || got.Len != tt.len || got.Text != tt.want {
			t.Errorf("Check(%q) = %#v, want %d, %d, %q", tt.text, err, tt.pos, tt.len, tt.want)
		}
	}
	if err := Check("a (state:held OR age:>2d)"); err != nil {
		t.Errorf("Check of a sound filter: %v", err)
	}
}

// randomFilter builds a filter of the terms, up to a depth.
func randomFilter(r *rand.Rand, terms []string, depth int) string {
	if depth == 0 || r.IntN(4) == 0 {
		return terms[r.IntN(len(terms))]
	}
	a, b := randomFilter(r, terms, depth-1), randomFilter(r, terms, depth-1)
	switch r.IntN(5) {
	case 0:
		return "-(" + a + ")"
	case 1:
		return "NOT (" + a + " AND " + b + ")"
	case 2:
		return "(" + a + " OR " + b + ")"
	case 3:
		return a + " OR " + b
	}
	return a + " " + b
}

// naive evaluates a filter for one message without compiling it, comparing the
// terms with the texts.
func naive(x *Index, n *filter.Node, i int32) bool {
	q := x.Queue
	switch n.Op {
	case filter.AndOp:
		return !slices.ContainsFunc(n.Args, func(a *filter.Node) bool { return !naive(x, a, i) })
	case filter.OrOp:
		return slices.ContainsFunc(n.Args, func(a *filter.Node) bool { return naive(x, a, i) })
	case filter.NotOp:
		return !naive(x, n.Args[0], i)
	}
	v := strings.ToLower(n.Term.Value())
	from, to := q.Recipients(i)
	var recipients []string
	for _, a := range q.RcptAddr[from:to] {
		recipients = append(recipients, strings.ToLower(q.Text(a)))
	}
	has := func(s queue.Str) bool { return strings.Contains(strings.ToLower(q.Text(s)), v) }
	any := func(f func(string) bool) bool { return slices.ContainsFunc(recipients, f) }
	switch n.Term.Key {
	case "state":
		return q.State[i].String() == v
	case "from":
		return q.Flags[i]&queue.NullFrom != 0
	case "to":
		return any(func(a string) bool { return strings.Contains(a, v) })
	case "to-all":
		return len(recipients) > 0 && !any(func(a string) bool { return !strings.Contains(a, v) })
	case "domain":
		d := strings.TrimPrefix(v, "*.")
		return any(func(a string) bool { return Domain(a) == d || strings.HasSuffix(Domain(a), "."+d) })
	case "code":
		return strings.HasPrefix(x.Reasons[x.Reason[i]].CodeText(), v[:1])
	case "age":
		return x.Age(i) > 3600
	case "size":
		return q.Size[i] > 2048
	case "tries":
		return q.Attempts[i] >= 2
	case "subject":
		return q.Subject[i] != 0 && has(q.Subject[i])
	case "bounce":
		return q.Flags[i]&queue.MadeHere != 0 || q.Bounce[i] != 0
	case "has":
		return q.Files[i].Has(queue.DataFile)
	case "kind":
		return x.Kind(i).String() == v
	case "source":
		return strings.Contains(strings.ToLower(x.SourceOf(i).Label), v)
	case "obstacle":
		return x.ObstacleOf(i).Is(v)
	case "side":
		return string(x.ObstacleOf(i).Side) == v
	case "created":
		return q.Created[i] != queue.NoNumber && x.Age(i) <= 3600
	}
	return has(q.ID[i]) || has(q.Sender[i]) || has(q.Subject[i]) || has(q.Effective[i]) || has(x.Server[i]) ||
		any(func(a string) bool { return strings.Contains(a, v) })
}

func TestSelectLikeNaive(t *testing.T) {
	terms := []string{"state:deferred", "state:held", "state:quarantined", "from:<>", "to:example", "to:a", "to-all:example.com", "domain:*.example.com",
		"code:4xx", "code:5xx", "age:>1h", "size:>2k", "tries:>=2", "subject:e", "bounce:yes", "has:body", "kind:bounce", "kind:ordinary", "source:client", "obstacle:connection-refused", "side:theirs", "side:here", "created:1h..", "example", "refused", "MAILER-DAEMON"}
	r := rand.New(rand.NewPCG(1, 2))
	for _, c := range corpustest.Sendmail(t) {
		t.Run(c.Name, func(t *testing.T) {
			data := c.Read(t, c.Archives(t)[0])
			q, err := parser.Load(context.Background(), []parser.Source{{Name: "a", Size: int64(len(data)), At: bytes.NewReader(data)}}, parser.Options{})
			if err != nil {
				t.Fatal(err)
			}
			x := NewIndex(q)
			for range 300 {
				text := randomFilter(r, terms, 4)
				n, err := filter.Parse(text)
				if err != nil {
					t.Fatalf("Parse(%q): %v", text, err)
				}
				got, err := x.Select(n)
				if err != nil {
					t.Fatalf("Select(%q): %v", text, err)
				}
				want := []int32{}
				for _, i := range q.Order {
					if naive(x, n, i) {
						want = append(want, i)
					}
				}
				if !slices.Equal(got, want) {
					t.Fatalf("Select(%q) = %d messages, want %d", text, len(got), len(want))
				}
			}
		})
	}
}

func FuzzCheck(f *testing.F) {
	for _, s := range []string{"state:held OR age:>2d", "size:1k..", "tries:=", `code:"451 4.7.1"`, "from:= to:=*", "reply:*", "queue:= host:*.", "is:* has:", "created:2026-03-11T20:00..2h source:=* obstacle:*", "created:>=2026-03-11T20:00:59Z side:* kind:bounce"} {
		f.Add(s)
	}
	x := fiveMails()
	f.Fuzz(func(t *testing.T, text string) {
		n, err := filter.Parse(text)
		if err != nil {
			return
		}
		if _, err = x.Select(n); err != nil {
			var at *filter.Error
			if !errors.As(err, &at) || at.Pos < 0 || at.Len < 0 || at.Pos+at.Len > len(text) {
				t.Errorf("Select(%q): %#v", text, err)
			}
		}
	})
}

// BenchmarkSelect searches a queue of a million messages from 200,000 senders.
func BenchmarkSelect(b *testing.B) {
	mails := make([]triagetest.Mail, 0, 1_000_000)
	for n := range cap(mails) {
		m := triagetest.Mail{Status: fmt.Sprintf("Deferred: Connection refused by mx%d.example.net.", n%400), To: fmt.Sprintf("<u%d@d%d.example.net>", n%200_000, n%5000), Age: int64(n % 400_000), Tried: 60, State: queue.State(n % 3)}
		mails = append(mails, m)
	}
	x := NewIndex(triagetest.Queue(queue.Dir{Host: "h", Path: "/var/spool/mqueue"}, mails...))
	for _, text := range []string{"state:deferred", "server:*.example.net age:>2d", "(state:deferred OR state:held) -code:4xx", "domain:d77.example.net", "to:u1234", "u1234", "size:>1M OR tries:>=10", "id:id0001"} {
		n, err := filter.Parse(text)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				if _, err := x.Select(n); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
