package e2e

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// The overview of every archive of every case shows the figures of the case's
// facts.
func TestEveryArchive(t *testing.T) {
	t.Parallel()
	a := open(t)
	for _, c := range corpustest.Sendmail(t) {
		for _, archive := range c.Archives(t) {
			a.replace(file(t, c.Name+"-"+archive, c.Read(t, archive)))
			if !a.checkArchive(c, archive) {
				t.Logf("the archive is %s of %s", archive, c.Name)
			}
		}
	}
}

// replace drops a file and lets it replace the open one, if there is one. Their
// names must differ.
func (a *app) replace(path string) {
	a.t.Helper()
	var isFirst bool
	a.must(a.Eval(`!document.querySelector('a.archive')`, &isFirst))
	a.must(a.Drop(path))
	if !isFirst {
		a.must(a.Click("Replace"))
	}
	a.wait(fmt.Sprintf(`document.querySelector('a.archive b')?.textContent === %q && %s`, filepath.Base(path), isOpen))
}

// checkArchive compares the figures on the screen with the facts and reports
// whether they agree.
func (a *app) checkArchive(c corpustest.Case, archive string) bool {
	a.t.Helper()
	f := want(a.t, c, archive)
	if c.Name == "mailq-only" {
		// In a listing, only a status shows that a message was tried.
		f.States, f.Recipients = a.figures().States, -1
	}
	return a.check(f)
}

// Every archive format opens on every target, one after the other on one page.
func TestForms(t *testing.T) {
	t.Parallel()
	each(t, func(a *app) {
		for _, form := range []struct{ name, archive string }{
			{"basic", "spool.tgz"}, {"bounces", "incident.tar.xz"}, {"groups", "absolute.tar"}, {"mime", "spool.zip"},
			{"variety", "spool.tar.zst"}, {"lost-and-broken", "spool.tar.bz2"}, {"two-hosts", "nested.zip"},
		} {
			c := corpustest.Open(a.t, form.name)
			a.replace(c.Path(form.archive))
			a.checkArchive(c, form.archive)
		}
	})
}
