package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
	"github.com/spoolscope/spoolscope/scripts/e2e/hostile"
)

// hostileWatch runs before the page's own scripts. It records everything that a
// successful payload does, and every violation of the policy, since none may
// even be attempted.
const hostileWatch = `
	window.hits = [];
	Object.defineProperty(window, 'hit', {value: n => { window.hits.push('hit ' + n); }});
	addEventListener('message', e => { if (e.source !== window) window.hits.push('message ' + JSON.stringify(e.data)); });
	addEventListener('securitypolicyviolation', e => window.hits.push('policy ' + e.effectiveDirective + ' ' + e.blockedURI));
	window.logged = [];
	const log = console.log;
	console.log = (...a) => { window.logged.push(a.join(' ')); log(...a); };
	for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) window[name] = () => { window.hits.push(name); };
`

// hostileState is a JavaScript expression for everything in the page that no
// message may change, and for the content of the message's frame.
const hostileState = `(() => {
	const names = list => [...list].map(e => e.tagName + '#' + e.id).join();
	const frames = [...document.querySelectorAll('iframe')];
	const loose = [];
	for (const e of document.querySelectorAll('body *')) {
		if (e.closest('#app-wasm-loader') || e.tagName === 'SCRIPT') continue;
		for (const a of e.attributes) {
			if (/^on/i.test(a.name) || /^(src|href|action|data)$/i.test(a.name) && !/^(#|data:image\/|\.?\/?[\w.-]*(#|$))/.test(a.value)) loose.push(e.tagName + ' ' + a.name + '=' + a.value.slice(0, 80));
		}
	}
	for (const f of frames) {
		if (f.getAttribute('sandbox') !== '' || f.src) loose.push('frame ' + f.outerHTML.slice(0, 80));
	}
	return {
		Hits: window.hits, Loose: loose, Documents: frames.map(f => f.srcdoc),
		Page: [document.title, document.querySelector('header.topbar').innerText, names(document.body.children),
			names([...document.head.children].filter(e => e.rel !== 'manifest')),
			document.scripts.length, document.styleSheets.length, document.forms.length, names(document.querySelectorAll('[popover], dialog, [contenteditable]')),
			Object.keys(spoolscope).join(), document.documentElement.getAttributeNames().filter(n => n !== 'data-kept').join(), document.body.getAttributeNames().join(),
			getComputedStyle(document.body).position, document.cookie, Object.keys(localStorage).join(), history.state === null].join('\n'),
	};
})()`

type hostileResult struct {
	Hits, Loose []string
	Documents   []string // of the frames
	Page        string
}

// Messages that attack their reader are opened one after another. No script runs,
// nothing is requested, and nothing outside a message's frame changes. One of each
// kind is opened, or all with the variable SECURITY=whole in the environment:
//
//	SECURITY=whole make test-browsers RUN=^TestHostileMessages$
func TestHostileMessages(t *testing.T) {
	t.Parallel()
	payloads := hostile.Some(1)
	if os.Getenv("SECURITY") == "whole" {
		payloads = hostile.All()
	}
	archive, err := hostile.Archive(payloads)
	if err != nil {
		t.Fatal(err)
	}
	path := file(t, "hostile.tgz", archive)
	eachWith(t, drive.Options{Before: hostileWatch}, func(a *app) {
		a.drop(path)
		a.goTo("#/messages?wide=1&id=" + payloads[0].ID)
		a.wait(shownMessage(payloads[0]))
		var first hostileResult
		a.must(a.Eval(hostileState, &first))
		frames := 0
		for _, p := range payloads {
			a.goTo("#/messages?wide=1&id=" + p.ID)
			a.wait(shownMessage(p))
			got := a.hostileState()
			frames += len(got.Documents)
			a.checkHostile(p, "HTML", got, first)
			if !p.HTML {
				a.goTo("#/messages?wide=1&tab=headers&id=" + p.ID)
				a.wait(openTab + ` === 'Headers'`)
				a.checkHostile(p, "Headers", a.hostileState(), first)
			}
		}
		a.goTo("#/messages?q=size:>0")
		a.wait(listed)
		a.t.Logf("%d hostile messages in %s, %d drawn as HTML: 0 scripts, 0 requests", len(payloads), a.target.name, frames)
	})
}

