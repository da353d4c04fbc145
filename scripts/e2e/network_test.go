package e2e

import (
	"fmt"
	"testing"

	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// The canary notices the fetch of a page without a policy. Otherwise its silence
// would prove nothing.
func TestCanaryCounts(t *testing.T) {
	t.Parallel()
	path := file(t, "fetching.html", []byte("<!doctype html><title>fetching</title><p>A page without a policy.</p>"))
	for _, tg := range targets {
		if !tg.single || !chosen.MatchString(tg.name) {
			continue
		}
		t.Run(tg.name, func(t *testing.T) {
			t.Parallel()
			l := newLab(t, tg.engine)
			p, err := l.Open("file://"+path, drive.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer p.Close()
			if err := p.Eval(`void fetch('http://mx.example.net/counted', {mode: 'no-cors'}).catch(() => {})`, nil); err != nil {
				t.Fatal(err)
			}
			l.called(t, 1)
		})
	}
}

// Even a script in the page could not reach the network.
func TestSinglePolicy(t *testing.T) {
	t.Parallel()
	each(t, func(a *app) {
		if !a.target.single {
			return
		}
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
