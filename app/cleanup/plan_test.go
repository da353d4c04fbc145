package cleanup_test

import (
	"bytes"
	"context"
	"os/exec"
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/app/cleanup"
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

// Mail that quotes a bounce is what the guide's grep takes beyond the bounces.
func TestRules(t *testing.T) {
	q := load(t, "bounces", "incident.tar.xz")
	refused, grepped := cleanup.Refused(q), cleanup.Grepped(q)
	if len(refused) == 0 || len(grepped) < len(refused) {
		t.Fatalf("%d refused, %d by grep", len(refused), len(grepped))
	}
	for _, i := range refused {
		if !cleanup.IsBounce(q, i) || !slices.Contains(grepped, i) {
			t.Errorf("%s is no bounce with a refusal", q.Text(q.ID[i]))
		}
	}
	if n := len(cleanup.Older(q, 0)); n == 0 || n > len(q.Order) {
		t.Errorf("Older(0) = %d messages of %d", n, len(q.Order))
	}
}

func TestScripts(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ name, archive string }{
		{"bounces", "incident.tar.xz"}, {"groups", "spool.tar.gz"}, {"verbose-and-quarantine", "both-queues.tar.gz"},
	} {
		q := load(t, tc.name, tc.archive)
		host := q.Dirs[q.Dir[q.Order[0]]].Host
		for _, m := range cleanup.Methods {
			t.Run(tc.name+" "+string(m), func(t *testing.T) {
				p := cleanup.Make(q, q.Order, host, m)
				left := 0
				for _, l := range p.Left {
					left += len(l.Rows)
				}
				if len(p.Items)+left != len(q.Order) {
					t.Errorf("%d in the plan and %d left out of %d", len(p.Items), left, len(q.Order))
				}
				if len(p.Items) == 0 {
					return
				}
				about := cleanup.About{Archive: tc.archive, Taken: q.Taken, Rule: "all", Reason: "a test", Stays: left}
				for _, write := range []func(cleanup.Method, cleanup.About) ([]byte, error){p.Script, p.UndoScript} {
					script, err := write(m, about)
					if err != nil {
						t.Fatal(err)
					}
					if script == nil {
						continue
					}
					cmd := exec.Command(sh, "-n")
					cmd.Stdin = bytes.NewReader(script)
					if out, err := cmd.CombinedOutput(); err != nil {
						t.Errorf("%v: %s", err, out)
					}
				}
			})
		}
	}
}
