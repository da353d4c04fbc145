package triage

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Select returns the messages of the queue's order that match all terms, in
// that order. Terms of one key of which a message has a single value (state,
// host, server, code, reason, why, id, from, client, origin, auth,
// queue, kind) are alternatives; all others must hold together.
func (x *Index) Select(terms []Term) []int32 {
	if len(terms) == 0 {
		return x.Queue.Order
	}
	tests := x.tests(terms)
	out := make([]int32, 0, 64)
rows:
	for _, i := range x.Queue.Order {
		for _, t := range tests {
			if !t(i) {
				continue rows
			}
		}
		out = append(out, i)
	}
	return out
}

type test func(i int32) bool

// tests makes one function for each group of alternatives.
func (x *Index) tests(terms []Term) []test {
	var out []test
	alternatives := map[string][]test{}
	var keys []string
	for _, t := range terms {
		f := x.test(t)
		switch {
		case t.Not:
			out = append(out, func(i int32) bool { return !f(i) })
		case !Single(t.Key):
			out = append(out, f)
		default:
			if alternatives[t.Key] == nil {
				keys = append(keys, t.Key)
			}
			alternatives[t.Key] = append(alternatives[t.Key], f)
		}
	}
	for _, k := range keys {
		fs := alternatives[k]
		out = append(out, func(i int32) bool {
			for _, f := range fs {
				if f(i) {
					return true
				}
			}
			return false
		})
	}
	return out
}

// Single tells whether a message has one value of a key, so that two tokens of
// it are alternatives.
func Single(key string) bool {
	switch key {
	case "", "to", "domain", "reply", "remote", "age", "said":
		return false
	}
	return true
}

func (x *Index) test(t Term) test {
	q := x.Queue
	v := strings.ToLower(t.Value)
	switch t.Key {
	case "state":
		s, _ := queue.ParseState(v)
		return func(i int32) bool { return q.State[i] == s }
	case "host":
		return x.byDir(func(d *queue.Dir) bool { return strings.EqualFold(d.Host, v) })
	case "queue":
		return x.byDir(func(d *queue.Dir) bool {
			p := strings.ToLower(d.Path)
			return p == v || strings.HasSuffix(p, "/"+strings.TrimPrefix(v, "/"))
		})
	case "server":
		if v == "none" {
			return func(i int32) bool { return x.Server[i] == 0 }
		}
		m := x.memo(hostTest(v))
		return func(i int32) bool { return x.Server[i] != 0 && m(x.Server[i]) }
	case "code":
		return x.byReason(func(r int) bool { return codeMatches(&x.Reasons[r], v) })
	case "reason":
		return x.byReason(func(r int) bool { return x.texts[r] == v })
	case "reply":
		return x.reply(v)
	case "remote":
		m := x.memo(hostTest(v))
		return func(i int32) bool { return slices.ContainsFunc(x.Remotes(i, nil), m) }
	case "id":
		m := x.memo(func(s string) bool { return strings.HasPrefix(s, v) })
		return func(i int32) bool { return m(q.ID[i]) }
	case "from":
		if v == "<>" {
			return func(i int32) bool { return q.Flags[i]&queue.NullFrom != 0 }
		}
		m := x.memo(addressTest(v))
		return func(i int32) bool { return m(q.Sender[i]) }
	case "to":
		return x.anyRecipient(x.memo(addressTest(v)))
	case "domain":
		if v == "none" {
			m := x.memo(func(a string) bool { return Domain(a) != "" })
			any := x.anyRecipient(m)
			return func(i int32) bool { return !any(i) }
		}
		is := hostTest(v)
		return x.anyRecipient(x.memo(func(a string) bool { return is(Domain(a)) }))
	case "client":
		m := x.memo(clientTest(v))
		return func(i int32) bool { return q.Client[i] != 0 && m(q.Client[i]) }
	case "age":
		return x.age(v)
	case "why":
		return x.byReason(func(r int) bool { return x.Topics[r].ID == v })
	case "said":
		var who []queue.Str
		return func(i int32) bool { return x.says(i, v, &who) }
	case "origin":
		m := x.memo(clientTest(v))
		return func(i int32) bool { return q.OriginBy[i] != 0 && m(q.OriginBy[i]) }
	case "auth":
		m := x.memo(addressTest(v))
		return func(i int32) bool { return q.Auth[i] != 0 && m(q.Auth[i]) }
	case "kind":
		return func(i int32) bool { return q.Bounce[i] != 0 && strings.EqualFold(q.Text(q.Bounce[i]), v) }
	}
	return x.word(v)
}

