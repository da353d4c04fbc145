package triage

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage/triagetest"
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/queuetest"
)

// kept is a message of a synthetic capture.
type kept struct {
	id, status  string
	dir         uint16
	state       queue.State
	created     int64
	tries       int32
	rcpts       int
	listed      bool   // known only from a listing
	cut         bool   // which cut its status
	bounceAbout string // it is a bounce made here about that id
}

const (
	first  = triagetest.Captured - 3600 // the earlier capture
	second = triagetest.Captured
)

func captureOf(taken int64, dirs []queue.Dir, messages ...kept) *Index {
	b := queuetest.New()
	b.Dirs, b.Taken = dirs, taken
	// The string tables of two captures never agree.
	for k := range taken % 7 {
		b.Strings.Add(fmt.Sprint("other ", k))
	}
	for _, m := range messages {
		i := b.Row(m.dir, m.id)
		b.Order = append(b.Order, i)
		b.State[i], b.Created[i], b.Attempts[i] = m.state, m.created, m.tries
		b.Effective[i] = b.Strings.Add(m.status)
		if m.listed {
			b.Flags[i] |= queue.NoControl
		}
		if m.cut {
			b.Flags[i] |= queue.StatusCut
		}
		if m.bounceAbout != "" {
			b.Flags[i] |= queue.MadeHere
			b.Bounce[i], b.OriginID[i] = b.Strings.Add("failure"), b.Strings.Add(m.bounceAbout)
		}
		b.SetRecipients(i, max(m.rcpts, 1), func(k int) (string, string) { return fmt.Sprintf("a%d@far.example", k), "" })
	}
	return NewIndex(b.Queue)
}

// found writes the marks of each message, "id: mark mark", in the order of the
// queue.
func (x *Index) found() string {
	var out []string
	for _, i := range x.Queue.Order {
		words := []string{x.Queue.Text(x.Queue.ID[i]) + ":"}
		for _, m := range marked {
			if x.marks[i]&m.mark != 0 {
				words = append(words, m.name)
			}
		}
		out = append(out, strings.Join(words, " "))
	}
	return strings.Join(out, "; ")
}

