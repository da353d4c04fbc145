package engine

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/engine/internal/list"
	"github.com/spoolscope/spoolscope/app/engine/internal/message"
	"github.com/spoolscope/spoolscope/app/engine/internal/overview"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/corpustest"
)

const hideMost = "addresses,hosts,subjects,bodies"

// sink is a page that keeps one file.
type sink struct {
	bytes.Buffer
	ended bool
}

func (s *sink) End() (int, error) {
	s.ended = true
	return -7, nil
}

// sharing returns an engine with an archive open, and the sink of the next
// file.
func sharing(t *testing.T, name, archive string) (*Engine, *sink) {
	t.Helper()
	e := open(t, corpustest.Open(t, name), archive)
	s := &sink{}
	e.opt.Make = func() Sink {
		*s = sink{}
		return s
	}
	return e, s
}

// ask handles a request and returns its last answer and the number of earlier
// ones.
func ask(ctx context.Context, e *Engine, req protocol.Request) (last protocol.Answer, before int) {
	last = e.Ask(ctx, req, func(protocol.Progress) { before++ })
	return last, before
}

func TestShareMakesFiles(t *testing.T) {
	e, s := sharing(t, "bounces", "incident.tar.xz")
	for _, tt := range []struct {
		format, query, name string
		messages            int
		begins              string
	}{
		{"csv", "", "spoolscope-20231110.csv", 117, "id,host,"},
		{"jsonl", "bounce:no", "spoolscope-20231110.jsonl", 20, "{"},
		{"text", "", "spoolscope-20231110.txt", 117, "Statuses of 117 messages"},
		{"mbox", "", "spoolscope-20231110.mbox", 117, "From "},
		{"archive", "", "spoolscope-20231110.tar.gz", 117, "\x1f\x8b"},
		{"viewer", "", "spoolscope-viewer-20231110.html", 117, `<script type="application/octet-stream" data-file="queue.json">`},
	} {
		t.Run(tt.format, func(t *testing.T) {
			a, before := ask(t.Context(), e, protocol.Request{Share: &protocol.ShareRequest{Format: tt.format, Query: tt.query, Hide: hideMost}})
			if a.Shared == nil {
				t.Fatalf("Share = %+v, want a file", a.Error)
			}
			got := *a.Shared
			if got.Name != tt.name || got.Messages != tt.messages || got.Stream != -7 || got.Size != int64(s.Len()) || !s.ended {
				t.Errorf("Share = %+v, want %s with %d messages and the %d bytes made", got, tt.name, tt.messages, s.Len())
			}
			if !bytes.HasPrefix(s.Bytes(), []byte(tt.begins)) {
				t.Errorf("the file begins %q, want %q", s.Bytes()[:min(s.Len(), 40)], tt.begins)
			}
			if len(got.Leaks) > 0 || got.Searched == 0 || before == 0 {
				t.Errorf("%d leaks in %d bytes searched, %d reports of progress; want none in some with some", len(got.Leaks), got.Searched, before)
			}
		})
	}
}

func TestShareRefuses(t *testing.T) {
	e, _ := sharing(t, "basic", "spool.tgz")
	stopped, stop := context.WithCancel(t.Context())
	stop()
	for _, tt := range []struct {
		name  string
		ctx   context.Context
		req   protocol.ShareRequest
		title string
	}{
		{"stopped", stopped, protocol.ShareRequest{Format: "archive"}, "Stopped."},
		{"no such format", t.Context(), protocol.ShareRequest{Format: "docx"}, "The file could not be made."},
		{"no such filter", t.Context(), protocol.ShareRequest{Format: "csv", Query: "stat:x"}, "The file could not be made."},
		{"nothing such to hide", t.Context(), protocol.ShareRequest{Format: "csv", Hide: "names"}, "The file could not be made."},
		{"several messages", t.Context(), protocol.ShareRequest{Format: "eml"}, "The file could not be made."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, _ := ask(tt.ctx, e, protocol.Request{Share: &tt.req})
			if a.Error == nil || a.Error.Title != tt.title {
				t.Errorf("Share = %+v, want the error %q", a, tt.title)
			}
		})
	}
}

// elements returns a viewer's data, decoded.
func elements(t *testing.T, page []byte) (about protocol.Carried, archive []byte) {
	t.Helper()
	for _, m := range regexp.MustCompile(`data-file="([a-z.]+)">([^<]*)<`).FindAllSubmatch(page, -1) {
		data, err := base64.StdEncoding.DecodeString(string(m[2]))
		if err != nil {
			t.Fatal(err)
		}
		if string(m[1]) == "queue.tar.gz" {
			archive = append(archive, data...)
		} else if err := json.Unmarshal(data, &about); err != nil {
			t.Fatal(err)
		}
	}
	return about, archive
}

