package e2e

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime/multipart"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// injected returns the id of the case's message whose submission has this note.
func injected(t *testing.T, c corpustest.Case, note string) (id string) {
	t.Helper()
	for _, m := range c.Facts(t)[0].Messages {
		if m.Injected != nil && m.Injected.Note == note {
			return m.ID
		}
	}
	t.Fatalf("%s has no message %q", c.Name, note)
	return ""
}

// Message texts in many charsets are shown as the sender wrote them.
func TestMessageTexts(t *testing.T) {
	t.Parallel()
	c := corpustest.Open(t, "mime")
	engines(t, func(a *app) {
		a.drop(c.Path("spool.pax.tar.gz"))
		for _, tc := range []struct{ note, text string }{
			{"utf-8 8bit", "Příliš žluťoučký kůň úpěl ďábelské ódy."},
			{"iso-8859-1", "Voilà: déjà vu, garçon, ½ £5"},
			{"iso-2022-jp", "こんにちは。会議は月曜日です。"},
			{"koi8-r base64 word", "Добрый день!"},
			{"no header at all", "just a body"},
			{"multipart/alternative, utf-8 quoted-printable", "Schöne Grüße, der Äther ist voll."},
		} {
			a.goTo("#/messages?id=" + injected(a.t, c, tc.note))
			a.waitText(tc.text)
		}
	})
}

// A message is read tab by tab: why it is stuck, what the server said, its text
// and its source.
func TestReadMessage(t *testing.T) {
	t.Parallel()
	c := corpustest.Open(t, "basic")
	const reply = "Deferred: 452 4.2.2 <anna@full.example.org>... Mailbox full"
	id := ""
	for _, m := range c.Facts(t)[0].In("spool.tgz") {
		if m.Status != nil && *m.Status == reply {
			id = m.ID
		}
	}
	if id == "" {
		t.Fatalf("no message has the status %q", reply)
	}
	var lines []string // of its body
	for line := range strings.Lines(string(member(t, c.Read(t, "spool.tgz"), "df"+id))) {
		lines = append(lines, strings.TrimSpace(line))
	}
	each(t, func(a *app) {
		a.drop(c.Path("spool.tgz"))
		a.goTo("#/messages?id=" + id)
		a.wait(`document.querySelector('main .why')?.innerText.includes('452 4.2.2')`)
		a.waitText(lines[0])
		a.must(a.Click("Delivery"))
		a.wait(openTab + ` === 'Delivery'`)
		a.waitText("<anna@full.example.org>... Mailbox full")
		// A facet beside the list has the same name.
		a.must(a.Eval(`[...document.querySelectorAll('[role=tab]')].find(tab => tab.textContent === 'Source').click()`, nil))
		a.wait(openTab + ` === 'Source'`)
		for _, line := range lines {
			a.waitText(line)
		}
	})
}

// Attachments are saved byte for byte as they were sent.
func TestSaveAttachment(t *testing.T) {
	t.Parallel()
	c := corpustest.Open(t, "mime")
	id := injected(t, c, "base64 attachments")
	attachments := attached(t, member(t, c.Read(t, "spool.pax.tar.gz"), "df"+id))
	each(t, func(a *app) {
		a.drop(c.Path("spool.pax.tar.gz"))
		a.goTo("#/messages?id=" + id)
		for _, name := range []string{"report.pdf", "notes.zip"} {
			want, ok := attachments[name]
			if !ok {
				a.t.Fatalf("the message has no attachment %s", name)
			}
			a.must(a.Click("Save " + name))
			got, err := a.Saved(name)
			a.must(err)
			if !bytes.Equal(got, want) {
				a.t.Errorf("%s was saved with %d bytes that differ from the %d sent", name, len(got), len(want))
			}
		}
	})
}

// attached returns the attachments of a multipart body by name, decoded by the
// standard library.
func attached(t *testing.T, body []byte) map[string][]byte {
	t.Helper()
	_, rest, _ := bytes.Cut(body, []byte("\n--"))
	boundary, _, _ := bytes.Cut(rest, []byte("\n"))
	if first, ok := bytes.CutPrefix(body, []byte("--")); ok {
		boundary, _, _ = bytes.Cut(first, []byte("\n"))
	}
	files := map[string][]byte{}
	r := multipart.NewReader(bytes.NewReader(body), strings.TrimSpace(string(boundary)))
	for {
		p, err := r.NextPart()
		if err == io.EOF {
			return files
		} else if err != nil {
			t.Fatal(err)
		}
		if p.FileName() != "" {
			data, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, p))
			if err != nil {
				t.Fatal(err)
			}
			files[p.FileName()] = data
		}
	}
}
