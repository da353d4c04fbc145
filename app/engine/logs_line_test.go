package engine

import (
	"bytes"
	"compress/gzip"
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// logLines returns the lines of all logs in an archive, by the names that events give them: "maillog.1.gz:12".
func logLines(t *testing.T, packed []byte) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, s := range onlyLogs(t, packed) {
		b, err := io.ReadAll(io.NewSectionReader(s.At, 0, s.Size))
		if err != nil {
			t.Fatal(err)
		}
		if z, err := gzip.NewReader(bytes.NewReader(b)); err == nil {
			if b, err = io.ReadAll(z); err != nil {
				t.Fatal(err)
			}
		}
		for n, line := range strings.Split(string(b), "\n") {
			out[s.Name+":"+strconv.Itoa(n+1)] = line
		}
	}
	return out
}

// each calls f for each event of a history, including those in folded rows.
func each(list []protocol.Event, f func(protocol.Event)) {
	for _, e := range list {
		if len(e.Folded) > 0 {
			each(e.Folded, f)
			continue
		}
		f(e)
	}
}

// The line shown for an event is the line that it names, in each capture alone and for a message
// that is only in the earlier of two.
func TestLineOfEachEvent(t *testing.T) {
	for _, system := range []string{"sendmail", "postfix", "exim"} {
		c := corpustest.WithLogs(t, system)
		want := logLines(t, c.Read(t, "B.tar.gz"))
		both, _ := openLogged(t, system)
		only := newEngine()
		load(t, only, memorySource("B.tar.gz", c.Read(t, "B.tar.gz")))
		for _, at := range []struct {
			e       *Engine
			earlier bool
		}{{only, false}, {both, false}, {both, true}} {
			page := at.e.Ask(t.Context(), protocol.Request{Earlier: at.earlier, Messages: &protocol.MessagesRequest{Query: "has:history", Count: 8}}, nil).Page
			shown := 0
			for _, row := range page.Rows {
				h := at.e.Ask(t.Context(), protocol.Request{Earlier: at.earlier, Detail: &protocol.DetailRequest{Ref: row.Ref}}, nil).Detail.History
				each(h.Events, func(ev protocol.Event) {
					if shown >= 60 {
						return
					}
					shown++
					a := at.e.Ask(t.Context(), protocol.Request{Earlier: at.earlier, LogLine: &protocol.LogLineRequest{Ref: row.Ref, N: ev.N}}, nil)
					line, ok := want[ev.Source]
					if a.LogLine == nil || !ok && !at.earlier || ok && a.LogLine.Text != line && !at.earlier || a.LogLine.Text == "" || a.LogLine.Missing != "" {
						t.Fatalf("%s, %s: line of event %d = %+v, want %q", system, row.ID, ev.N, a.LogLine, line)
					}
					if !strings.Contains(a.LogLine.Text, row.ID) && system != "exim" {
						t.Errorf("%s: %s is in no line %q", system, row.ID, a.LogLine.Text)
					}
				})
			}
			if shown == 0 {
				t.Errorf("%s: no events", system)
			}
		}
	}
}

// A line is bounded, control characters and those that change the direction of writing are escaped,
// and a line without an event is an error.
func TestLineIsSafe(t *testing.T) {
	c := corpustest.WithLogs(t, "sendmail")
	spool := memorySource("A.tar.gz", c.Read(t, "A.tar.gz"))
	const id = "4BU707RH021052"
	line := "2024-12-30T09:00:00+01:00 mail sm-mta[7]: " + id + ": to=<a@example.com>, delay=00:01:00, mailer=esmtp, pri=1, relay=x.example., dsn=4.0.0, stat=Deferred: \x1b[31m\u202etxt.exe " + strings.Repeat("x", 5000) + "\n"
	e := newEngine()
	load(t, e, spool, memorySource("evil.log", []byte(line)))
	d := e.Ask(t.Context(), protocol.Request{Detail: &protocol.DetailRequest{Ref: -1, ID: id}}, nil).Detail
	found := -1
	each(d.History.Events, func(ev protocol.Event) {
		if strings.HasPrefix(ev.Source, "evil.log") {
			found = ev.N
		}
	})
	a := e.Ask(t.Context(), protocol.Request{LogLine: &protocol.LogLineRequest{Ref: d.Row.Ref, N: found}}, nil).LogLine
	if found < 0 || a == nil {
		t.Fatalf("event %d has no line", found)
	}
	if !a.Cut || a.Bytes != len(line)-1 || len(a.Text) > 5<<10 {
		t.Errorf("a line of %d bytes is shown as %d, cut %v", a.Bytes, len(a.Text), a.Cut)
	}
	if strings.ContainsAny(a.Text, "\x1b\u202e") || !strings.Contains(a.Text, `\033[31m\u202etxt.exe`) {
		t.Errorf("line = %q, want its control characters marked", a.Text[:200])
	}
	if a := e.Ask(t.Context(), protocol.Request{LogLine: &protocol.LogLineRequest{Ref: d.Row.Ref, N: 1 << 20}}, nil); a.Error == nil {
		t.Error("an event that is not there has a line")
	}
}
