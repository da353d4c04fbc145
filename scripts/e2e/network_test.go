package e2e

import (
	"fmt"
	"testing"

	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// Even a script in the page could not reach the network.
func TestSinglePolicy(t *testing.T) {
	t.Parallel()
	on(t, targets[1:], drive.Options{}, func(a *app) {
		a.expects("connect-src|Content.Security.Policy|mx.example.net")
		var stopped string
		a.must(a.Eval(fmt.Sprintf(`new Promise(done => {
			addEventListener('securitypolicyviolation', e => done(e.effectiveDirective), {once: true});
			fetch(%q).then(() => done('nothing'), () => {});
		})`, "http://mx.example.net/"), &stopped))
		if stopped != "connect-src" {
			a.t.Errorf("a fetch was stopped by %s, want connect-src", stopped)
		}
	})
}
