package e2e

import (
	"os/exec"
	"path/filepath"
	"testing"
)

// moved is a JavaScript function that returns the pieces of text on a line that
// come after others in the document but before them on the screen.
const moved = `(() => {
	const found = [];
	for (const e of document.querySelectorAll('body *')) {
		if (/flex|grid/.test(getComputedStyle(e).display)) continue;
		let before;
		for (const n of e.childNodes) {
			if (n.nodeType === Node.ELEMENT_NODE && getComputedStyle(n).display !== 'inline') { before = null; continue; }
			const range = document.createRange();
			range.selectNodeContents(n);
			const boxes = [...range.getClientRects()].filter(b => b.width > 0);
			if (!boxes.length || !n.textContent.trim()) continue;
			const one = boxes.every(b => Math.abs(b.top - boxes[0].top) < 2 || b.height < boxes[0].height * 2 && Math.abs(b.bottom - boxes[0].bottom) < 2);
			const box = {left: Math.min(...boxes.map(b => b.left)), right: Math.max(...boxes.map(b => b.right)), top: boxes[0].top, text: n.textContent};
			if (before && one && Math.abs(box.top - before.top) < 2 && box.left < before.right - 1) found.push(before.text + ' | ' + box.text);
			before = one ? box : null;
		}
	}
	return found;
})()`

// unseen is a JavaScript expression for the characters in the page's text that are
// invisible or change the direction of writing.
const unseen = `[...document.body.innerText.matchAll(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g)]
	.map(m => m.input.slice(Math.max(m.index - 20, 0), m.index) + '\\u' + m[0].charCodeAt().toString(16))`

// straight checks that no text of a page moves another or hides a character.
func (a *app) straight(where string) {
	a.t.Helper()
	var found []string
	a.must(a.Eval(moved, &found))
	for _, line := range found {
		a.t.Errorf("%s, %s: %q is in another order", a.target.name, where, line)
	}
	a.must(a.Eval(unseen, &found))
	for _, text := range found {
		a.t.Errorf("%s, %s: %q is invisible", a.target.name, where, text)
	}
}

// A report and a viewer of a queue with right-to-left texts or hidden
// characters say what the page says, and nothing in them moves.
func TestRightToLeftShared(t *testing.T) {
	t.Parallel()
	const hebrew, override, isolate, zero = "\u05e9\u05dc\u05d5\u05dd", "\u202e", "\u2067", "\u200b"
	path := queueOf(t,
		"qf3AEMAaAA100000", "V8\nT1700000000\nK1700003000\nN3\nP130000\nMDeferred: 450 4.2.1 "+override+hebrew+" 12 refused"+zero+" by "+hebrew+".example.net.\nS<"+hebrew+"1@example.org>\n"+
			"RPFD:<2"+hebrew+zero+"@"+hebrew+".example>\nH??From: "+hebrew+" <"+hebrew+"1@example.org>\nH??Subject: "+isolate+hebrew+zero+" 7 "+override+"fdp.exe\n.\n",
		"df3AEMAaAA100000", hebrew+" 1 "+override+zero+"2\n",
		"qf3AEMAaAA100001", "V8\nT1700000000\nK1700003000\nN3\nP130000\nMDeferred: Connection timed out with "+zero+hebrew+".example.net.\nS<"+hebrew+"@example.org>\nRPFD:<"+hebrew+"@"+hebrew+".example>\nH??Subject: "+hebrew+"\n.\n",
		"df3AEMAaAA100001", "text\n",
		"qf3AEMAaAA100002", hebrew+" 1 "+override+"2\n")
	report := filepath.Join(t.TempDir(), "report.html")
	if out, err := exec.Command(command(t), "report", path, "-o", report).CombinedOutput(); err != nil {
		t.Fatalf("report: %v\n%s", err, out)
	}
	single, err := filepath.Abs("../../build/spoolscope.html")
	if err != nil {
		t.Fatal(err)
	}
	viewer := file(t, "viewer.html", export(t, "--format", "viewer", "--redact", "bodies", "--viewer", single, path))
	engines(t, func(a *app) {
		r := a.target.at(t, report)
		r.wait(`document.querySelector('h1') && document.body.innerText.includes('` + hebrew + `')`)
		r.t = a.t
		r.straight("report")
		v := a.target.at(t, viewer)
		v.t = a.t
		v.wait(isOpen)
		v.straight("viewer")
		v.goTo("#/messages?id=3AEMAaAA100000")
		v.wait(openTab + ` === 'Message' && document.querySelector('main .why')`)
		v.straight("message of the viewer")
	})
}

