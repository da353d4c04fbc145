package e2e

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// planFiles returns the files that the command writes for a plan, by name.
func planFiles(t *testing.T, archive string, args ...string) map[string][]byte {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "plan")
	cmd := exec.Command(command(t), append([]string{"purge", archive, "--script", dir}, args...)...)
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("purge %q: %v\n%s", args, err, text)
	}
	files := map[string][]byte{}
	for _, name := range []string{"purge.sh", "undo.sh", "manifest.sha256"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		files[name] = data
	}
	return files
}

const (
	goes    = `document.querySelector('.balance strong').innerText`
	checked = `document.querySelectorAll('.plan-table .check:checked').length`
)

// savesPlan saves the files of a plan, which must equal those that the command writes.
func (a *app) savesPlan(want map[string][]byte) {
	a.t.Helper()
	for name, bytesWanted := range want {
		label := name
		if name == "purge.sh" {
			label = "Download " + name
		}
		a.must(a.Click(label))
		data, err := a.Saved(name)
		a.must(err)
		a.must(os.Remove(filepath.Join(a.Downloads(), name)))
		if !bytes.Equal(data, bytesWanted) {
			a.t.Errorf("%s: the page saved %d bytes that differ from the command's %d", name, len(data), len(bytesWanted))
		}
		a.wait(`document.querySelector('.plan-reason').innerText.includes('Saved ` + name + `')`)
	}
}

// A plan is made with keyboard and mouse; its files equal those that the command
// writes.
func TestCleanup(t *testing.T) {
	t.Parallel()
	archive := corpustest.Open(t, "bounces").Path("incident.tar.xz")
	want := planFiles(t, archive, "--reason", "forged senders")
	each(t, func(a *app) {
		a.drop(archive)
		a.view("gc", "#/cleanup")
		a.wait(goes + ` === '75 messages'`)
		a.waitText("You run this")

		// No file is written without a reason.
		a.must(a.Click("Download purge.sh"))
		a.wait(`document.activeElement.id === 'plan-reason' && document.querySelector('.plan-reason').innerText.includes('A reason is missing')`)
		a.must(a.Type("forged senders"))
		a.wait(`document.querySelector('.script pre').innerText.includes('# Reason     forged senders')`)
		a.savesPlan(want)

		// One message is kept; counts link to their messages.
		a.must(a.Eval(`document.querySelector('.plan-table tbody .check').click()`, nil))
		a.wait(goes + ` === '74 messages' && ` + checked + ` === 9`)
		a.must(a.Eval(`document.querySelector('.balance strong a').click()`, nil))
		a.wait(`document.querySelector('main .msgs[aria-rowcount="75"]')`)
		a.must(a.Eval(`history.back()`, nil))
		a.wait(goes + ` === '74 messages'`)
		a.must(a.Eval(`document.querySelector('#plan-grep').click()`, nil))
		a.wait(goes + ` === '84 messages'`)

		// Messages picked in the list.
		a.goTo("#/messages")
		a.wait(`document.querySelector('#grid:not([aria-busy]) tbody .k-chk .check')`)
		a.must(a.Type("jx"))
		a.wait(`document.querySelectorAll('#grid .check:checked').length === 1`)
		a.must(a.Eval(`document.querySelectorAll('#grid tbody .k-chk .check')[2].click()`, nil))
		a.wait(`document.querySelectorAll('#grid .check:checked').length === 2 && location.hash === '#/messages'`)
		a.must(a.Click("Clean up 2 picked"))
		a.wait(goes + ` === '2 messages' && location.hash === '#/cleanup'`)
		a.must(a.Eval(`document.querySelector('#plan-release').click()`, nil))
		a.waitText("Left out: not in a state that this applies to")
	})
}
