package redact_test

import (
	"archive/tar"
	"bytes"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"

	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/app/redact/redacttest"
)

// Each leak is found once, with the line that it is in, wherever the windows of
// the search end.
func TestCheckWindows(t *testing.T) {
	rd := redacttest.New(t, redacttest.Sample(), redact.Redaction{Addresses: true})
	const who = "anna.berg@our.example"
	const first, window = redact.CheckWindow + redact.CheckOverlap, redact.CheckWindow + 2*redact.CheckOverlap
	line := strings.Repeat("x ", 49) + "x\n" // 100 bytes
	for _, at := range []int{0, redact.CheckWindow, first - 100, first - 5, first, window - 5, window + 1000, 3 * window} {
		lines := at / len(line)
		text := strings.Repeat(line, lines) + strings.Repeat(" ", at%len(line)) + who + "\n" + strings.Repeat(line, 10)
		c := rd.Check()
		if _, err := io.Copy(c, strings.NewReader(text)); err != nil {
			t.Fatal(err)
		}
		found := c.End()
		if len(found.Leaks) != 1 || found.More != 0 || found.Searched != int64(len(text)) {
			t.Errorf("at %d: %d leaks and %d more in %d bytes, want 1 in %d", at, len(found.Leaks), found.More, found.Searched, len(text))
			continue
		}
		if l, want := found.Leaks[0], "line "+strconv.Itoa(lines+1); l.Where != want || l.Offset != int64(at) {
			t.Errorf("at %d: found in %s at %d, want %s", at, l.Where, l.Offset, want)
		}
	}
}

// A leak in an archive is in one of its members; their names are searched as
// well.
func TestCheckArchive(t *testing.T) {
	rd := redacttest.New(t, redacttest.Sample(), redact.Redaction{Addresses: true})
	const who = "anna.berg@our.example"
	c := rd.Check()
	var out bytes.Buffer
	err := c.Archive(&out, func(r io.Reader) io.Reader { return r }, func(w io.Writer) error {
		z := gzip.NewWriter(w)
		a := tar.NewWriter(z)
		for _, f := range []struct{ name, text string }{
			{"mqueue/qf1", "V8\nMnothing\n"}, {"mqueue/qf2", "V8\nRPF:" + who + "\n"}, {"mqueue/" + who, ""}, {"mqueue/df2", "text\n"},
		} {
			if err := a.WriteHeader(&tar.Header{Name: f.name, Size: int64(len(f.text)), Mode: 0o600}); err != nil {
				return err
			}
			if _, err := io.WriteString(a, f.text); err != nil {
				return err
			}
		}
		if err := a.Close(); err != nil {
			return err
		}
		return z.Close()
	})
	if err != nil {
		t.Fatal(err)
	}
	var where []string
	for _, l := range c.End().Leaks {
		where = append(where, l.Where)
	}
	if want := []string{"mqueue/qf2", "mqueue/" + who}; !slices.Equal(where, want) {
		t.Errorf("leaks in %q, want %q", where, want)
	}
	if _, err := gzip.NewReader(&out); err != nil {
		t.Errorf("the archive did not pass through: %v", err)
	}
}

// Data that a file holds in a form of its own is searched under a name.
func TestCheckNote(t *testing.T) {
	c := redacttest.New(t, redacttest.Sample(), redact.All).Check()
	c.Note("title", "for anna.berg@our.example")
	if found := c.End(); found.Count() != 1 || found.Leaks[0].Where != "title" {
		t.Errorf("found %+v, want one leak in the title", found)
	}
	var none *redact.Redactor
	c = none.Check()
	c.Note("title", "for anna.berg@our.example")
	if found := c.End(); found.Count() != 0 || found.Searched != 0 {
		t.Errorf("without a redactor found %+v", found)
	}
}
