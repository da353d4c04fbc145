package webkit

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// Tab is a MiniBrowser with one page.
type Tab struct {
	*session
	before string   // script that runs ahead of the page's own
	faults []string // of earlier documents
}

var _ drive.Tab = (*Tab)(nil)

// Open implements drive.Browser.
func (b *Browser) Open(url string, o drive.Options) (*drive.Page, error) {
	s, err := begin(b.environment, b.canary)
	if err != nil {
		return nil, err
	}
	t := &Tab{session: s, before: o.Before}
	if err := errors.Join(s.post("/window/rect", object{"x": 0, "y": 0, "width": 1440, "height": 960}, nil), t.Load(url)); err != nil {
		t.Close()
		return nil, err
	}
	return &drive.Page{Tab: t}, nil
}

// Close implements drive.Tab.
func (t *Tab) Close() { t.end() }

// Load implements drive.Tab.
func (t *Tab) Load(url string) error {
	if t.before != "" {
		copied, err := withScript(t.home, url, t.before)
		if err != nil {
			return err
		}
		url = copied
	}
	t.Faults()
	if err := t.post("/url", object{"url": url}, nil); err != nil {
		return err
	}
	return t.loaded(fmt.Sprintf("location.href.split('#')[0] === %s", drive.Quote(url)))
}

// Reload implements drive.Tab.
func (t *Tab) Reload() error {
	if err := t.Eval("void (window.isOld = true)", nil); err != nil {
		return err
	}
	t.Faults()
	if err := t.post("/refresh", object{}, nil); err != nil {
		return err
	}
	return t.loaded("!window.isOld")
}

// loaded waits for a new document and makes it record its faults.
func (t *Tab) loaded(isNew string) error {
	p := drive.Page{Tab: t}
	if err := p.Wait(isNew + " && document.readyState !== 'loading'"); err != nil {
		return err
	}
	return t.Eval(noteFaults, nil)
}

// noteFaults makes a page record what other engines report: exceptions, errors and
// warnings in the console, and policy violations.
const noteFaults = `(() => {
	window.testFaults = [];
	const note = (...words) => testFaults.push(words.join(' '));
	addEventListener('error', e => note('exception:', e.message));
	addEventListener('unhandledrejection', e => note('exception:', e.reason));
	addEventListener('securitypolicyviolation', e => note('policy:', e.effectiveDirective, e.blockedURI));
	for (const kind of ['error', 'warn', 'assert']) {
		const was = console[kind];
		console[kind] = (...words) => { if (kind !== 'assert' || !words[0]) note('console.' + kind + ':', ...words); was.apply(console, words); };
	}
})()`

// Faults implements drive.Tab.
func (t *Tab) Faults() []string {
	var now []string
	if err := t.Eval("(window.testFaults ?? []).splice(0)", &now); err != nil {
		now = []string{err.Error()}
	}
	t.faults = append(t.faults, now...)
	return append([]string(nil), t.faults...)
}

// Eval implements drive.Tab.
func (t *Tab) Eval(expression string, value any) error {
	var got struct {
		JSON  string
		Fault *string
	}
	err := t.post("/execute/async", object{"args": []any{}, "script": `const done = arguments[arguments.length - 1];
		(async () => JSON.stringify(await (` + expression + `)))().then(
			json => done({JSON: json ?? ''}), fault => done({Fault: String(fault)}))`}, &got)
	if err == nil && got.Fault != nil {
		err = errors.New(*got.Fault)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", expression, err)
	}
	if value == nil || got.JSON == "" {
		return nil
	}
	return json.Unmarshal([]byte(got.JSON), value)
}

// Downloads implements drive.Tab.
func (t *Tab) Downloads() string { return filepath.Join(t.home, "downloads") }

// Shot implements drive.Tab.
func (t *Tab) Shot() ([]byte, error) {
	var png string
	if err := t.command("GET", t.url+"/screenshot", nil, &png); err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(png)
}

// withScript copies a page on disk, with a script that runs ahead of all others and
// that its policy allows. It returns the address of the copy.
func withScript(dir, url, script string) (string, error) {
	page, err := os.ReadFile(strings.TrimPrefix(url, "file://"))
	if err != nil {
		return "", err
	}
	changed, err := insertScript(string(page), script)
	if err != nil {
		return "", fmt.Errorf("%s: %w", url, err)
	}
	path := filepath.Join(dir, "page.html")
	return "file://" + path, os.WriteFile(path, []byte(changed), 0o600)
}
