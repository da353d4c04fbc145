package capture

import (
	"cmp"
	"slices"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser/queue"
)

const (
	maxMarks     = 8   // in a column, without the others
	topMarks     = 12  // where the others would outgrow them
	minShare     = 100 // a mark by itself has at least one message in this many, if any value has
	largeShare   = 5   // the others are large from one message in this many on
	noticedShare = 10  // and are noticed from one in this many
	noMark       = 255 // of a value that no message of the queue has
)

// axisCount counts the messages of one source or obstacle.
type axisCount struct {
	kinds  [triage.NumKinds]int
	states [queue.NumStates]int
	n      int
}

func (a *axisCount) add(b *axisCount) {
	for k, n := range b.kinds {
		a.kinds[k] += n
	}
	for s, n := range b.states {
		a.states[s] += n
	}
	a.n += b.n
}

// fold chooses which values of a column have a mark of their own.
type fold struct {
	count []axisCount
	total int
	name  func(n int) string // decides between values of the same size
	own   func(n int) bool   // this server's share is not folded with the others
	keep  func(n int) bool   // always a mark of its own
	sums  []axisCount        // of the marks, in the order in which they were made
}

// fold returns the marks, and by value its mark. Those that are folded are made
// by rest, which gets the filters of the marks that the rest must not select.
func (f *fold) fold(one func(n int) Mark, rest func(own bool, folded int, shown []*filter.Node) Mark) ([]Mark, []uint8) {
	values := f.largest()
	shown, _ := f.choose(values)
	var marks []Mark
	var terms, ownTerms []*filter.Node // of the marks shown
	var folded [2][]int                // the others, and this server's own
	at := make([]uint8, len(f.count))
	for n := range at {
		at[n] = noMark
	}
	put := func(m Mark, of ...int) {
		var sum axisCount
		for _, n := range of {
			at[n] = uint8(len(marks))
			sum.add(&f.count[n])
		}
		m.Total = sum.n
		marks, f.sums = append(marks, m), append(f.sums, sum)
	}
	for _, n := range values {
		switch {
		case shown[n]:
			m := one(n)
			put(m, n)
			terms = append(terms, m.Term)
			if f.own(n) {
				ownTerms = append(ownTerms, m.Term)
			}
		case f.own(n):
			folded[1] = append(folded[1], n)
		default:
			folded[0] = append(folded[0], n)
		}
	}
	if own := folded[1]; len(own) == 1 {
		m := one(own[0])
		put(m, own...)
		terms = append(terms, m.Term)
	} else if len(own) > 1 {
		m := rest(true, len(own), ownTerms)
		m.Folded = len(own)
		put(m, own...)
		terms = append(terms, m.Term)
	}
	if others := folded[0]; len(others) == 1 {
		put(one(others[0]), others...)
	} else if len(others) > 1 {
		m := rest(false, len(others), terms)
		m.Folded = len(others)
		put(m, others...)
	}
	return marks, at
}

// largest returns the values that messages have, the largest first.
func (f *fold) largest() []int {
	var values []int
	for n := range f.count {
		if f.count[n].n > 0 {
			values = append(values, n)
		}
	}
	slices.SortFunc(values, func(a, b int) int {
		return cmp.Or(f.count[b].n-f.count[a].n, cmp.Compare(f.name(a), f.name(b)))
	})
	return values
}

// choose returns the values with a mark of their own, given the largest first,
// and whether the others outgrow them. There are at most maxMarks, or a few more if
// that keeps the others from it.
func (f *fold) choose(values []int) (shown map[int]bool, outgrown bool) {
	for _, share := range [...]int{noticedShare, largeShare} {
		for most := maxMarks; most <= topMarks; most++ {
			if shown := f.chooseUpTo(most, values); !f.outgrown(values, shown, share) {
				return shown, false
			}
		}
	}
	return f.chooseUpTo(maxMarks, values), true
}

// outgrown reports whether the others catch the eye first: more than the largest
// value that is shown, or a share of the queue and more than the second.
func (f *fold) outgrown(values []int, shown map[int]bool, share int) bool {
	others, first, second := 0, 0, 0
	for _, n := range values { // the largest first
		switch {
		case shown[n]:
			if first == 0 {
				first = f.count[n].n
			} else if second == 0 {
				second = f.count[n].n
			}
		case !f.own(n):
			others += f.count[n].n
		}
	}
	return others > first || others > second && others*share > f.total
}

// chooseUpTo chooses at most room values, including those that must be kept and a
// mark for the folded ones of this server.
func (f *fold) chooseUpTo(room int, values []int) map[int]bool {
	shown := map[int]bool{}
	for _, n := range values {
		if f.keep(n) {
			shown[n] = true
			room--
		}
	}
	small := len(values) > 0 && f.count[values[0]].n*minShare < f.total
	own := false // something of this server's own is folded, which takes a mark
	for pass := 0; pass < 2; pass++ {
		left := room
		if own {
			left--
		}
		chosen := map[int]bool{}
		own = false
		for _, n := range values {
			switch {
			case shown[n]:
			case left > 0 && (small || f.count[n].n*minShare >= f.total):
				chosen[n] = true
				left--
			case f.own(n):
				own = true
			}
		}
		if pass == 1 || !own || left > 0 {
			for n := range chosen {
				shown[n] = true
			}
			break
		}
	}
	return shown
}

// arranged are marks in their order, and the place of each as it was made.
type arranged struct {
	marks []Mark
	place []uint8
}

// arrange sorts marks.
func arrange(marks []Mark, compare func(a, b Mark) int) arranged {
	order := make([]int, len(marks))
	for n := range order {
		order[n] = n
	}
	slices.SortStableFunc(order, func(a, b int) int { return compare(marks[a], marks[b]) })
	out := arranged{make([]Mark, len(marks)), make([]uint8, len(marks))}
	for place, n := range order {
		out.marks[place], out.place[n] = marks[n], uint8(place)
	}
	return out
}

// places turns numbers of marks as they were made into their places.
func (a *arranged) places(at []uint8) []uint8 {
	for n := range at {
		if at[n] != noMark {
			at[n] = a.place[at[n]]
		}
	}
	return at
}
