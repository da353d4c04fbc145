//go:build !js

package cleanup_test

import (
	"bytes"
	"os/exec"
	"testing"

	"github.com/spoolscope/spoolscope/app/cleanup"
)

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
				p := cleanup.Make(q, q.Order, cleanup.On{Host: host}, m)
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
