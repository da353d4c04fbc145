package triage

import (
	"bytes"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Key is a key of the filter.
type Key struct {
	Name string
	// One tells that a message has one value of it, as the table of groups
	// shows it: a term for another value can take the place of a first.
	One  bool
	test func(x *Index, v value) (test, error)
}

// keyTable has all keys in the order in which they are offered. A new key is
// one entry here; package engine may add its values for completion.
var keyTable = []Key{
	{"state", true, stateTest},
	{"server", true, func(x *Index, v value) (test, error) { return ofCell(x.column(v, x.Server, v.host).holds), nil }},
	{"code", true, codeTest},
	{"enhanced", true, enhancedTest},
	{"reason", true, reasonTest},
	{"why", true, topicTest},
	{"said", false, saidTest},
	{"reply", false, replyTest},
	{"action", false, actionTest},
	{"remote", false, remoteTest},
	{"from", false, fromTest},
	{"to", false, func(x *Index, v value) (test, error) { return x.recipients(v, false), nil }},
	{"to-all", false, func(x *Index, v value) (test, error) { return x.recipients(v, true), nil }},
	{"domain", false, domainTest},
	{"sender-domain", true, senderDomainTest},
	{"client", false, func(x *Index, v value) (test, error) { return x.client(v, x.Queue.Client), nil }},
	{"origin", false, func(x *Index, v value) (test, error) { return x.client(v, x.Queue.OriginBy), nil }},
	{"auth", false, func(x *Index, v value) (test, error) { return x.column(v, x.Login, v.address()), nil }},
	{"helo", false, func(x *Index, v value) (test, error) { return x.client(v, x.Queue.Helo), nil }},
	{"script", false, scriptTest},
	{"queue", true, queueTest},
	{"host", true, hostTest},
	{"id", true, idTest},
	{"subject", false, func(x *Index, v value) (test, error) {
		if v.Is("none") {
			return x.column(v, x.Queue.Subject, v.in), nil
		}
		m := x.in(v.pattern)
		return lookup(func(i int32) bool { return x.Queue.Subject[i] != 0 && m(x.Queue.Subject[i]) }), nil
	}},
	{"text", false, func(x *Index, v value) (test, error) { return x.anyText(v), nil }},
	{"age", false, func(x *Index, v value) (test, error) {
		if v.Value() != "" && strings.Trim(v.Value(), "0123456789smhdwSMHDW") == "" {
			return test{}, fmt.Errorf("age needs an operator: age:>%s, age:<=%s or age:1h..%s", v.Value(), v.Value(), v.Value())
		}
		return amount(v, ageUnits, x.Age)
	}},
	{"size", false, func(x *Index, v value) (test, error) {
		return amount(v, sizeUnits, func(i int32) int64 { return x.Queue.Size[i] })
	}},
	{"tries", false, func(x *Index, v value) (test, error) {
		return amount(v, plainUnits, func(i int32) int64 { return int64(x.Queue.Attempts[i]) })
	}},
	{"kind", true, func(x *Index, v value) (test, error) { return x.column(v, x.Queue.Bounce, v.pattern.is), nil }},
	{"bounce", false, bounceTest},
	{"has", false, hasTest},
	{"is", false, isTest},
	{"diff", false, diffTest},
}

// Keys are the names of all keys. keys finds them.
var (
	Keys []string
	keys = map[string]*Key{}
)

func init() {
	for i := range keyTable {
		k := &keyTable[i]
		Keys = append(Keys, k.Name)
		keys[k.Name] = k
	}
}

// OneValue reports whether a message has one value of a key, see Key.One.
func OneValue(key string) bool { return keys[key] != nil && keys[key].One }

func stateTest(x *Index, v value) (test, error) {
	var on [queue.NumStates]bool
	names := make([]string, len(on))
	for s := range on {
		names[s] = queue.State(s).String()
		on[s] = v.pattern.is([]byte(names[s]))
	}
	if !slices.Contains(on[:], true) {
		return test{}, fmt.Errorf("unknown state %q; use one of %s", v.Value(), strings.Join(names, ", "))
	}
	states := x.Queue.State
	return ofCell(func(i int32) bool { return on[states[i]] }), nil
}

// column compares a column of texts; none is no text.
func (x *Index) column(v value, col []queue.Str, is func([]byte) bool) test {
	if v.Is("none") {
		return cheap(func(i int32) bool { return col[i] == 0 })
	}
	m := x.memo(is)
	return lookup(func(i int32) bool { return col[i] != 0 && m(col[i]) })
}

// codeTest compares a reason's codes with "451", "4.7.1", "4xx", "451 4.7.1",
// "451 none" (no enhanced code) or "none".
func codeTest(x *Index, v value) (test, error) {
	text := strings.ToLower(v.Value())
	if text != "none" && (text == "" || strings.Trim(strings.TrimSuffix(text, " none"), "0123456789.x* ") != "") {
		return test{}, fmt.Errorf("%q is not a reply code, such as 451, 4xx, 4.7.1, \"451 4.7.1\" or none", v.Value())
	}
	return x.byReason(func(r *reason.Reason) bool {
		code, enhanced := r.CodeText(), r.EnhancedText()
		switch {
		case code == "" || text == "none":
			return code == "" && text == "none"
		case len(text) == 3 && strings.HasSuffix(text, "x"):
			return strings.HasPrefix(code, strings.TrimRight(text, "x"))
		case strings.HasSuffix(text, " none"):
			return text == code+" none" && enhanced == ""
		case strings.Contains(text, " "):
			return v.pattern.is([]byte(code + " " + enhanced))
		case strings.Contains(text, "."):
			return v.pattern.is([]byte(enhanced))
		}
		return v.pattern.is([]byte(code))
	}), nil
}

func enhancedTest(x *Index, v value) (test, error) {
	if !v.Is("none") && (v.Value() == "" || strings.Trim(v.Value(), "0123456789.*") != "") {
		return test{}, fmt.Errorf("%q is not an enhanced code, such as 4.7.1, 4.7.* or none", v.Value())
	}
	return x.byReason(func(r *reason.Reason) bool {
		en := r.EnhancedText()
		return v.Is("none") && en == "" || en != "" && v.pattern.is([]byte(en))
	}), nil
}

func reasonTest(x *Index, v value) (test, error) {
	ok := make([]bool, len(x.Reasons))
	for r := range ok {
		ok[r] = v.pattern.is([]byte(x.texts[r]))
	}
	return ofCell(func(i int32) bool { return ok[x.Reason[i]] }), nil
}

// topicTest compares the family of the reason.
func topicTest(x *Index, v value) (test, error) {
	ok := x.topics(v)
	return ofCell(func(i int32) bool { return ok[x.Reason[i]] }), nil
}

func (x *Index) topics(v value) []bool {
	ok := make([]bool, len(x.Topics))
	for r := range ok {
		ok[r] = v.pattern.is([]byte(x.Topics[r].ID)) || v.pattern.is([]byte(x.Topics[r].Key))
	}
	return ok
}

// saidTest finds a family in the status or in the replies of a transcript.
func saidTest(x *Index, v value) (test, error) {
	topic := strings.ToLower(v.Value())
	var who []queue.Str
	return several(func(i int32) bool { return x.Says(i, topic, &who) }), nil
}

// replyTest finds a reply in the status or in the transcript of a bounce: the
// whole of it as ReplyText writes it.
func replyTest(x *Index, v value) (test, error) {
	q := x.Queue
	if v.Is("none") {
		coded := x.byReason(func(r *reason.Reason) bool { return r.Code.Valid() }).holds
		return cheap(func(i int32) bool { return !coded(i) && q.ReplyN[i] == 0 }), nil
	}
	return x.byReply(func(r int32, _ bool) bool {
		return v.pattern.is([]byte(strings.ToLower(reason.ReplyText(&x.Reasons[r]))))
	}), nil
}

// actionTest finds replies by what is to be done about them: the name of it, or
// the name and a whole reply as ReplyText writes it.
func actionTest(x *Index, v value) (test, error) {
	if name, _, _ := strings.Cut(v.Value(), " "); !v.pattern.wild() && !slices.Contains(reason.ActionNames(), strings.ToLower(name)) {
		return test{}, fmt.Errorf("%q is nothing to do; there are %s", v.Value(), strings.Join(reason.ActionNames(), ", "))
	}
	return x.byReply(func(r int32, echo bool) bool {
		name := x.Action(r, echo).String()
		return v.pattern.is([]byte(name)) || v.pattern.is([]byte(name+" "+strings.ToLower(reason.ReplyText(&x.Reasons[r]))))
	}), nil
}

// byReply asks once for each different reply, in a status or in a transcript;
// one that follows from a refusal is asked about by itself.
func (x *Index) byReply(is func(reason int32, echo bool) bool) test {
	q := x.Queue
	answers := [2]map[int32]bool{{}, {}}
	asked := func(reason int32, echo bool) bool {
		known := answers[0]
		if echo {
			known = answers[1]
		}
		ok, seen := known[reason]
		if !seen {
			ok = x.Reasons[reason].Code.Valid() && is(reason, echo)
			known[reason] = ok
		}
		return ok
	}
	return several(func(i int32) bool {
		if asked(x.Reason[i], false) {
			return true
		}
		for k, to := q.Replies(i); k < to; k++ {
			if asked(x.ReplyReason(q.ReplyText[k]), q.ReplyEcho[k]) {
				return true
			}
		}
		return false
	})
}

// remoteTest finds a server that spoke, in the status or in a transcript; after
// its name, a blank and a whole reply as ReplyText writes it, one that said so.
func remoteTest(x *Index, v value) (test, error) {
	if strings.Contains(v.Value(), " ") {
		return saidByTest(x, v), nil
	}
	var buf []queue.Str
	if v.Is("none") {
		return several(func(i int32) bool {
			buf = x.Remotes(i, buf[:0])
			return len(buf) == 0
		}), nil
	}
	m := x.memo(v.host)
	return several(func(i int32) bool {
		buf = x.Remotes(i, buf[:0])
		return slices.ContainsFunc(buf, m)
	}), nil
}

// saidByTest finds what one server said: its name and a reply, what is to be
// done about it in between or not.
func saidByTest(x *Index, v value) test {
	q := x.Queue
	type spoken struct {
		host   queue.Str
		reason int32
		echo   bool
	}
	known := map[spoken]bool{}
	asked := func(s spoken) bool {
		ok, seen := known[s]
		if !seen {
			if r := &x.Reasons[s.reason]; r.Code.Valid() {
				host := reason.NormalHost(q.Text(s.host)) + " "
				reply := strings.ToLower(reason.ReplyText(r))
				ok = v.pattern.is([]byte(host+reply)) || v.pattern.is([]byte(host+x.Action(s.reason, s.echo).String()+" "+reply))
			}
			known[s] = ok
		}
		return ok
	}
	return several(func(i int32) bool {
		if asked(spoken{x.Server[i], x.Reason[i], false}) {
			return true
		}
		for k, to := q.Replies(i); k < to; k++ {
			if asked(spoken{q.ReplyHost[k], x.ReplyReason(q.ReplyText[k]), q.ReplyEcho[k]}) {
				return true
			}
		}
		return false
	})
}

func fromTest(x *Index, v value) (test, error) {
	q := x.Queue
	switch {
	case v.Value() == queue.NullSender:
		return cheap(func(i int32) bool { return q.Flags[i]&queue.NullFrom != 0 }), nil
	case v.Is("none"):
		return cheap(func(i int32) bool { return q.Flags[i]&queue.HasSender == 0 }), nil
	}
	m := x.address(v.pattern)
	if strings.Contains(v.Value(), varies) { // what many addresses have in common
		return lookup(func(i int32) bool { return m(x.From[i]) }), nil
	}
	return lookup(func(i int32) bool { return q.Flags[i]&queue.HasSender != 0 && m(q.Sender[i]) }), nil
}

// scriptTest looks in the whole of the header; a = in front asks for all of it,
// or for the script without line numbers.
func scriptTest(x *Index, v value) (test, error) {
	p, exact := v.exact()
	if !exact {
		return x.client(v, x.Queue.Script), nil
	}
	m := x.memo(p.is)
	return lookup(func(i int32) bool { return x.Script[i] != 0 && (m(x.Script[i]) || m(x.Queue.Script[i])) }), nil
}

// recipients compares any or all of the recipients; none is a message without.
func (x *Index) recipients(v value, all bool) test {
	q := x.Queue
	if v.Is("none") {
		return cheap(func(i int32) bool { return q.RcptN[i] == 0 })
	}
	m := x.address(v.pattern)
	if !all {
		return several(x.anyRecipient(m))
	}
	return several(func(i int32) bool {
		from, to := q.Recipients(i)
		for _, a := range q.RcptAddr[from:to] {
			if !m(a) {
				return false
			}
		}
		return from < to
	})
}

func (x *Index) anyRecipient(m func(queue.Str) bool) func(i int32) bool {
	q := x.Queue
	return func(i int32) bool {
		from, to := q.Recipients(i)
		for _, a := range q.RcptAddr[from:to] {
			if m(a) {
				return true
			}
		}
		return false
	}
}

// domainTest compares the domain of any recipient; none is a message none of
// whose recipients has one.
func domainTest(x *Index, v value) (test, error) {
	q, none := x.Queue, v.Is("none")
	m := x.memo(v.host)
	return several(func(i int32) bool {
		from, to := q.Recipients(i)
		for _, d := range x.RcptDomain[from:to] {
			if d != 0 && (none || m(d)) {
				return !none
			}
		}
		return none
	}), nil
}

// senderDomainTest compares the domain of the sender; none is a sender without.
func senderDomainTest(x *Index, v value) (test, error) {
	domain := x.memo(func(a []byte) bool { return Domain(string(a)) != "" })
	// *.example.org is example.org, too.
	is := x.within(bytes.TrimPrefix(v.longest(), []byte(".")), func(a []byte) bool {
		d := Domain(string(a))
		return d != "" && v.host([]byte(d))
	})
	if v.Is("none") {
		return lookup(func(i int32) bool { return !domain(x.From[i]) }), nil
	}
	return lookup(func(i int32) bool { return is(x.From[i]) }), nil
}

// client looks in the whole of $_; a = in front asks for all of it, and a
// network such as 192.0.2.0/24 for the addresses in it.
func (x *Index) client(v value, col []queue.Str) test {
	if network, err := netip.ParsePrefix(v.Value()); err == nil {
		return x.column(v, col, func(text []byte) bool {
			a, ok := clientAddr(string(text))
			return ok && network.Contains(a)
		})
	}
	if p, exact := v.exact(); exact {
		return x.column(v, col, p.is)
	}
	return x.column(v, col, v.in)
}

// ExactDir is the value of a queue term that selects one directory.
func ExactDir(path string) string {
	if strings.HasPrefix(path, "/") {
		return path
	}
	return "=" + path
}

// queueTest compares with a whole path, or the last parts of one.
func queueTest(x *Index, v value) (test, error) {
	p, exact := v.exact()
	whole := exact || p.wild() || strings.HasPrefix(string(p[0]), "/")
	is := x.byDir(func(d *queue.Dir) bool {
		dir := strings.ToLower(d.Path)
		return p.is([]byte(dir)) || !whole && strings.HasSuffix(dir, "/"+string(p[0]))
	})
	return cheap(is), nil
}

func hostTest(x *Index, v value) (test, error) {
	none := v.Is("none")
	return cheap(x.byDir(func(d *queue.Dir) bool {
		if d.Host == "" {
			return none
		}
		return v.host([]byte(strings.ToLower(d.Host)))
	})), nil
}

// idTest compares the beginning; with wildcards it is the whole.
func idTest(x *Index, v value) (test, error) {
	p, exact := v.pattern.exact()
	if exact && !p.wild() { // and its case: IDs may differ in nothing else
		id := v.Value()[1:]
		return lookup(func(i int32) bool { return x.Queue.Text(x.Queue.ID[i]) == id }), nil
	}
	if !p.wild() {
		p = pattern{p[0], nil}
	}
	m := x.lower(p.is)
	return lookup(func(i int32) bool { return m(x.Queue.ID[i]) }), nil
}

// byDir asks once for each queue directory.
func (x *Index) byDir(f func(*queue.Dir) bool) func(i int32) bool {
	ok := make([]bool, len(x.Queue.Dirs))
	for d := range ok {
		ok[d] = f(&x.Queue.Dirs[d])
	}
	return func(i int32) bool { return ok[x.Queue.Dir[i]] }
}

// byReason asks once for each reason.
func (x *Index) byReason(f func(r *reason.Reason) bool) test {
	ok := make([]bool, len(x.Reasons))
	for r := range ok {
		ok[r] = f(&x.Reasons[r])
	}
	return ofCell(func(i int32) bool { return ok[x.Reason[i]] })
}
