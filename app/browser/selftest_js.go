package browser

import (
	"github.com/hack-pad/safejs"

	"github.com/spoolscope/spoolscope/app/ui/model/selftest"
)

// SelfTest implements ui.Platform. The tests are in selftest.js.
func (p *Page) SelfTest(tried func(selftest.Tried), done func()) {
	report, err := p.callback(func(args []safejs.Value) {
		if len(args) != 3 {
			return
		}
		t := selftest.Tried{Way: stringOf(args[0]), Verdict: selftest.Verdict(stringOf(args[1])), Directive: stringOf(args[2])}
		p.onUI(func() { tried(t) })
	})
	if err != nil {
		p.crashed("self-test: " + err.Error())
		return
	}
	end := func(_ safejs.Value, err error) {
		report.Release()
		if err != nil {
			p.crashed("self-test: " + err.Error())
		}
		p.onUI(done)
	}
	promise, err := p.boot.Call("selfTest", report)
	if err != nil {
		end(safejs.Undefined(), err)
		return
	}
	p.then(promise, end)
}
