package engine

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// fateWords maps the fates in the facts of a corpus to values of diff:.
var fateWords = map[string]string{
	"delivered": "delivered", "bounced": "bounced", "partly delivered, rest bounced": "bounced",
	"expired": "expired", "partly delivered, rest expired": "expired", "removed by hand": "likely-removed",
	"discarded": "discarded", "went on under other ids": "moved-on",
}

// openLogged opens the two captures of a mail system that came with its logs.
func openLogged(t *testing.T, system string) (*Engine, corpustest.Case) {
	t.Helper()
	c := corpustest.WithLogs(t, system)
	e := newEngine()
	load(t, e, memorySource("A.tar.gz", c.Read(t, "A.tar.gz")))
	openBeside(t, e, "B.tar.gz", c.Read(t, "B.tar.gz"))
	return e, c
}

// matched returns how many messages of one of the captures a query selects, or -1.
func matched(t *testing.T, e *Engine, query string, earlier bool) int {
	t.Helper()
	a := e.Ask(t.Context(), protocol.Request{Earlier: earlier, Messages: &protocol.MessagesRequest{Query: query}}, nil)
	if a.Page == nil || a.Page.QueryError != nil {
		return -1
	}
	return a.Page.Matched
}

// The fate of each message that is only in the earlier capture agrees with the facts, which do
// not come from the log.
func TestFatesOfSendmail(t *testing.T) {
	e, c := openLogged(t, "sendmail")
	var facts struct {
		Messages []struct {
			ID, End string
			InQueue map[string]any `json:"in_queue"`
			Notices []struct{ ID, Text string }
		}
	}
	if err := json.Unmarshal(c.Read(t, "facts.json"), &facts); err != nil {
		t.Fatal(err)
	}
	went := 0
	for _, m := range facts.Messages {
		if m.InQueue["A"] != true || m.InQueue["B"] == true {
			continue
		}
		went++
		word := fateWords[m.End]
		if n := matched(t, e, "id:="+m.ID+" diff:went diff:"+word, true); n != 1 {
			t.Errorf("%s, %s: diff:%s selects %d messages, want it", m.ID, m.End, word, n)
		}
		h := e.Ask(t.Context(), protocol.Request{Earlier: true, Detail: &protocol.DetailRequest{Ref: -1, ID: m.ID}}, nil).Detail.History
		if h == nil || h.Gone == nil {
			t.Fatalf("%s, %s: its fate is not shown", m.ID, m.End)
		}
		for _, n := range m.Notices {
			found := false
			for _, l := range h.Gone.Notices {
				found = found || l.ID == n.ID && l.Fate+l.Query != ""
			}
			if !found {
				t.Errorf("%s: %+v lacks the notice %s, or what became of it", m.ID, h.Gone, n.ID)
			}
		}
	}
	if n := diff(t, e, protocol.DiffRequest{}).Went; n != went || went == 0 {
		t.Errorf("%d messages went, want %d", n, went)
	}
}

// The kinds of departures in a comparison add up to the messages that went.
func TestFatesAddUp(t *testing.T) {
	e, _ := openLogged(t, "sendmail")
	d := diff(t, e, protocol.DiffRequest{})
	sum := 0
	for _, k := range d.Gone {
		sum += k.Count
		if n := matched(t, e, k.Query, true); n != k.Count {
			t.Errorf("%s: %d, and %q selects %d", k.Title, k.Count, k.Query, n)
		}
	}
	if sum != d.Went {
		t.Errorf("%d messages went, and what became of them adds up to %d", d.Went, sum)
	}
}

// If the queue has a delay warning instead of the reason, the reason comes from the log, and the
// screen says so.
func TestReasonsFromTheLog(t *testing.T) {
	c := corpustest.WithLogs(t, "sendmail")
	e := newEngine()
	load(t, e, memorySource("A.tar.gz", c.Read(t, "A.tar.gz")))
	if n := matched(t, e, "why:delay-warning", false); n != 0 {
		t.Errorf("%d messages hide their reasons behind a delay warning, want none", n)
	}
	d := e.Ask(t.Context(), protocol.Request{Detail: &protocol.DetailRequest{Ref: -1, ID: "4BV9XHac021420"}}, nil).Detail
	why := strings.Join(d.Why.Text, " ")
	if !strings.Contains(why, "from the mail log") || !strings.Contains(why, "mx.down.example.com") {
		t.Errorf("why = %q, want the server that refuses, from the mail log", why)
	}
	if d := e.Ask(t.Context(), protocol.Request{Detail: &protocol.DetailRequest{Ref: -1, ID: "4BU707RH021052"}}, nil).Detail; !strings.Contains(strings.Join(d.Why.Text, " "), "According to the mail log it has failed since") {
		t.Errorf("why = %q, want since when it fails", d.Why.Text)
	}
}