// A viewer shows the figures of the queue from which it was made, and names
// nobody in its address or its file name.
func TestShareViewer(t *testing.T) {
	e, s := sharing(t, "bounces", "incident.tar.xz")
	id := e.shown.Queue.Text(e.shown.Queue.ID[e.shown.Queue.Order[0]])
	who := e.shown.Queue.Text(e.shown.Queue.RcptAddr[e.shown.Queue.RcptAt[e.shown.Queue.Order[0]]])
	who = strings.Trim(who, "<>")
	req := protocol.ShareRequest{Format: "viewer", Hide: "addresses,hosts,ids", View: "#/messages", ViewQuery: "to:" + who, ViewID: id, Title: "Tuesday"}
	a, _ := ask(t.Context(), e, protocol.Request{Share: &req})
	if a.Shared == nil || len(a.Shared.Leaks) > 0 {
		t.Fatalf("Share = %+v, want a file without leaks", a)
	}
	about, archive := elements(t, s.Bytes())
	rd, err := redact.New(e.shown.Queue, redact.Redaction{Addresses: true, Hosts: true, IDs: true}, reason.Blame, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := protocol.Carried{
		Name: "queue.tar.gz", Title: "Tuesday", Taken: e.shown.Queue.Taken, Hidden: "addresses,hosts,ids",
		Messages: 117, Total: 117, View: "#/messages", Query: "to:" + rd.Address(who), ID: rd.ID(id),
	}
	if about != want {
		t.Errorf("the viewer says %+v, want %+v", about, want)
	}
	seen := newEngine()
	if l := seen.Load(t.Context(), []parser.Source{memorySource("queue.tar.gz", archive)}, false, func(protocol.Progress) {}); l.Fatal != nil {
		t.Fatal(*l.Fatal)
	}
	before, err := overview.Overview(e.shown, protocol.OverviewRequest{})
	if err != nil {
		t.Fatal(err)
	}
	after, err := overview.Overview(seen.shown, protocol.OverviewRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(before.States, after.States) || before.Recipients != after.Recipients || before.OldestAge != after.OldestAge || before.Groups.Groups != after.Groups.Groups {
		t.Errorf("the viewer's figures are %+v, %d recipients, %d s, %d groups; want %+v, %d, %d, %d",
			after.States, after.Recipients, after.OldestAge, after.Groups.Groups, before.States, before.Recipients, before.OldestAge, before.Groups.Groups)
	}
	if m := list.Messages(seen.shown, protocol.MessagesRequest{Query: about.Query, Count: 1}); m.Matched == 0 {
		t.Errorf("the viewer opens with the filter %q, which matches nothing", about.Query)
	}
	if _, err := message.Detail(seen.shown, protocol.DetailRequest{Ref: -1, ID: about.ID}); err != nil {
		t.Errorf("the viewer opens with the message %q: %v", about.ID, err)
	}
}

// What the user writes is searched as well.
func TestShareFindsLeaks(t *testing.T) {
	e, _ := sharing(t, "bounces", "incident.tar.xz")
	who := strings.Trim(e.shown.Queue.Text(e.shown.Queue.RcptAddr[e.shown.Queue.RcptAt[e.shown.Queue.Order[0]]]), "<>")
	req := protocol.ShareRequest{Format: "viewer", Hide: hideMost, Note: "Ask " + who + " about it"}
	a, _ := ask(t.Context(), e, protocol.Request{Share: &req})
	if a.Shared == nil || len(a.Shared.Leaks) != 1 {
		t.Fatalf("Share = %+v, want one leak", a.Shared)
	}
	if l := a.Shared.Leaks[0]; l.Where != "title and note" || l.Category != "addresses" || !strings.Contains(who, l.Found) {
		t.Errorf("leak %+v, want %s in title and note", l, who)
	}
}

func TestPreview(t *testing.T) {
	e, s := sharing(t, "bounces", "incident.tar.xz")
	p, err := e.preview(call{}, protocol.PreviewRequest{Hide: hideMost})
	if err != nil {
		t.Fatal(err)
	}
	if p.Messages != 117 || len(p.Rows) < 5 || p.Names["viewer"] != "spoolscope-viewer-20231110.html" {
		t.Errorf("Preview = %d messages, %d rows, %q", p.Messages, len(p.Rows), p.Names["viewer"])
	}
	redacted, out := 0, 0
	for _, r := range p.Rows {
		after := ""
		for _, piece := range r.After {
			after += piece.Text
			if piece.Var {
				redacted++
			}
		}
		if r.Out {
			out++
		} else if after == "" {
			t.Errorf("%q has no pseudonym", r.Before)
		}
	}
	if redacted < 4 || out != 1 {
		t.Errorf("%d pieces are redacted and %d rows left out, want 4 or more and 1: %+v", redacted, out, p.Rows)
	}
	for _, format := range []string{"csv", "jsonl", "text", "mbox", "archive", "viewer"} {
		if a, _ := ask(t.Context(), e, protocol.Request{Share: &protocol.ShareRequest{Format: format, Hide: hideMost}}); a.Shared == nil {
			t.Fatalf("%s: %+v", format, a.Error)
		}
		if got, want := p.Sizes[format], int64(s.Len()); got < want*7/10 || got > want*13/10 {
			t.Errorf("%s was thought to have %d bytes, and has %d", format, got, want)
		}
	}
	plain, err := e.preview(call{}, protocol.PreviewRequest{Query: "bounce:no"})
	if err != nil || plain.Messages != 20 {
		t.Fatalf("Preview = %d messages, %v, want 20", plain.Messages, err)
	}
	for _, r := range plain.Rows {
		if len(r.After) != 1 || r.After[0].Var || r.After[0].Text != r.Before || r.Out {
			t.Errorf("nothing is hidden, but %q becomes %+v", r.Before, r.After)
		}
	}
}

// A saved list keeps the pseudonyms of another file; a damaged list is refused
// and changes nothing.
func TestShareMap(t *testing.T) {
	e, _ := sharing(t, "bounces", "incident.tar.xz")
	part, err := e.shareMap(call{}, protocol.ShareMapRequest{Hide: hideMost})
	if err != nil {
		t.Fatal(err)
	}
	var list redact.Map
	if err := json.Unmarshal(part.Data, &list); err != nil || len(list.People) == 0 {
		t.Fatalf("the list has %d people, %v", len(list.People), err)
	}
	for from := range list.People {
		list.People[from] = "person-9" + strings.TrimPrefix(list.People[from], "person-")
	}
	text, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	known := string(text)
	p, err := e.preview(call{}, protocol.PreviewRequest{Hide: hideMost, Known: &known})
	if err != nil || p.Known == 0 {
		t.Fatalf("Preview with a list = %d known, %v", p.Known, err)
	}
	if after := p.Rows[0].After[0].Text; !strings.HasPrefix(after, "person-9") {
		t.Errorf("%q becomes %q, want the list's pseudonym", p.Rows[0].Before, after)
	}
	for _, bad := range []string{"{}", "too large", `{"schema":"spoolscope.map/1","key":"x"}`} {
		if _, err := e.preview(call{}, protocol.PreviewRequest{Hide: hideMost, Known: &bad}); err == nil {
			t.Errorf("Preview with the list %q = nil error, want one", bad)
		}
	}
	none := ""
	if p, err = e.preview(call{}, protocol.PreviewRequest{Hide: hideMost}); err != nil || p.Known == 0 {
		t.Errorf("after a bad list %d are known (%v), want those of the good one", p.Known, err)
	}
	if p, err = e.preview(call{}, protocol.PreviewRequest{Hide: hideMost, Known: &none}); err != nil || p.Known != 0 {
		t.Errorf("without a list %d are known (%v), want none", p.Known, err)
	}
	if _, err := e.shareMap(call{}, protocol.ShareMapRequest{}); err == nil {
		t.Error("ShareMap with nothing hidden = nil error, want one")
	}
}

func TestMarked(t *testing.T) {
	plain := func(s string) protocol.Piece { return protocol.Piece{Text: s} }
	mark := func(s string) protocol.Piece { return protocol.Piece{Text: s, Var: true} }
	for _, tt := range []struct {
		name, before, after string
		want                []protocol.Piece
	}{
		{"the same", "mx.example.org", "mx.example.org", []protocol.Piece{plain("mx.example.org")}},
		{"address", "anna@example.com", "person-0017@example.com", []protocol.Piece{mark("person-0017"), plain("@example.com")}},
		{"within a reply", "550 <a.b@x.example>: no [192.0.2.1]", "550 <person-1@x.example>: no [240.0.0.1]",
			[]protocol.Piece{plain("550 <"), mark("person-1"), plain("@x.example>: no ["), mark("240.0.0.1"), plain("]")}},
		{"other words", "one two", "three", []protocol.Piece{mark("three")}},
		{"nothing left", "one", "", []protocol.Piece{mark("")}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := marked(tt.before, tt.after); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("marked(%q, %q) = %+v, want %+v", tt.before, tt.after, got, tt.want)
			}
		})
	}
}
