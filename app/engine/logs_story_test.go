package engine

import (
	"archive/tar"
	"bytes"
	"fmt"
	"path"
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
	var out []parser.Source
	for _, m := range corpustest.Unpack(t, packed) {
		if !strings.HasPrefix(m.Name, "var/log/") || m.Typeflag != tar.TypeReg {
			continue
		}
		s := memorySource(path.Base(m.Name), m.Data)
		// The times of the archive's files are from packing it.
		s.ModTime = time.Date(2025, 4, 1, 0, 0, 0, 0, time.UTC)
		out = append(out, s)
	}
	return out
}

// The answer to each queue with a mail log: since when servers fail, whether other mail goes out,
// and what a log alone cannot prove.
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
		redactedAnswer(t, l.e, l.name, "all")
	}
}

// What the overview says about all mail leads to exactly the messages that wait, and adds
// up.
func TestAllMailInTheLogs(t *testing.T) {
	for _, l := range openAllLogged(t) {
		a := l.e.Ask(t.Context(), protocol.Request{Overview: &protocol.OverviewRequest{}}, nil).Overview
		g := a.Logged
		if g == nil || g.Received == 0 || g.Delivered == 0 || len(g.Servers) == 0 || len(g.Senders.Rows) == 0 {
			t.Fatalf("%s: all mail is %+v", l.name, g)
		}
		for _, s := range g.Servers {
			if s.Query != "" {
				if n := matched(t, l.e, s.Query, false); n != s.Waiting || n == 0 {
					t.Errorf("%s: %s leads to %d messages by %s, want %d", l.name, s.Name, n, s.Query, s.Waiting)
				}
			}
			if s.Delivered > 0 && (s.LastDelivery < g.From || s.LastDelivery > g.To) {
				t.Errorf("%s: the last delivery to %s is not within the logs", l.name, s.Name)
			}
		}
		sent := g.Senders.Rest
		for _, r := range g.Senders.Rows {
			sent += r.Count
			if r.Query != "" && matched(t, l.e, r.Query, false) < 1 {
				t.Errorf("%s: %s leads to no message by %s", l.name, r.Name, r.Query)
			}
		}
		if sent > g.Received {
			t.Errorf("%s: the senders sent %d messages, and %d came in", l.name, sent, g.Received)
		}
		if tl := a.Timeline; tl != nil && (tl.Traffic == nil || len(tl.Traffic.Steps) == 0) {
			t.Errorf("%s: the timeline has no deliveries", l.name)
		}
		if a := l.e.Ask(t.Context(), protocol.Request{Overview: &protocol.OverviewRequest{Query: "state:deferred"}}, nil).Overview; a.Logged != nil {
			t.Errorf("%s: a part of the queue has all mail", l.name)
		}
	}
}

// A report of two captures says what became of the mail that left.
func TestReportSaysWhatBecameOfMail(t *testing.T) {
	out := &bytes.Buffer{}
	c := corpustest.WithLogs(t, "sendmail")
	e := New(Options{Make: func() Sink { return redactedSink{out} }})
	load(t, e, memorySource("A.tar.gz", c.Read(t, "A.tar.gz")))
	openBeside(t, e, "B.tar.gz", c.Read(t, "B.tar.gz"))
	a := e.Ask(t.Context(), protocol.Request{Share: &protocol.ShareRequest{Format: "report", Hide: "all"}}, func(protocol.Progress) {})
	if a.Error != nil {
		t.Fatal(a.Error)
	}
	for _, want := range []string{"What became of mail?", "92 messages that came in", "Of 33 messages that waited", "22 given up as too old", "4 very likely removed by an operator", `class="dl"`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the report lacks %q", want)
		}
	}
}
