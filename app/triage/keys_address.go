package triage

import (
	"bytes"
	"net/netip"
	"strings"

	"github.com/spoolscope/spoolscope/app/triage/submitter"
	"github.com/spoolscope/spoolscope/parser/queue"
)

func fromTest(x *Index, v value) (test, error) {
	q := x.Queue
	switch {
	case v.Value() == queue.NullSender:
		return cheap(func(i int32) bool { return q.Flags[i]&queue.NullFrom != 0 }), nil
	case v.Is("none"):
		return cheap(func(i int32) bool { return q.Flags[i]&queue.HasSender == 0 }), nil
	}
	m := x.address(v.pattern)
	if strings.Contains(v.Value(), submitter.Varies) { // what many addresses have in common
		return lookup(func(i int32) bool { return m(x.From[i]) }), nil
	}
	return lookup(func(i int32) bool { return q.Flags[i]&queue.HasSender != 0 && m(q.Sender[i]) }), nil
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

// client looks in the whole of $_; a = in front asks for all of it, and a
// network such as 192.0.2.0/24 for the addresses in it.
func (x *Index) client(v value, col []queue.Str) test {
	if network, err := netip.ParsePrefix(v.Value()); err == nil {
		return x.column(v, col, func(text []byte) bool {
			a, ok := submitter.Address(string(text))
			return ok && network.Contains(a)
		})
	}
	if p, exact := v.exact(); exact {
		return x.column(v, col, p.is)
	}
	return x.column(v, col, v.in)
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