// reply finds a reply in the status or in the transcript of a bounce: the
// whole of it as ReplyText writes it, or with a * at the end its beginning.
func (x *Index) reply(v string) test {
	begin, open := strings.CutSuffix(v, "*")
	is := func(r *Reason) bool {
		if !r.Code.Valid() {
			return false
		}
		text := strings.ToLower(ReplyText(r))
		return text == v || open && strings.HasPrefix(text, begin)
	}
	status := x.byReason(func(r int) bool { return is(&x.Reasons[r]) })
	q := x.Queue
	known := map[queue.Str]bool{}
	return func(i int32) bool {
		if status(i) {
			return true
		}
		from, to := q.Replies(i)
		for k := from; k < to; k++ {
			s := q.ReplyText[k]
			ok, seen := known[s]
			if !seen {
				ok = is(x.Reply(s))
				known[s] = ok
			}
			if ok {
				return true
			}
		}
		return false
	}
}

// word finds a free word in whatever the list shows of a message.
func (x *Index) word(v string) test {
	q := x.Queue
	m := x.memo(func(s string) bool { return strings.Contains(s, v) })
	rcpt := x.anyRecipient(m)
	return func(i int32) bool {
		return m(q.ID[i]) || m(q.Sender[i]) || m(q.Subject[i]) || m(q.Effective[i]) || m(x.Server[i]) || rcpt(i)
	}
}

func (x *Index) anyRecipient(m func(queue.Str) bool) test {
	q := x.Queue
	return func(i int32) bool {
		from, to := q.Recipients(i)
		for k := from; k < to; k++ {
			if m(q.RcptAddr[k]) {
				return true
			}
		}
		return false
	}
}

// byDir asks once for each queue directory.
func (x *Index) byDir(f func(*queue.Dir) bool) test {
	ok := make([]bool, len(x.Queue.Dirs))
	for d := range ok {
		ok[d] = f(&x.Queue.Dirs[d])
	}
	return func(i int32) bool { return ok[x.Queue.Dir[i]] }
}

// byReason asks once for each reason.
func (x *Index) byReason(f func(r int) bool) test {
	ok := make([]bool, len(x.Reasons))
	for r := range ok {
		ok[r] = f(r)
	}
	return func(i int32) bool { return ok[x.Reason[i]] }
}

// memo asks once for each different text, in lower case.
func (x *Index) memo(f func(string) bool) func(queue.Str) bool {
	const yes, no = 1, 2
	known := make([]uint8, x.Queue.Strings.Len())
	return func(s queue.Str) bool {
		if int(s) >= len(known) { // interned after the query was made
			return f(strings.ToLower(x.Queue.Text(s)))
		}
		if known[s] == 0 {
			known[s] = no
			if f(strings.ToLower(x.Queue.Text(s))) {
				known[s] = yes
			}
		}
		return known[s] == yes
	}
}

// addressTest compares with a whole address where v has an @ inside or begins
// with "="; otherwise v is any part of it.
func addressTest(v string) func(string) bool {
	if exact, ok := strings.CutPrefix(v, "="); ok || strings.IndexByte(v, '@') > 0 {
		v = Bare(exact)
		return func(a string) bool { return Bare(a) == v }
	}
	return func(a string) bool { return strings.Contains(a, v) }
}

// clientTest compares with the whole of $_ where v begins with "=".
func clientTest(v string) func(string) bool {
	if exact, ok := strings.CutPrefix(v, "="); ok {
		return func(s string) bool { return s == exact }
	}
	return func(s string) bool { return strings.Contains(s, v) }
}

// hostTest compares with a host or domain; "*.example.org" is also whatever
// lies below it.
func hostTest(v string) func(string) bool {
	if d, ok := strings.CutPrefix(v, "*."); ok {
		return func(h string) bool { return h == d || strings.HasSuffix(h, "."+d) }
	}
	return func(h string) bool { return h == v }
}

// codeMatches compares a reason's codes with "451", "4.7.1", "4xx",
// "451 4.7.1", "451 none" (no enhanced code) or "none".
func codeMatches(r *Reason, v string) bool {
	code, enhanced := r.CodeText(), r.EnhancedText()
	switch {
	case code == "" || v == "none":
		return code == "" && v == "none"
	case len(v) == 3 && strings.HasSuffix(v, "xx"):
		return code[0] == v[0]
	case strings.Contains(v, " "):
		return v == code+" "+cmp.Or(enhanced, "none")
	case strings.Contains(v, "."):
		return v == enhanced
	}
	return v == code
}

// CodeText is the reply code, "" without one.
func (r *Reason) CodeText() string {
	if !r.Code.Valid() {
		return ""
	}
	return r.Code.String()
}

// EnhancedText is the enhanced code, "" without one.
func (r *Reason) EnhancedText() string {
	if r.Enhanced.Class == 0 {
		return ""
	}
	return r.Enhanced.String()
}