func TestCompare(t *testing.T) {
	const refused, grey, old = "Deferred: Connection refused by mx.far.example.", "Deferred: 451 4.7.1 Greylisted, come back in 300 seconds", triagetest.Captured - 6*86400
	mta := queue.Dir{Host: "mx1", Name: "mx1.example.org", Path: "/var/spool/mqueue"}
	group := queue.Dir{Host: "mx1", Path: "/var/spool/mqueue/qd1"}
	exim := queue.Dir{Host: "mx1", Name: "mx1.example.org", Path: "/var/spool/exim4", System: queue.Exim}
	client := queue.Dir{Host: "mx1", Name: "mx1.example.org", Path: "/var/spool/clientmqueue", Client: true}
	other := queue.Dir{Host: "mx2", Name: "mx2.example.org", Path: "/var/spool/mqueue"}
	text := queue.Dir{Path: "/var/spool/mqueue"}
	folder := queue.Dir{Host: "monday", Path: "/var/spool/mqueue"}
	inside := queue.Dir{Host: "mx1", Name: "mx1.example.org", Path: "/var/spool/mqueue/spool"}
	a := kept{id: "4259f7Kc031337", status: refused, created: first - 60, tries: 3}
	b := kept{id: "4259f7Kc031338", status: refused, created: first - 60, tries: 3}
	with := func(m kept, f func(*kept)) kept { f(&m); return m }
	for _, tt := range []struct {
		name                  string
		dirsBefore, dirsAfter []queue.Dir
		before, after         []kept
		alike                 bool
		wantBefore, wantAfter string
		onlyBefore, onlyAfter []uint16
	}{
		{name: "came, went, stayed", before: []kept{a, b}, after: []kept{b, {id: "n", created: second - 5}}, alike: true,
			wantBefore: "4259f7Kc031337: went; 4259f7Kc031338: stayed untried", wantAfter: "4259f7Kc031338: stayed untried; n: came"},
		{name: "an id that was used again is another message", before: []kept{a}, after: []kept{with(a, func(m *kept) { m.created += 600 })}, alike: true,
			wantBefore: "4259f7Kc031337: went", wantAfter: "4259f7Kc031337: came"},
		{name: "times of listings are not compared", before: []kept{a}, after: []kept{with(a, func(m *kept) { m.created, m.listed, m.tries = first-3660, true, -1 })}, alike: true,
			wantBefore: "4259f7Kc031337: stayed", wantAfter: "4259f7Kc031337: stayed"},
		{name: "another reason, tried", before: []kept{a}, after: []kept{with(a, func(m *kept) { m.status, m.tries = grey, 4 })}, alike: true,
			wantBefore: "4259f7Kc031337: stayed changed status tried", wantAfter: "4259f7Kc031337: stayed changed status tried"},
		{name: "another server", before: []kept{a}, after: []kept{with(a, func(m *kept) { m.status = "Deferred: Connection refused by mx2.far.example." })}, alike: true,
			wantBefore: "4259f7Kc031337: stayed changed status untried", wantAfter: "4259f7Kc031337: stayed changed status untried"},
		{name: "only the varying part differs", before: []kept{with(a, func(m *kept) { m.status = grey })},
			after: []kept{with(a, func(m *kept) { m.status = "Deferred: 451 4.7.1 Greylisted, come back in 60 seconds" })}, alike: true,
			wantBefore: "4259f7Kc031337: stayed untried", wantAfter: "4259f7Kc031337: stayed untried"},
		{name: "a status that mailq cut", before: []kept{with(a, func(m *kept) { m.status = grey })},
			after: []kept{with(a, func(m *kept) { m.status, m.cut = "Deferred: 451 4.7.1 Greylisted, come ba", true })}, alike: true,
			wantBefore: "4259f7Kc031337: stayed untried", wantAfter: "4259f7Kc031337: stayed untried"},
		{name: "put aside and released", before: []kept{a, with(b, func(m *kept) { m.state = queue.Quarantined })},
			after: []kept{with(a, func(m *kept) { m.state = queue.Quarantined }), b}, alike: true,
			wantBefore: "4259f7Kc031337: stayed changed status quarantined; 4259f7Kc031338: stayed changed status untried released",
			wantAfter:  "4259f7Kc031337: stayed changed status quarantined; 4259f7Kc031338: stayed changed status untried released"},
		{name: "fewer recipients", before: []kept{with(a, func(m *kept) { m.rcpts = 5 })}, after: []kept{with(a, func(m *kept) { m.rcpts = 2 })}, alike: true,
			wantBefore: "4259f7Kc031337: stayed changed untried fewer", wantAfter: "4259f7Kc031337: stayed changed untried fewer"},
		{name: "a bounce reports one that went", before: []kept{a, b}, after: []kept{{id: "n", bounceAbout: a.id}}, alike: true,
			wantBefore: "4259f7Kc031337: went returned; 4259f7Kc031338: went", wantAfter: "n: came"},
		{name: "old, quarantined and lost ones", before: []kept{with(a, func(m *kept) { m.created = old }), with(b, func(m *kept) { m.state = queue.Quarantined }), {id: "q", state: queue.Lost, created: old}},
			after: []kept{{id: "n"}}, alike: true,
			wantBefore: "4259f7Kc031337: went expired; 4259f7Kc031338: went handled; q: went handled", wantAfter: "n: came"},
		{name: "days old", before: []kept{with(a, func(m *kept) { m.created = second - 4*86400 - 60 })}, after: []kept{b}, alike: true,
			wantBefore: "4259f7Kc031337: went", wantAfter: "4259f7Kc031338: came"},
		{name: "days old in a queue of Exim", dirsBefore: []queue.Dir{exim}, dirsAfter: []queue.Dir{exim}, before: []kept{with(a, func(m *kept) { m.created = second - 4*86400 - 60 })}, after: []kept{b}, alike: true,
			wantBefore: "4259f7Kc031337: went expired", wantAfter: "4259f7Kc031338: came"},
		{name: "moved", dirsBefore: []queue.Dir{mta, group}, dirsAfter: []queue.Dir{mta, group}, before: []kept{a, with(b, func(m *kept) { m.dir = 1 })},
			after: []kept{with(a, func(m *kept) { m.dir = 1 }), with(b, func(m *kept) { m.dir = 1 })}, alike: true, onlyBefore: []uint16{0},
			wantBefore: "4259f7Kc031337: stayed changed untried moved; 4259f7Kc031338: stayed untried", wantAfter: "4259f7Kc031337: stayed changed untried moved; 4259f7Kc031338: stayed untried"},
		{name: "packed at another level", dirsAfter: []queue.Dir{inside}, before: []kept{a}, after: []kept{a}, alike: true, onlyBefore: []uint16{0}, onlyAfter: []uint16{0},
			wantBefore: "4259f7Kc031337: stayed untried", wantAfter: "4259f7Kc031337: stayed untried"},
		{name: "a listing names no host", dirsAfter: []queue.Dir{text}, before: []kept{a}, after: []kept{a}, alike: true,
			wantBefore: "4259f7Kc031337: stayed untried", wantAfter: "4259f7Kc031337: stayed untried"},
		{name: "the folder of a single host is no name", dirsAfter: []queue.Dir{folder}, before: []kept{a}, after: []kept{a}, alike: true,
			wantBefore: "4259f7Kc031337: stayed untried", wantAfter: "4259f7Kc031337: stayed untried"},
		{name: "another host", dirsAfter: []queue.Dir{other}, before: []kept{a}, after: []kept{a}, onlyBefore: []uint16{0}, onlyAfter: []uint16{0},
			wantBefore: "4259f7Kc031337: went", wantAfter: "4259f7Kc031337: came"},
		{name: "another queue of the host", dirsAfter: []queue.Dir{client}, before: []kept{a}, after: []kept{b}, onlyBefore: []uint16{0}, onlyAfter: []uint16{0},
			wantBefore: "4259f7Kc031337: went", wantAfter: "4259f7Kc031338: came"},
		{name: "an empty queue", dirsAfter: []queue.Dir{}, before: []kept{a}, alike: true, onlyBefore: []uint16{0}, wantBefore: "4259f7Kc031337: went"},
		{name: "one host of two", dirsAfter: []queue.Dir{mta, other}, before: []kept{a}, after: []kept{with(a, func(m *kept) { m.dir = 1 }), a}, alike: true, onlyAfter: []uint16{1},
			wantBefore: "4259f7Kc031337: stayed untried", wantAfter: "4259f7Kc031337: came; 4259f7Kc031337: stayed untried"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.dirsBefore == nil {
				tt.dirsBefore = []queue.Dir{mta}
			}
			if tt.dirsAfter == nil {
				tt.dirsAfter = tt.dirsBefore
			}
			before, after := captureOf(first, tt.dirsBefore, tt.before...), captureOf(second, tt.dirsAfter, tt.after...)
			d, _ := Compare(before, after, nil)
			if d.Alike != tt.alike || !slices.Equal(d.OnlyBefore, tt.onlyBefore) || !slices.Equal(d.OnlyAfter, tt.onlyAfter) {
				t.Errorf("Compare = %+v, want alike %v, only %v and %v", d, tt.alike, tt.onlyBefore, tt.onlyAfter)
			}
			if got := before.found(); got != tt.wantBefore {
				t.Errorf("before: %q, want %q", got, tt.wantBefore)
			}
			if got := after.found(); got != tt.wantAfter {
				t.Errorf("after: %q, want %q", got, tt.wantAfter)
			}
		})
	}
}

