package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// The page names what the browser lacks or forbids, and says what to do.
func TestCannotStart(t *testing.T) {
	t.Parallel()
	const versions = "Chrome and Edge from version 97, Firefox from 113 and Safari from 16.4"
	for _, tc := range []struct {
		name, script string
		want         []string
	}{
		{"no WebAssembly", `delete window.WebAssembly`, []string{"no WebAssembly,", versions, "lockdown"}},
		{"no workers", `delete window.Worker`, []string{"no Worker,", versions}},
		{"no Blob URLs", `delete URL.createObjectURL`, []string{"no Blob URLs,", versions}},
		{"no streams", `delete window.TransformStream; delete window.ResizeObserver`, []string{"no TransformStream, no ResizeObserver,", versions}},
		{"compiling forbidden", `WebAssembly.compileStreaming = WebAssembly.compile = () => Promise.reject(new WebAssembly.CompileError('code generation disallowed by embedder'))`,
			[]string{"does not let the program be compiled (code generation disallowed by embedder)", "administrator"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			eachLoaded(t, drive.Options{Before: tc.script}, func(a *app) {
				a.expects(".") // the console says the same
				a.wait(`document.getElementById('app-wasm-loader-label').textContent.length > 30`)
				var text string
				a.must(a.Eval(`document.getElementById('app-wasm-loader-label').innerText`, &text))
				for _, w := range tc.want {
					if !strings.Contains(text, w) {
						a.t.Errorf("the page says %q, want %q in it", text, w)
					}
				}
			})
		})
	}
}

// The page starts without these features.
func TestStartsWithout(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, script string
		on           []target // what a script takes away is gone in every engine alike
	}{
		{"what older browsers lack", `delete WebAssembly.compileStreaming; delete window.BigInt; delete Uint8Array.fromBase64`, targets},
		{"storage", `for (const s of ['localStorage', 'sessionStorage']) Object.defineProperty(window, s, {configurable: true, get() { throw new DOMException('denied', 'SecurityError'); }})`, bothTargets},
		{"room in the storage", `Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }`, bothTargets},
		{"storage at all", `delete window.localStorage; delete window.sessionStorage`, bothTargets},
	} {
		t.Run(tc.name, func(t *testing.T) {
			on(t, tc.on, drive.Options{Before: tc.script}, func(a *app) {
				a.dropBasic()
				a.must(a.Click("Theme: follow the system"))
				a.wait(`document.documentElement.dataset.theme === 'light'`)
			})
		})
	}
}

// The single file needs the browser to unpack it; the site does not.
func TestDecompressionStream(t *testing.T) {
	t.Parallel()
	eachLoaded(t, drive.Options{Before: `delete window.DecompressionStream`}, func(a *app) {
		if !a.target.single {
			a.must(a.Ready())
			a.dropBasic()
			return
		}
		a.expects(".") // the console says the same
		a.waitText("This browser has no DecompressionStream, or it is switched off for this page.")
	})
}

// While the module is decoded and compiled, the page shows its progress; screen
// readers hear only that it starts.
func TestStartProgress(t *testing.T) {
	t.Parallel()
	eachWith(t, drive.Options{Before: `window.said = {status: [], percent: []};
		new MutationObserver(() => {
			const note = (list, id) => {
				const text = document.getElementById(id)?.textContent;
				if (text && list.at(-1) !== text) list.push(text);
			};
			note(said.status, 'app-wasm-loader-label');
			note(said.percent, 'boot-percent');
		}).observe(document, {subtree: true, childList: true, characterData: true})`}, func(a *app) {
		var said struct{ Status, Percent []string }
		a.must(a.Eval(`said`, &said))
		if len(said.Status) == 0 || said.Status[len(said.Status)-1] != "Starting…" || len(said.Status) > 2 {
			a.t.Errorf("screen readers hear %q, want \"Starting…\" once", said.Status)
		}
		if n := len(said.Percent); n < 2 || said.Percent[n-1] != "100%" {
			a.t.Errorf("the progress is %q, want several steps to 100%%", said.Percent)
		}
	})
}

// Without JavaScript the page says what is missing and what to do.
func TestWithoutScript(t *testing.T) {
	t.Parallel()
	for _, tg := range targets[:2] {
		t.Run(tg.name, func(t *testing.T) {
			a := tg.load(t, drive.Options{})
			a.must(a.run(emulation.SetScriptExecutionDisabled(true), chromedp.Navigate(tg.url(t))))
			var text string
			a.must(a.run(chromedp.Text("main", &text)))
			for _, w := range []string{"JavaScript is switched off here.", "Allow it for this page", "Firefox 113"} {
				if !strings.Contains(text, w) {
					t.Errorf("the page says %q, want %q in it", text, w)
				}
			}
		})
	}
}
