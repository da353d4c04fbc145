package e2e

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/scripts/e2e/chrome"
	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// checkers are the npm packages that check pages: an HTML validator and an
// accessibility checker. They run on Node 20.
var checkers = []string{"html-validate@9.7.1", "axe-core@4.14.1"}

// npm installs the checkers and returns their folder.
var npm = sync.OnceValues(func() (string, error) {
	dir, err := filepath.Abs("../../build/npm")
	if err != nil {
		return "", err
	}
	mark := filepath.Join(dir, "installed")
	if done, err := os.ReadFile(mark); err == nil && string(done) == strings.Join(checkers, " ") {
		return filepath.Join(dir, "node_modules"), nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	args := append([]string{"install", "--prefix", dir, "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"}, checkers...)
	if out, err := exec.Command("npm", args...).CombinedOutput(); err != nil {
		return "", fmt.Errorf("npm %v: %w\n%s", args, err, out)
	}
	return filepath.Join(dir, "node_modules"), os.WriteFile(mark, []byte(strings.Join(checkers, " ")), 0o644)
})

// Reports of real queues are valid HTML, accessible in both themes, and answer
// the first questions on their first page.
func TestReport(t *testing.T) {
	t.Parallel()
	modules, err := npm()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	config := filepath.Join(dir, "htmlvalidate.json")
	if err := os.WriteFile(config, []byte(`{"root": true, "extends": ["html-validate:standard"]}`), 0o644); err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, c := range slices.Concat(corpustest.Sendmail(t), corpustest.Foreign(t)) {
		for _, redact := range []string{"", "all"} {
			file := filepath.Join(dir, c.Name+redact+".html")
			args := []string{"report", c.Path(c.Archives(t)[0]), "-o", file}
			if redact != "" {
				args = append(args, "--redact", redact)
			}
			if out, err := exec.Command(command(t), args...).CombinedOutput(); err != nil {
				t.Fatalf("spoolscope %q: %v\n%s", args, err, out)
			}
			files = append(files, file)
		}
	}
	validate := exec.Command("node", append([]string{filepath.Join(modules, "html-validate/bin/html-validate.mjs"), "--config", config}, files...)...)
	if out, err := validate.CombinedOutput(); err != nil {
		t.Errorf("html-validate: %v\n%s", err, out)
	}

	b, err := chrome.Start(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	for _, file := range files {
		p, err := b.Open("file://"+file, drive.Options{})
		if err != nil {
			t.Fatal(err)
		}
		// A sheet of A4 without the report's margins, in CSS pixels.
		const width, height = 688, 1017
		for _, dark := range []bool{false, true} {
			if err := p.Tab.(*chrome.Tab).Size(width, height, dark); err != nil {
				t.Fatal(err)
			}
			for _, v := range axe(t, p, modules) {
				t.Errorf("%s, dark %v: %s", filepath.Base(file), dark, v)
			}
		}
		var bottom float64
		if err := p.Eval(`document.querySelector('.short').getBoundingClientRect().bottom`, &bottom); err != nil || bottom <= 0 || bottom > height {
			t.Errorf("%s: the first answers end at %v px, %v, want them on the first page of %d", filepath.Base(file), bottom, err, height)
		}
		p.Close()
	}
}

// axe checks the page that is shown by all rules and returns the violations.
func axe(t *testing.T, p *drive.Page, modules string) (violations []string) {
	t.Helper()
	run := func(expression string, out any) {
		t.Helper()
		if err := p.Eval(expression, out); err != nil {
			t.Fatal(err)
		}
	}
	var loaded bool
	if run(`!!window.axe`, &loaded); !loaded {
		source, err := os.ReadFile(filepath.Join(modules, "axe-core/axe.min.js"))
		if err != nil {
			t.Fatal(err)
		}
		run(string(source)+`; 0`, nil)
	}
	run(`window.checked = null; axe.run(document, {resultTypes: ['violations']}).then(r => { window.checked = r.violations.map(v => ({
		id: v.id, help: v.help, nodes: v.nodes.slice(0, 3).map(n => n.html.slice(0, 300)) })) }, e => { window.checked = [{id: String(e)}] }); 0`, nil)
	if err := p.Wait(`window.checked`); err != nil {
		t.Fatal(err)
	}
	var text string
	run(`JSON.stringify(window.checked)`, &text)
	var found []struct {
		ID, Help string
		Nodes    []string
	}
	if err := json.Unmarshal([]byte(text), &found); err != nil {
		t.Fatal(err)
	}
	for _, v := range found {
		violations = append(violations, fmt.Sprintf("%s: %s %q", v.ID, v.Help, v.Nodes))
	}
	return violations
}

// The screens are accessible in both themes.
func TestAccessible(t *testing.T) {
	t.Parallel()
	modules, err := npm()
	if err != nil {
		t.Fatal(err)
	}
	a := open(t) // elements and colours are the same in every browser
	a.drop(corpustest.Open(t, "bounces").Path("incident.tar.xz"))
	shows := func(selector string) string { return `document.querySelector('` + selector + `')` }
	lines := func(n string) string { return listed + ` && document.querySelector('#grid[data-lines="` + n + `"]')` }
	for _, screen := range []struct{ fragment, drawn, act, ready string }{
		{"#/overview", isOpen, "", ""},
		{"#/messages", listed, "", ""},
		{"#/messages", listed, "document.getElementById('columns').click()", shows(".pop")},
		{"#/messages?lines=2", lines("2"), "", shows(".sorter")},
		{"#/messages?lines=1", lines("1"), "document.querySelector('#grid tbody [role=row]').click()", shows(".detail .why")},
		{"#/replies", shows("main .page-head .seg"), "", shows("main .card")},
		{"#/replies?by=code", `[...document.querySelectorAll('main .page-head [aria-pressed=true]')].some(e => e.textContent === 'Code')`, pressPalette, shows(".palette")},
		{"#/cleanup", shows("main .balance"), pressPalette, "!" + shows(".palette")},
		{"#/compare", shows("main.page .drop-actions"), "", ""},
		{"#/problems", `document.querySelector('main h1')?.textContent === 'Problems'`, "", shows("main .page-head p")},
	} {
		a.goTo(screen.fragment)
		a.wait(screen.drawn)
		if screen.act != "" {
			a.must(a.Eval(screen.act+", 0", nil))
		}
		a.wait(cmp.Or(screen.ready, "true"))
		for _, dark := range []bool{false, true} {
			a.must(a.tab().Size(1440, 900, dark))
			for _, v := range axe(t, a.Page, modules) {
				t.Errorf("%s %s, dark %v: %s", screen.fragment, screen.act, dark, v)
			}
		}
	}
}