// The words of diff: select what was marked, and report an error when there is
// nothing to compare with.
func TestDiffKey(t *testing.T) {
	dirs := []queue.Dir{{Path: "/var/spool/mqueue"}}
	x, y := captureOf(first, dirs, kept{id: "a"}, kept{id: "b"}), captureOf(second, dirs, kept{id: "b"}, kept{id: "c"}, kept{id: "d"})
	count := func(x *Index, query string) (int, error) {
		n, err := filter.Parse(query)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := x.Select(n)
		return len(rows), err
	}
	if _, err := count(x, "diff:went"); err == nil || !strings.Contains(err.Error(), "second capture") {
		t.Errorf("diff:went of one capture: %v, want that a second one is needed", err)
	}
	Compare(x, y, nil)
	for query, want := range map[string][2]int{"diff:went": {1, 0}, "diff:came": {0, 2}, "diff:stayed": {1, 1}, "-diff:stayed": {1, 2}, "diff:ca*": {0, 2}} {
		for side, x := range []*Index{x, y} {
			if got, err := count(x, query); got != want[side] || err != nil {
				t.Errorf("%s of capture %d selects %d, %v, want %d", query, side, got, err, want[side])
			}
		}
	}
	if _, err := count(x, "diff:gone"); err == nil || !strings.Contains(err.Error(), "use one of came, went") {
		t.Errorf("diff:gone: %v, want the list of words", err)
	}
	if err := Check("diff:came"); err != nil {
		t.Errorf("Check(diff:came) = %v, want nil", err)
	}
	if got := Words("diff"); len(got) != len(marked) || got[0] != "came" {
		t.Errorf("Words(diff) = %q", got)
	}
	if got := [...]int32{x.Partner(0), x.Partner(1), y.Partner(0), y.Partner(2)}; got != [...]int32{-1, 0, 1, -1} {
		t.Errorf("partners are %d, want those of b only", got)
	}
}

func BenchmarkCompare(b *testing.B) {
	const n = 200_000
	dirs := []queue.Dir{{Path: "/var/spool/mqueue"}}
	make := func(from int, taken int64) *Index {
		var all []kept
		for k := range n {
			all = append(all, kept{id: fmt.Sprintf("4259f7Kc%06d", from+k), created: int64(from + k), tries: 1, status: fmt.Sprintf("Deferred: Connection refused by mx%d.far.example.", k%500)})
		}
		return captureOf(taken, dirs, all...)
	}
	x, y := make(0, first), make(n/4, second)
	b.ReportAllocs()
	for b.Loop() {
		Compare(x, y, nil)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(2*n), "ns/message")
}
