package e2e

import (
	"archive/tar"
	"bytes"
	"encoding/base64"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// shared are the cases that are shared, with their archives.
var shared = []struct {
	name, archive string
	on            []target
}{{"bounces", "incident.tar.xz", targets}, {"variety", "spool.tar.zst", targets[2:3]}}

// hides is what the dialog redacts by default.
const hides = "addresses,hosts,subjects,bodies"

// endings are the file name extensions of the formats in the dialog.
var endings = map[string]string{
	"Viewer with data": ".html", "Report": ".html", "CSV": ".csv", "JSON lines": ".jsonl", "Text": ".txt", "Mailbox": ".mbox", "Archive": ".tar.gz",
}

// share saves a file from the Share dialog, closes the dialog and returns the
// file.
func (a *app) share(format string) []byte {
	a.t.Helper()
	a.must(a.Click("Share"))
	a.wait(`document.querySelector('.redact td')`)
	a.must(a.Click(format))
	const shown = `document.querySelector('.dialog-foot b').textContent`
	stem := "spoolscope-2" // the first digit of the date
	if kind := strings.ToLower(strings.Fields(format)[0]); endings[format] == ".html" {
		stem = "spoolscope-" + kind + "-" // two formats share the extension
	}
	a.wait(shown + `.startsWith(` + drive.Quote(stem) + `) && ` + shown + `.endsWith(` + drive.Quote(endings[format]) + `)`)
	var name string
	a.must(a.Eval(shown, &name))
	a.must(a.Click("Save"))
	data, err := a.Saved(name)
	a.must(err)
	a.must(os.Remove(filepath.Join(a.Downloads(), name))) // the next file may have the same name
	a.wait(`document.querySelector('.dialog-foot .saved')?.textContent.includes('none of it was found')`)
	a.must(a.Type(drive.Escape))
	a.wait(`!document.querySelector('.dialog') && document.activeElement?.id === 'share-button'`)
	return data
}

// export returns the file that spoolscope export writes.
func export(t *testing.T, args ...string) []byte {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out")
	cmd := exec.Command(command(t), append([]string{"export", "-o", out}, args...)...)
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("export %q: %v\n%s", args, err, text)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

var dataElement = regexp.MustCompile(`<script type="application/octet-stream" data-file="(queue\.json|queue\.tar\.gz)">([^<]*)</script>\n`)

// carried returns all text in a viewer's data, decompressed.
func carried(t *testing.T, viewer []byte) string {
	t.Helper()
	var about, packed []byte
	for _, m := range dataElement.FindAllSubmatch(viewer, -1) {
		data, err := base64.StdEncoding.DecodeString(string(m[2]))
		if err != nil {
			t.Fatal(err)
		}
		if string(m[1]) == "queue.json" {
			about = append(about, data...)
		} else {
			packed = append(packed, data...)
		}
	}
	text := string(about)
	members(t, packed, func(h *tar.Header, data []byte) { text += h.Name + "\n" + string(data) })
	return text
}

// people returns the addresses of people in an archive, which must not be in a
// shared file.
func people(t *testing.T, c corpustest.Case, archive string) []string {
	t.Helper()
	public := regexp.MustCompile(`(?i)^(mailer-daemon|postmaster|root)@`)
	seen := map[string]bool{}
	for _, facts := range c.Facts(t) {
		for _, m := range facts.In(archive) {
			all := m.Recipients
			if m.Sender != nil {
				all = append(all[:len(all):len(all)], *m.Sender)
			}
			for _, a := range all {
				if a = strings.Trim(a, "<>"); strings.Contains(a, "@") && !public.MatchString(a) {
					seen[a] = true
				}
			}
		}
	}
	var list []string
	for a := range seen {
		list = append(list, a)
	}
	if len(list) == 0 {
		t.Fatalf("%s has no addresses", c.Name)
	}
	return list
}

// A viewer with data is the single file with an archive inside. Opened from disk,
// it shows the queue that it was made from without people's addresses, makes no
// request, and can make viewers itself.
func TestShareViewer(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../build/spoolscope.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range shared {
		c := corpustest.Open(t, s.name)
		names := people(t, c, s.archive)
		t.Run(s.name, func(t *testing.T) {
			on(t, s.on, drive.Options{}, func(a *app) {
				a.drop(c.Path(s.archive))
				want := a.figures()
				viewer := a.share("Viewer with data")
				if got := dataElement.ReplaceAll(viewer, nil); !bytes.Equal(got, page) {
					a.t.Errorf("without its data the viewer has %d bytes that differ from the single file's %d", len(got), len(page))
				}
				text := carried(a.t, viewer)
				for _, name := range names {
					if regexp.MustCompile(`(?i)(^|[^a-z0-9.-])` + regexp.QuoteMeta(name)).MatchString(text) {
						a.t.Errorf("the viewer has the address %s", name)
					}
				}
				if !a.target.single {
					return // the same bytes are opened in the same engine from the single file
				}

				b := a.target.at(a.t, file(a.t, "viewer.html", viewer))
				b.wait(isOpen)
				if got := b.figures(); got.Messages != want.Messages || got.Recipients != want.Recipients || len(got.States) != len(want.States) {
					b.t.Errorf("the viewer shows %+v, want %+v", got, want)
				}
				b.wait(`document.querySelector('.carried')?.innerText.includes('Made from queue.tar.gz') && document.querySelector('.carried').innerText.includes('Left out: subjects, bodies')`)
				again := b.share("Viewer with data")
				if got := dataElement.ReplaceAll(again, nil); !bytes.Equal(got, page) {
					b.t.Errorf("the viewer's own viewer has %d bytes of page, want the single file's %d", len(got), len(page))
				}
				b.must(b.Drop(corpustest.Open(b.t, "basic").Path("spool.tgz")))
				b.must(b.Click("Replace"))
				b.wait(readFigures + `.Messages === 29 && !document.querySelector('.carried')`)
			})
		})
	}
}

// The page saves the same bytes as the command writes.
func TestShareLikeCommand(t *testing.T) {
	t.Parallel()
	c := corpustest.Open(t, "bounces")
	archive, err := filepath.Abs(c.Path("incident.tar.xz"))
	if err != nil {
		t.Fatal(err)
	}
	page, err := filepath.Abs("../../build/spoolscope.html")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]byte{
		"Report":           export(t, "--format", "report", "--redact", hides, archive),
		"CSV":              export(t, "--format", "csv", "--redact", hides, archive),
		"JSON lines":       export(t, "--format", "jsonl", "--redact", hides, archive),
		"Text":             export(t, "--format", "text", "--redact", hides, archive),
		"Mailbox":          export(t, "--format", "mbox", "--redact", hides, archive),
		"Viewer with data": export(t, "--format", "viewer", "--redact", hides, "--viewer", page, archive),
	}
	both(t, func(a *app) {
		a.drop(archive)
		for _, format := range []string{"Report", "CSV", "JSON lines", "Text", "Mailbox", "Viewer with data"} {
			if got := a.share(format); !bytes.Equal(got, want[format]) {
				a.t.Errorf("%s: the page saved %d bytes that differ from the command's %d", format, len(got), len(want[format]))
			}
		}
	})
}

// Only the messages that match the filter are shared. A list of pseudonyms saved
// from one file can be used for the next.
func TestShareFiltered(t *testing.T) {
	t.Parallel()
	c := corpustest.Open(t, "bounces")
	both(t, func(a *app) {
		a.drop(c.Path("incident.tar.xz"))
		a.goTo("#/overview?q=bounce:no")
		a.wait(`(n => n > 0 && n !== 117)(` + readFigures + `.Messages)`)
		n := a.figures().Messages
		lines := bytes.Count(a.share("CSV"), []byte("\n")) - 1
		if lines != n {
			a.t.Errorf("%d messages were saved, want the %d of the filter", lines, n)
		}
		a.must(a.Click("Share"))
		a.must(a.Click("The whole capture"))
		a.wait(`document.querySelector('.dialog-foot .dim').textContent.includes('117 messages')`)
		a.must(a.Click("Save the list"))
		list, err := a.Saved("PRIVATE-spoolscope-map.json")
		a.must(err)
		a.must(a.Choose("Use a saved list", "platform-map", file(a.t, "map.json", list)))
		a.wait(`document.querySelector('div.share-private').innerText.includes('from your list')`)
		a.must(a.Choose("Use a saved list", "platform-map", file(a.t, "other.json", []byte("{}"))))
		a.wait(`document.querySelector('.share-private [role=alert]')?.innerText.includes('not a pseudonym map')`)
	})
}
