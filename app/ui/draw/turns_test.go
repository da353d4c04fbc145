package draw

import (
	"slices"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/ui/model"
)

// Changed parts are drawn one at a time, in order, and unchanged ones cost
// nothing.
func TestTurns(t *testing.T) {
	parts := func(texts ...string) (out []app.UI) {
		for _, text := range texts {
			out = append(out, Memo(text, func(s string, _ model.Send) app.UI { return app.Text(s) }, nil))
		}
		return out
	}
	texts := func(parts []app.UI) (out []string) {
		for _, p := range parts {
			out = append(out, propsOf(p).(string))
		}
		return out
	}
	var shown []app.UI
	for n, step := range []struct {
		to   []string
		want []string
		busy bool
	}{
		{[]string{"a", "b", "c"}, []string{"a"}, true},
		{[]string{"a", "b", "c"}, []string{"a", "b"}, true},
		{[]string{"a", "b", "c"}, []string{"a", "b", "c"}, false},
		{[]string{"a", "B", "c"}, []string{"a", "B", "c"}, false}, // alone: drawn at once
		{[]string{"A", "B", "C"}, []string{"A", "B", "c"}, true},
		{[]string{"A", "B", "D"}, []string{"A", "B", "D"}, false}, // it changed again while it waited
		{[]string{"1", "2", "3", "4"}, []string{"1", "B", "D"}, true},
		{[]string{"5", "2", "3", "4"}, []string{"5", "B", "D"}, true},
		{[]string{"5", "2"}, []string{"5", "2"}, false},
		{[]string{"5", "2", "3", "4"}, []string{"5", "2", "3"}, true},
		{nil, nil, false},
	} {
		var busy bool
		if shown, busy = turn(shown, parts(step.to...)); !slices.Equal(texts(shown), step.want) || busy != step.busy {
			t.Fatalf("step %d: %q, busy %v, want %q, %v", n, texts(shown), busy, step.want, step.busy)
		}
	}
}

// A part of several steps takes a turn for each, and the next part waits for it.
func TestSteps(t *testing.T) {
	part := func(text string, steps int) app.UI {
		return Steps(text, steps, func(string, int, model.Send) app.UI { return app.Text("") }, nil)
	}
	var shown []app.UI
	for n, step := range []struct {
		to   []app.UI
		want []int // steps that are drawn
		busy bool
	}{
		{[]app.UI{part("a", 3), part("b", 1)}, []int{1}, true},
		{[]app.UI{part("a", 3), part("b", 1)}, []int{2}, true},
		{[]app.UI{part("A", 3), part("b", 1)}, []int{3}, true}, // it changed meanwhile
		{[]app.UI{part("A", 3), part("b", 1)}, []int{3, 1}, false},
		{[]app.UI{part("B", 4), part("b", 1)}, []int{4, 1}, false}, // with one more
		{[]app.UI{part("C", 2), part("c", 2)}, []int{2, 1}, true},
		{[]app.UI{part("C", 2), part("c", 2)}, []int{2, 2}, false},
	} {
		var busy bool
		shown, busy = turn(shown, step.to)
		var got []int
		for _, p := range shown {
			upTo, _ := drawnOf(p)
			got = append(got, upTo)
		}
		if !slices.Equal(got, step.want) || busy != step.busy {
			t.Fatalf("step %d: steps %v, busy %v, want %v, %v", n, got, busy, step.want, step.busy)
		}
	}
}
