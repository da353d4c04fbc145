package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

func TestSample(t *testing.T) {
	t.Parallel()
	each(t, func(a *app) {
		if a.target.single {
			a.wait(`document.body.innerText.includes('One HTML file. Save it, carry it, open it from disk.')`)
		}
		a.must(a.Click("Open the sample queue"))
		a.wait(isOpen)
		if n := a.figures().Messages; n == 0 {
			a.t.Error("the sample shows no messages")
		}
	})
}

func TestPaste(t *testing.T) {
	t.Parallel()
	c := corpustest.Open(t, "basic")
	each(t, func(a *app) {
		a.must(a.Click("Paste mailq output"))
		a.wait(`document.activeElement?.tagName === 'TEXTAREA' || document.querySelector('.dialog textarea')`)
		a.must(a.Eval(fmt.Sprintf(`(e => { e.value = %s; e.dispatchEvent(new Event('input', {bubbles: true})) })(document.querySelector('.dialog textarea'))`, drive.Quote(string(c.Read(t, "mailq.txt")))), nil))
		a.must(a.Click("Read the listing"))
		a.wait(isOpen)
		if n := a.figures().Messages; n != 29 {
			a.t.Errorf("%d messages are shown, want 29", n)
		}
	})
}

// Files are chosen in the file dialog; the same ones can be chosen again.
func TestChoose(t *testing.T) {
	t.Parallel()
	c := corpustest.Open(t, "basic")
	each(t, func(a *app) {
		for range 2 {
			a.must(a.Choose("Choose files", "platform-files", c.Path("spool.tgz")))
			a.wait(isOpen)
			a.check(want(a.t, c, "spool.tgz"))
			a.must(a.Reload())
			a.must(a.Ready())
		}
		a.must(a.Choose("Choose files", "platform-files", c.Path("mailq.txt"), c.Path("mailq-v.txt")))
		a.wait(isOpen)
		a.wait(readFigures + `.Messages === 29`)
	})
}

// A dropped folder is read like an archive of it.
func TestFolder(t *testing.T) {
	t.Parallel()
	c := corpustest.Open(t, "groups")
	dir := t.TempDir()
	unpack(t, c.Read(t, "spool.tar.gz"), dir)
	each(t, func(a *app) {
		if a.CanDropFolders() {
			a.drop(filepath.Join(dir, "var"))
			a.check(want(a.t, c, "spool.tar.gz"))
			return
		}
		// Where a folder cannot be dropped, its files can, without their paths.
		var files []string
		a.must(filepath.WalkDir(filepath.Join(dir, "var"), func(path string, d os.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				files = append(files, path)
			}
			return err
		}))
		a.drop(files...)
		if got, want := a.figures().Messages, want(a.t, c, "spool.tar.gz").Messages; got != want {
			a.t.Errorf("%d messages are shown, want %d", got, want)
		}
	})
}

// A second archive replaces the first or joins it, as the user chooses.
func TestReplaceAndJoin(t *testing.T) {
	t.Parallel()
	basic, bounces := corpustest.Open(t, "basic"), corpustest.Open(t, "bounces")
	both(t, func(a *app) {
		a.drop(basic.Path("spool.tgz"))
		a.must(a.Drop(bounces.Path("incident.tar.xz")))
		a.must(a.Click("Replace"))
		a.wait(readFigures + `.Messages === 117`)
		a.must(a.Drop(basic.Path("spool.tgz")))
		a.must(a.Click("Add to the open one"))
		a.wait(readFigures + `.Messages === 146`)
	})
}

// A reload forgets the queue, and keeps nothing but the theme.
func TestReload(t *testing.T) {
	t.Parallel()
	each(t, func(a *app) {
		a.dropBasic()
		a.view("gm", "#/messages")
		a.wait(`location.hash.startsWith('#/messages')`)
		a.must(a.Type("t"))
		a.wait(`document.documentElement.dataset.theme === 'light'`)
		a.must(a.Reload())
		a.must(a.Ready())
		a.wait(`document.documentElement.dataset.theme === 'light' && !document.querySelector('a.archive')`)
		a.must(a.Drop(corpustest.Open(a.t, "basic").Path("spool.tgz")))
		a.wait(`document.querySelector('a.archive') && document.querySelector('main .msgs')`) // the address has not changed
	})
}

// A cause links to its messages, opens and closes, and is reached with the
// arrow keys; a row of the status table says how its statuses were understood.
func TestCauses(t *testing.T) {
	t.Parallel()
	engines(t, func(a *app) {
		a.drop(corpustest.Open(a.t, "bounces").Path("incident.tar.xz"))
		a.wait(`document.querySelector('.cause[open] h3')?.textContent.includes('forged senders')`)
		a.must(a.Eval(`document.querySelector('.cause > summary').focus()`, nil))
		a.must(a.Type(drive.ArrowDown))
		a.wait(`document.activeElement === document.querySelectorAll('.cause > summary')[1]`)
		a.must(a.Type(drive.Enter))
		a.wait(`document.querySelectorAll('.cause[open]').length === 2`)
		a.must(a.Type(drive.Enter))
		a.wait(`document.querySelectorAll('.cause[open]').length === 1`)
		a.must(a.Type(drive.Home))
		a.wait(`document.activeElement === document.querySelector('.cause > summary')`)
		a.must(a.Type(drive.Enter))
		a.wait(`!document.querySelector('.cause[open]')`)
		a.must(a.Type(drive.End))
		a.wait(`document.activeElement === document.querySelector('.more-line > summary')`)
		a.must(a.Type(drive.Enter))
		a.wait(`document.querySelector('.more-line[open] .cause')`)
		a.must(a.Eval(`document.querySelector('.first .btn-primary').click()`, nil)) // the button of "Do this first"
		a.wait(`document.querySelector('.cause[open]')?.contains(document.activeElement)`)
		a.wait(`document.querySelector('details.here')`)
		a.must(a.Eval(`document.querySelector('details.here > summary').click()`, nil))
		a.wait(`document.querySelector('details.here[open]')?.innerText.includes('because of')`)
		a.must(a.Eval(`document.querySelector('.cause[open] a.btn').click()`, nil))
		a.wait(`location.hash.startsWith('#/messages') && document.querySelector('main .msgs')`)
		a.wait(`document.querySelector('[aria-rowcount="95"]')`) // 94 and the header
	})
}