// shownMessage returns a JavaScript expression: the message is open and its content is
// drawn.
func shownMessage(p hostile.Payload) string {
	return fmt.Sprintf(`document.getElementById('boot-stopped') || document.querySelector('main .msg-id')?.innerText.includes(%q) && !document.querySelector('main .skel') &&
		(document.querySelector('main .paper iframe') || document.querySelector('main .body-text, main .detail-body .note, main .detail-body .dim'))`, p.ID)
}

func (a *app) hostileState() hostileResult {
	a.t.Helper()
	var stopped string
	a.must(a.Eval("document.getElementById('boot-stopped') ? logged.slice(0, 30).join('\\n') || 'no details' : ''", &stopped))
	if stopped != "" {
		a.t.Fatalf("the page stopped:\n%s", stopped)
	}
	var r hostileResult
	a.must(a.Eval(hostileState, &r))
	for _, text := range r.Documents {
		r.Loose = append(r.Loose, looseInFrame(a.t, text)...)
	}
	return r
}

// What the document of a frame may contain: the elements of its head, and in the
// body no active elements and no attributes that load, navigate or name anything.
var (
	actingElements   = regexp.MustCompile(`^(script|style|link|base|iframe|object|embed|form|input|button|svg|math|template|noscript|title|textarea|select|video|audio|meta)$`)
	actingAttributes = regexp.MustCompile(`^(on.*|href|srcset|background|ping|action|formaction|data|poster|target|name|id|class|is|slot|part|popover.*|command.*|autofocus|contenteditable|tabindex|data-.*)$`)
	ownPicture       = regexp.MustCompile(`^data:image/(png|jpeg|gif|webp|bmp);base64,[\w+/=]*$`)
	actingStyle      = regexp.MustCompile(`(?i)url\(|image-set|@|expression|\\`)
)

const frameHead = `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"><meta name="color-scheme" content="light"></head>`

// looseInFrame names what should not be in the document of a frame. Its parser is
// not the browser's, so a finding of either counts.
func looseInFrame(t *testing.T, text string) (loose []string) {
	t.Helper()
	body, ok := strings.CutPrefix(text, frameHead)
	if !ok {
		return []string{fmt.Sprintf("the frame begins with %.300q", text)}
	}
	z := html.NewTokenizer(strings.NewReader(body))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return loose
		case html.CommentToken, html.DoctypeToken:
			loose = append(loose, "in the frame "+string(z.Raw()))
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			if actingElements.MatchString(token.Data) {
				loose = append(loose, "in the frame <"+token.Data+">")
			}
			for _, a := range token.Attr {
				if actingAttributes.MatchString(a.Key) || a.Key == "src" && !ownPicture.MatchString(a.Val) || a.Key == "style" && actingStyle.MatchString(a.Val) {
					loose = append(loose, fmt.Sprintf("in the frame <%s %s=%.80q>", token.Data, a.Key, a.Val))
				}
			}
		}
	}
}

func (a *app) checkHostile(p hostile.Payload, view string, got, first hostileResult) {
	a.t.Helper()
	if len(got.Hits) > 0 || len(got.Loose) > 0 {
		hits, _ := json.Marshal(append(got.Hits, got.Loose...))
		a.t.Errorf("%s %s (%s) got through: %s\n%.300s", p.Kind, p.ID, view, hits, p.Header+"\n"+p.Body)
		a.must(a.Eval("window.hits.length = 0", nil))
	}
	if got.Page != first.Page {
		a.t.Errorf("%s %s (%s) changed the page from\n%s\nto\n%s", p.Kind, p.ID, view, first.Page, got.Page)
	}
}
