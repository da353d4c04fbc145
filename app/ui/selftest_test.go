package ui

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/selftest"
	"github.com/spoolscope/spoolscope/app/ui/shell"
)

func TestSelfTestSummary(t *testing.T) {
	all := func(v selftest.Verdict, but ...selftest.Tried) []selftest.Tried {
		var out []selftest.Tried
		for _, w := range shell.WaysOut {
			tr := selftest.Tried{Way: w.Way, Verdict: v}
			for _, b := range but {
				if b.Way == w.Way {
					tr = b
				}
			}
			out = append(out, tr)
		}
		return out
	}
	for _, tc := range []struct {
		name string
		test selftest.Run
		want string
	}{
		{"never run", selftest.Run{}, ""},
		{"running", selftest.Run{Running: true, Tried: all(selftest.ByPolicy)[:3]}, "Trying…"},
		{"all blocked", selftest.Run{Tried: all(selftest.ByPolicy)}, "17 ways tried, 17 blocked by the policy."},
		{"as in browsers", selftest.Run{Tried: all(selftest.ByPolicy, selftest.Tried{Way: selftest.WebRTC, Verdict: selftest.NotBlocked}, selftest.Tried{Way: "prefetch", Verdict: selftest.NotHere}, selftest.Tried{Way: "worker", Verdict: selftest.Refused})},
			"17 ways tried, 14 blocked by the policy, 1 blocked without a word, 1 not in this browser, 1 without a policy in any browser."},
		{"no policy", selftest.Run{Tried: all(selftest.NotBlocked)}, "17 ways tried, 0 blocked by the policy, 1 without a policy in any browser, 16 NOT blocked."},
	} {
		if got := tc.test.Summary(); got != tc.want {
			t.Errorf("%s: summary() = %q, want %q", tc.name, got, tc.want)
		}
	}
}

// A run has no rows of the previous one, and pressing twice does not run it
// twice.
func TestSelfTestAgain(t *testing.T) {
	m, cmds := model.Update(model.Model{}, model.SelfTestAsked{})
	if len(cmds) != 1 || cmds[0] != (model.TryWaysOut{}) {
		t.Fatalf("SelfTestAsked gives %v, want TryWaysOut", cmds)
	}
	if _, cmds := model.Update(m, model.SelfTestAsked{}); len(cmds) != 0 {
		t.Errorf("SelfTestAsked while one runs gives %v, want nothing", cmds)
	}
	m, _ = model.Update(m, model.WayTried{Tried: selftest.Tried{Way: "fetch", Verdict: selftest.NotBlocked}})
	m, _ = model.Update(m, model.SelfTestEnded{})
	m, _ = model.Update(m, model.SelfTestAsked{})
	if !m.SelfTest.Running || len(m.SelfTest.Tried) != 0 {
		t.Errorf("a second run begins with %v", m.SelfTest)
	}
}

func TestSelfTestRows(t *testing.T) {
	p := newPage(t)
	p.root.send(model.SelfTestAsked{})
	p.engine.ConsumeAll()
	if got := len(p.root.model.SelfTest.Tried); got != len(shell.WaysOut) {
		t.Fatalf("%d ways were tried, want %d", got, len(shell.WaysOut))
	}
	view := app.HTMLString(shell.SelfTestView(&p.root.model.SelfTest, false, p.root.send))
	for _, want := range []string{"Blocked by the policy", "Worker fetch", "default-src", `role="status"`} {
		if !strings.Contains(view, want) {
			t.Errorf("the self-test has no %q", want)
		}
	}
}
