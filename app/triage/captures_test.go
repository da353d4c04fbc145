package triage

import (
	"bytes"
	"context"
	"os"
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/parser"
)

// Any two captures from one log can be compared.
func TestCapturesOfOneLog(t *testing.T) {
	log, err := os.ReadFile("../../parser/testdata/field/14-cron-log/mailq.log")
	if err != nil {
		t.Fatal(err)
	}
	load := func(capture int) *Index {
		q, err := parser.Load(context.Background(), []parser.Source{{Name: "mailq.log", Size: int64(len(log)), At: bytes.NewReader(log)}}, parser.Options{Capture: capture})
		if err != nil {
			t.Fatal(err)
		}
		return NewIndex(q)
	}
	ids := func(x *Index, query string) []string {
		n, err := filter.Parse(query)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := x.Select(n)
		if err != nil {
			t.Fatal(err)
		}
		out := []string{}
		for _, i := range rows {
			out = append(out, x.Queue.Text(x.Queue.ID[i]))
		}
		return out
	}
	const first, second = "4259f7Kc031337", "4259v0Zz031500"
	for _, tt := range []struct {
		before, after               int
		went, came, stayed, changed []string
	}{
		{1, 2, []string{}, []string{second}, []string{first}, []string{first}},
		{2, 3, []string{first}, []string{}, []string{second}, []string{second}},
		{1, 0, []string{first}, []string{second}, []string{}, []string{}},
		{2, 2, []string{}, []string{}, []string{first, second}, []string{}},
	} {
		before, after := load(tt.before), load(tt.after)
		Compare(before, after, nil)
		for query, want := range map[string][]string{"diff:came": tt.came, "diff:stayed": tt.stayed, "diff:changed": tt.changed} {
			if got := ids(after, query); !slices.Equal(got, want) {
				t.Errorf("captures %d and %d: %s is %v, want %v", tt.before, tt.after, query, got, want)
			}
		}
		if got := ids(before, "diff:went"); !slices.Equal(got, tt.went) {
			t.Errorf("captures %d and %d: gone are %v, want %v", tt.before, tt.after, got, tt.went)
		}
		if got := ids(after, "diff:untried"); len(got) > 0 {
			t.Errorf("captures %d and %d: not tried are %v, want none", tt.before, tt.after, got)
		}
	}
}
