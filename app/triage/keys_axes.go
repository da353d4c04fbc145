package triage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words/mailsystem"
)

// sourceTest looks in the whole label of a source; a = in front asks for all of
// it. None is a message whose source nothing names.
func sourceTest(x *Index, v value) (test, error) {
	p, exact := v.exact()
	ok := make([]bool, len(x.Sources))
	for n := range ok {
		s := &x.Sources[n]
		label := []byte(strings.ToLower(s.Label))
		switch {
		case v.Is("none"):
			ok[n] = s.Origin == NotListed || s.Origin == NotRecorded
		case exact:
			ok[n] = p.is(label)
		default:
			ok[n] = v.in(label)
		}
	}
	return cheap(func(i int32) bool { return ok[x.Source[i]] }), nil
}

// SourceTerm selects the messages of one source.
func SourceTerm(s *Source) *filter.Node { return filter.Value("source", "="+s.Label) }

// obstacleTest compares the ID of the obstacle, or its family.
func obstacleTest(x *Index, v value) (test, error) {
	is := func(o *reason.Obstacle) bool {
		return v.pattern.is([]byte(o.ID)) || v.pattern.is([]byte(o.Family()))
	}
	if !slices.ContainsFunc(reason.Obstacles(), func(o reason.Obstacle) bool { return is(&o) }) {
		return test{}, fmt.Errorf("unknown obstacle %q; use one such as connection-refused, rate-limited or mailbox-full", v.Value())
	}
	return x.byObstacle(is), nil
}

// ObstacleTerm selects the messages of one obstacle.
func ObstacleTerm(o *reason.Obstacle) *filter.Node { return filter.Value("obstacle", o.ID) }

// sideTest compares who must act.
func sideTest(x *Index, v value) (test, error) {
	is := func(s reason.Side) bool { return v.pattern.is([]byte(s)) }
	if !slices.ContainsFunc(reason.Sides[:], is) {
		return test{}, notKnown("side", v, sideNames())
	}
	return x.byObstacle(func(o *reason.Obstacle) bool { return is(o.Side) }), nil
}

func sideNames() []string {
	var names []string
	for _, s := range reason.Sides {
		names = append(names, string(s))
	}
	return names
}

// byObstacle asks once for each obstacle.
func (x *Index) byObstacle(f func(*reason.Obstacle) bool) test {
	ok := make([]bool, len(x.Obstacles))
	for n := range ok {
		ok[n] = f(&x.Obstacles[n])
	}
	return ofCell(func(i int32) bool { return ok[x.Obstacle[x.Cell[i]]] })
}

// kindTest compares what a message is or, of a bounce made here, what sendmail
// calls it.
func kindTest(x *Index, v value) (test, error) {
	if k := slices.Index(kindNames[:], strings.ToLower(v.Value())); k >= 0 {
		return cheap(func(i int32) bool { return x.Kind(i) == Kind(k) }), nil
	}
	if !v.pattern.wild() && mailsystem.IsAside(v.pattern.is) {
		return cheap(func(i int32) bool { return x.Kind(i) == Quarantined }), nil
	}
	return x.column(v, x.Queue.Bounce, v.pattern.is), nil
}

// KindTerm selects the messages of one kind.
func KindTerm(k Kind) *filter.Node { return filter.Value("kind", k.String()) }