// Names that occur only in the log are in no redacted file: senders, logins, clients and the ids of
// notices.
func TestLogsAreRedacted(t *testing.T) {
	c := corpustest.WithLogs(t, "sendmail")
	for _, format := range []string{"jsonl", "csv", "text", "archive", "report"} {
		out := &bytes.Buffer{}
		e := New(Options{Make: func() Sink { return redactedSink{out} }})
		load(t, e, memorySource("B.tar.gz", c.Read(t, "B.tar.gz")))
		a := e.Ask(t.Context(), protocol.Request{Share: &protocol.ShareRequest{Format: format, Hide: "all"}}, func(protocol.Progress) {})
		if a.Error != nil || a.Shared == nil {
			t.Fatalf("%s: %+v", format, a.Error)
		}
		if left := a.Shared.Logs > 0; left != (format == "archive") {
			t.Errorf("%s: left out are %d logs", format, a.Shared.Logs)
		}
		text := out.String()
		if format == "archive" {
			text = unpackedText(t, out.Bytes())
		}
		h := e.Read().History
		for _, ev := range h.Events {
			for _, s := range []queue.Str{ev.Sender, ev.Login} {
				local, domain, ok := strings.Cut(strings.Trim(e.Read().Text(s), "<>"), "@")
				if ok && domain == "winter.example.org" && local != "root" && local != "postmaster" && strings.Contains(text, local+"@") {
					t.Fatalf("%s has the sender %s@%s", format, local, domain)
				}
			}
			if ev.Kind == queue.EventReceived && ev.Peer != 0 && strings.Contains(text, e.Read().Text(ev.Peer)) && strings.Contains(e.Read().Text(ev.Peer), ".") {
				t.Fatalf("%s has the client %s", format, e.Read().Text(ev.Peer))
			}
			if id := e.Read().Text(ev.Other); len(id) > 10 && strings.Contains(text, id) && strings.Contains(text, `"other"`) {
				t.Fatalf("%s has the id %s", format, id)
			}
		}
		if format == "jsonl" && !strings.Contains(text, `"events":[`) {
			t.Error("jsonl has no events")
		}
	}
}

// redactedSink keeps what is written in memory.
type redactedSink struct{ *bytes.Buffer }

// End implements Sink.
func (redactedSink) End() (int, error) { return 0, nil }

// unpackedText returns the text of all files of a .tar.gz, with their names.
func unpackedText(t *testing.T, packed []byte) string {
	t.Helper()
	var all strings.Builder
	for _, m := range corpustest.Unpack(t, packed) {
		all.WriteString(m.Name + "\n")
		all.Write(m.Data)
	}
	return all.String()
}

// The fates in the other mail systems agree with the facts of their corpora: between the captures,
// messages were deleted, expired, requeued and unlinked by hand.
func TestFatesOfOthers(t *testing.T) {
	for system, want := range map[string]map[string]string{
		"postfix": {
			"06A7DD1": "delivered", "92BE1128": "delivered", "B9AE7A0": "delivered", "2BAC3E0": "removed", "C4480AF": "likely-removed",
			"1C10BD9": "expired", "3B61DEA": "expired", "B613E9E": "expired", "C7144B5": "expired", "CF424BE": "expired", "CF94ABF": "expired", "D1611C3": "expired",
			"4YMs3X1Y05z4V": "expired", "C8880B7": "moved-on",
		},
		"exim": {
			"1ty4dF-0005EO-2C": "delivered", "1ty4dG-0005EQ-0I": "expired", "1ty4dK-0005Ek-0g": "removed", "1ty4dK-0005El-1L": "removed",
			"1ty4dL-0005Eo-07": "likely-removed", "1ty4dM-0005Fh-01": "discarded", "1tyD3o-0005I0-1V": "delivered", "1tyD3o-0005I3-1d": "delivered", "1tyD3o-0005I6-1j": "delivered", "1tyD3o-0005I9-1p": "delivered",
			"1tyD3o-0005IC-1z": "delivered", "1tyD3o-0005IF-24": "delivered", "1tyD3o-0005II-2A": "delivered", "1tyD3o-0005IL-2G": "delivered",
			"1tyD3o-0005IO-2M": "delivered", "1tyD3o-0005IR-2S": "delivered", "1tyD3o-0005IY-2d": "delivered", "1tyD3o-0005Ib-2h": "delivered",
			"1tyD3o-0005Ie-2l": "delivered", "1tyD3o-0005Ih-2p": "delivered",
		},
	} {
		t.Run(system, func(t *testing.T) {
			e, _ := openLogged(t, system)
			if n := matched(t, e, "diff:went", true); n != len(want) {
				t.Errorf("%d messages went, want %d", n, len(want))
			}
			for id, word := range want {
				if n := matched(t, e, "id:="+id+" diff:went diff:"+word, true); n != 1 {
					h := e.Ask(t.Context(), protocol.Request{Earlier: true, Detail: &protocol.DetailRequest{Ref: -1, ID: id}}, nil).Detail.History
					t.Errorf("%s: diff:%s selects %d messages; the history says %+v", id, word, n, h.Gone)
				}
			}
		})
	}
}
