package engine

import (
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// detailOf asks for a message of the first capture of sendmail's corpus with logs.
func detailOf(t *testing.T, id string) *protocol.Detail {
	t.Helper()
	c := corpustest.WithLogs(t, "sendmail")
	e := newEngine()
	load(t, e, memorySource("A.tar.gz", c.Read(t, "A.tar.gz")))
	return e.Ask(t.Context(), protocol.Request{Detail: &protocol.DetailRequest{Ref: -1, ID: id}}, nil).Detail
}

// The time of a warning is taken from the log, not assumed to be four hours after the arrival.
// sendmail logs a warning with the last reply, if there was one.
func TestWarningsAreTimedByTheLog(t *testing.T) {
	for id, want := range map[string]string{
		"4BU707sR021054": "Mon 30 Dec 11:46 UTC, according to the mail log",
		"4BU707RH021052": "Mon 30 Dec 11:46 UTC, according to the mail log",
		"4BV9XHac021420": "Tue 31 Dec 15:30 UTC, according to the mail log",
	} {
		got := ""
		for _, m := range detailOf(t, id).Timeline {
			if m.Kind == "warned" {
				got = m.Note
			}
		}
		if got != want {
			t.Errorf("%s: warned %q, want %q", id, got, want)
		}
	}
}

// Recipients have the reason that Why shows, not the warning that replaced it in the queue.
func TestRecipientsHaveTheReasonOfTheLog(t *testing.T) {
	d := detailOf(t, "4BV9XHac021420")
	if len(d.Recipients) == 0 {
		t.Fatal("no recipients")
	}
	for _, r := range d.Recipients {
		text := ""
		for _, p := range r.Reason {
			text += p.Text
		}
		if strings.Contains(text, "Warning") || !strings.Contains(text, "refused") || r.Server != "mx.down.example.com" {
			t.Errorf("%s: %q by %q, want that mx.down.example.com refuses", r.Address, text, r.Server)
		}
	}
}

// For a log alone, the evidence is the log, not queue files.
func TestALogAloneIsTheEvidence(t *testing.T) {
	c := corpustest.WithLogs(t, "sendmail")
	e := newEngine()
	packed := only(t, c.Read(t, "A.tar.gz"), func(name string) bool { return strings.HasPrefix(name, "var/log/") })
	if l := e.Load(t.Context(), []parser.Source{memorySource("logs.tar.gz", packed)}, false, func(protocol.Progress) {}); l.Fatal != nil {
		t.Fatal(l.Fatal)
	}
	for query, want := range map[string]string{"state:quarantined": "the mail log shows it", "": "A mail log has no scripts"} {
		o := e.Ask(t.Context(), protocol.Request{Overview: &protocol.OverviewRequest{Query: query}}, nil).Overview
		said := ""
		for _, sentence := range o.Diagnosis.First.Text {
			for _, p := range sentence {
				said += p.Text
			}
			said += " "
		}
		if !strings.Contains(said, want) {
			t.Errorf("%q: %q, want %q", query, said, want)
		}
	}
}
