package engine

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/spoolscope/spoolscope/app/engine/internal/list"
	"github.com/spoolscope/spoolscope/app/engine/internal/overview"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/protocol/protocoltest"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/goldentest"
)

// logged are the queues of the corpus with their logs, and the logs alone, by name.
type logged struct {
	name string
	e    *Engine
}

func openAllLogged(t *testing.T) []logged {
	t.Helper()
	var out []logged
	for _, system := range []string{"sendmail", "postfix", "exim"} {
		c := corpustest.WithLogs(t, system)
		for _, archive := range []string{"A.tar.gz", "B.tar.gz"} {
			e := newEngine()
			load(t, e, memorySource(archive, c.Read(t, archive)))
			out = append(out, logged{system + ", " + archive, e})
		}
		e := newEngine()
		load(t, e, onlyLogs(t, c.Read(t, "B.tar.gz"))...)
		out = append(out, logged{system + ", logs alone", e})
	}
	return out
}

// onlyLogs returns the logs of an archive as sources of their own.
func onlyLogs(t *testing.T, packed []byte) []parser.Source {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	var out []parser.Source
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(h.Name, "var/log/") || h.Typeflag != tar.TypeReg {
			continue
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		s := memorySource(h.Name[strings.LastIndexByte(h.Name, '/')+1:], b)
		// The times of the archive's files are those of its packing.
		s.ModTime = time.Date(2025, 4, 1, 0, 0, 0, 0, time.UTC)
		out = append(out, s)
	}
}

// The answer to each queue whose mail log is known: since when servers fail, whether other mail goes
// out, and what a log alone cannot prove.
func TestDiagnosisWithLogs(t *testing.T) {
	var b strings.Builder
	for _, l := range openAllLogged(t) {
		d, err := overview.Diagnose(l.e.shown, "", nil)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "# %s\n%s", l.name, protocoltest.Diagnosis(d))
	}
	goldentest.Check(t, "testdata/diagnosis_logs.golden", b.String())
}

// Each phrase leads to exactly its messages, and no original is left in a redacted answer.
func TestDiagnosisWithLogsLeadsToItsMessages(t *testing.T) {
	for _, l := range openAllLogged(t) {
		for _, base := range []string{"", "state:deferred", "event:deferred"} {
			d, err := overview.Diagnose(l.e.shown, base, nil)
			if err != nil {
				t.Fatal(err)
			}
			if d == nil {
				t.Errorf("%s, %q: no answer", l.name, base)
				continue
			}
			for _, p := range append([][]protocol.Phrase{d.Since}, d.Sentences...) {
				for _, p := range p {
					m := list.Messages(l.e.shown, protocol.MessagesRequest{Query: p.Query})
					if p.Query != "" && (m.QueryError != nil || m.Matched != p.Count) {
						t.Errorf("%s, %q: %q leads to %d messages by %s (%v), want %d", l.name, base, p.Text, m.Matched, p.Query, m.QueryError, p.Count)
					}
				}
			}
		}
		rd, err := l.e.redactor("all", "")
		if err != nil {
			t.Fatal(err)
		}
		d, err := overview.Diagnose(l.e.shown, "", rd)
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		check := rd.Check()
		check.Note("answer", string(text))
		if found := check.End(); len(found.Leaks) > 0 {
			t.Errorf("%s: %+v is left in the answer:\n%s", l.name, found.Leaks, text)
		}
	}
}
