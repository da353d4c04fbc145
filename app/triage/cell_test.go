package triage

import (
	"bytes"
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// A filter evaluated by cell selects what it selects message by message.
func TestCells(t *testing.T) {
	for _, c := range corpustest.Sendmail(t) {
		a := c.Archives(t)[0]
		q, err := parser.Load(t.Context(), []parser.Source{{Name: a, R: bytes.NewReader(c.Read(t, a))}}, parser.Options{})
		if err != nil {
			t.Fatal(err)
		}
		x := NewIndex(q)
		for i, cell := range x.Cell {
			if got, want := x.Cells[cell], (Cell{x.Queue.State[i], x.Reason[i], x.Server[i]}); got != want {
				t.Fatalf("%s: message %d is in the cell %v, want %v", c.Name, i, got, want)
			}
		}
		for _, query := range []string{"state:deferred", "-code:4xx", "code:4xx server:*.example", "why:refused OR reason:*d* mailer", "(state:held OR is:bounce) -enhanced:none"} {
			n, err := filter.Parse(query)
			if err != nil {
				t.Fatal(err)
			}
			test, err := x.compile(n)
			if err != nil {
				t.Fatal(err)
			}
			var want []int32
			for _, i := range x.Queue.Order {
				if test.holds(i) {
					want = append(want, i)
				}
			}
			if got, err := x.Select(n); err != nil || !slices.Equal(got, want) {
				t.Errorf("%s: Select(%q) = %v, %v, want %v", c.Name, query, got, err, want)
			}
		}
	}
}
