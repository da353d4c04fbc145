package cleanup_test

import (
	"bytes"
	"context"
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/app/cleanup"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

func load(t *testing.T, name, archive string) *queue.Queue {
	t.Helper()
	data := corpustest.Open(t, name).Read(t, archive)
	q, err := parser.Load(context.Background(), []parser.Source{{Name: archive, Size: int64(len(data)), At: bytes.NewReader(data)}}, parser.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// Besides bounces, the guide's grep also selects mail that quotes one.
func TestRules(t *testing.T) {
	q := load(t, "bounces", "incident.tar.xz")
	x := triage.NewIndex(q)
	find := func(rule string) []int32 {
		r, err := cleanup.ParseRule(rule)
		if err != nil || r.String() != rule {
			t.Fatalf("ParseRule(%q) = %q, %v", rule, r, err)
		}
		n, err := filter.Parse(r.Filter(""))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := x.Select(n)
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	refused, grepped := find("refused"), find("grep")
	if len(refused) == 0 || len(grepped) <= len(refused) {
		t.Fatalf("%d refused, %d by grep", len(refused), len(grepped))
	}
	for _, i := range refused {
		if !q.IsMade(i) || !slices.Contains(grepped, i) {
			t.Errorf("%s is no bounce with a refusal", q.Text(q.ID[i]))
		}
	}
	if n := len(find("frozen")); n != 0 {
		t.Errorf("%d messages are frozen bounces", n)
	}
	if n := len(find("all")); n != len(q.Order) {
		t.Errorf("all are %d messages of %d", n, len(q.Order))
	}
	if n := len(find("older=3650")); n != 0 {
		t.Errorf("%d messages are ten years old", n)
	}
}