// Right-to-left names, statuses and subjects, and characters that change the
// direction of writing, do not move the text beside them.
func TestRightToLeft(t *testing.T) {
	t.Parallel()
	const hebrew, override, isolate = "\u05e9\u05dc\u05d5\u05dd", "\u202e", "\u2067"
	path := queueOf(t,
		"qf3AEMAaAA100000", "V8\nT1700000000\nK1700003000\nN3\nP130000\nMDeferred: 450 4.2.1 "+override+hebrew+" 12 refused by "+hebrew+".example.net.\nS<"+hebrew+"1@example.org>\n"+
			"RPFD:<2"+hebrew+"@"+hebrew+".example>\nH??From: "+hebrew+" <"+hebrew+"1@example.org>\nH??Subject: "+isolate+hebrew+" 7 "+override+"fdp.exe\n.\n",
		"df3AEMAaAA100000", hebrew+" 1 "+override+"2\n",
		"qf3AEMAaAA100001", "V8\nT1700000000\nK1700003000\nN3\nP130000\nMDeferred: Connection timed out with "+hebrew+".example.net.\nS<"+hebrew+"@example.org>\nRPFD:<"+hebrew+"@"+hebrew+".example>\nH??Subject: "+hebrew+"\n.\n",
		"df3AEMAaAA100001", "text\n",
		"qf3AEMAaAA100002", hebrew+" 1 "+override+"2\n")
	engines(t, func(a *app) {
		// A line that is not isolated is found.
		a.must(a.Eval(`(p => {
			p.id = 'control';
			for (const text of ['1 `+hebrew+`', ' 2']) p.append(Object.assign(document.createElement('i'), {textContent: text}));
			document.querySelector('main').append(p);
		})(document.createElement('p'))`, nil))
		a.wait(moved + `.length > 0`)
		a.must(a.Eval(`document.getElementById('control').remove()`, nil))
		a.drop(path)
		for _, at := range []struct{ fragment, ready string }{
			{"#/overview", isOpen},
			{"#/messages", listed},
			{"#/messages?id=3AEMAaAA100000", openTab + ` === 'Message' && document.querySelector('main .why')`},
			{"#/messages?id=3AEMAaAA100000&tab=delivery", openTab + ` === 'Delivery' && document.querySelector('main .card')`},
			{"#/messages?id=3AEMAaAA100000&tab=headers", openTab + ` === 'Headers' && document.querySelector('main .facts, main .card')`},
			{"#/messages?id=3AEMAaAA100000&tab=source", openTab + ` === 'Source' && document.querySelector('main .code pre')`},
			{"#/replies", `document.querySelector('main').innerText.includes('450 4.2.1') && !document.querySelector('main .code pre')`},
			{"#/problems", `document.querySelector('main h1')?.textContent === 'Problems' && document.querySelector('main .page-head p')`},
			{"#/cleanup", `document.querySelector('main h1') && document.querySelector('main h1').textContent !== 'Problems'`},
			{"#/compare", `document.querySelector('main h1')?.textContent.startsWith('Compare')`},
		} {
			a.goTo(at.fragment)
			a.wait(at.ready)
			var found []string
			a.must(a.Eval(moved, &found))
			for _, line := range found {
				t.Errorf("%s, %s: %q is in another order", a.target.name, at.fragment, line)
			}
		}
	})
}
