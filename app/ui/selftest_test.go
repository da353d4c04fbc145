package ui

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

func TestSelfTestSummary(t *testing.T) {
	all := func(v Verdict, but ...Tried) []Tried {
		var out []Tried
		for _, w := range waysOut {
			tr := Tried{Way: w.way, Verdict: v}
			for _, b := range but {
				if b.Way == w.way {
					tr = b
				}
			}
			out = append(out, tr)
		}
		return out
	}
	for _, tc := range []struct {
		name string
		test selfTest
		want string
	}{
		{"never run", selfTest{}, ""},
		{"running", selfTest{Running: true, Tried: all(ByPolicy)[:3]}, "Trying…"},
		{"all blocked", selfTest{Tried: all(ByPolicy)}, "17 ways tried, 17 blocked by the policy."},
		{"as in browsers", selfTest{Tried: all(ByPolicy, Tried{Way: webRTC, Verdict: NotBlocked}, Tried{Way: "prefetch", Verdict: NotHere}, Tried{Way: "worker", Verdict: Refused})},
			"17 ways tried, 14 blocked by the policy, 1 blocked without a word, 1 not in this browser, 1 without a policy in any browser."},
		{"no policy", selfTest{Tried: all(NotBlocked)}, "17 ways tried, 0 blocked by the policy, 1 without a policy in any browser, 16 NOT blocked."},
	} {
		if got := tc.test.summary(); got != tc.want {
			t.Errorf("%s: summary() = %q, want %q", tc.name, got, tc.want)
		}
	}
}

// A run has no rows of the one before, and pressing twice does not run twice.
func TestSelfTestAgain(t *testing.T) {
	m, cmds := Update(Model{}, SelfTestAsked{})
	if len(cmds) != 1 || cmds[0] != (TryWaysOut{}) {
		t.Fatalf("SelfTestAsked gives %v, want TryWaysOut", cmds)
	}
	if _, cmds := Update(m, SelfTestAsked{}); len(cmds) != 0 {
		t.Errorf("SelfTestAsked while one runs gives %v, want nothing", cmds)
	}
	m, _ = Update(m, WayTried{Tried{Way: "fetch", Verdict: NotBlocked}})
	m, _ = Update(m, SelfTestEnded{})
	m, _ = Update(m, SelfTestAsked{})
	if !m.SelfTest.Running || len(m.SelfTest.Tried) != 0 {
		t.Errorf("a second run begins with %v", m.SelfTest)
	}
}

func TestSelfTestRows(t *testing.T) {
	p := newPage(t)
	p.root.send(SelfTestAsked{})
	p.engine.ConsumeAll()
	if got := len(p.root.model.SelfTest.Tried); got != len(waysOut) {
		t.Fatalf("%d ways were tried, want %d", got, len(waysOut))
	}
	view := app.HTMLString(selfTestView(&p.root.model.SelfTest, false, p.root.send))
	for _, want := range []string{"Blocked by the policy", "Worker fetch", "default-src", `role="status"`} {
		if !strings.Contains(view, want) {
			t.Errorf("the self-test has no %q", want)
		}
	}
}
