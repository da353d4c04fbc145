package engine

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/share"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// maxReport is the size limit of a report, in bytes.
const maxReport = 2 << 20

// A report on every real queue is well-formed, small and free of what it should
// hide; made again, it has the same bytes.
func TestReport(t *testing.T) {
	for _, c := range []struct{ name, archive, says string }{
		{"basic", "spool.tgz", "refuse connections"},
		{"bounces", "incident.tar.xz", "Returns go to forged senders"},
		{"groups", "spool.tar.gz", "Held back"},
		{"variety", "spool.tar.zst", "messages wait"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, s := sharing(t, c.name, archiveOf(t, c.name, c.archive))
			var files [2][]byte
			for k := range files {
				a, _ := ask(context.Background(), e, protocol.Request{Share: &protocol.ShareRequest{Format: "report", Hide: hideMost}})
				if a.Shared == nil {
					t.Fatalf("no report: %+v", a.Error)
				}
				if len(a.Shared.Leaks) > 0 {
					t.Errorf("the report has %+v", a.Shared.Leaks)
				}
				if !strings.HasSuffix(a.Shared.Name, ".html") || a.Shared.Type != "text/html" {
					t.Errorf("the report is called %q, %q", a.Shared.Name, a.Shared.Type)
				}
				files[k] = bytes.Clone(s.Bytes())
			}
			if !bytes.Equal(files[0], files[1]) {
				t.Error("two reports differ")
			}
			if len(files[0]) > maxReport {
				t.Errorf("the report has %d bytes, want at most %d", len(files[0]), maxReport)
			}
			page := string(files[0])
			for _, part := range []string{c.says, "What to do", "Who is affected", "When is it over?", "Am I affected?", "What comes first?", "In numbers", `<svg class="when"`, "default-src &#39;none&#39;", "pseudonyms"} {
				if !strings.Contains(page, part) {
					t.Errorf("the report has no %q", part)
				}
			}
			checkReport(t, page)
		})
	}
}

// archiveOf returns the archive of a case, or else its first.
func archiveOf(t *testing.T, name, archive string) string {
	t.Helper()
	c := corpustest.Open(t, name)
	for _, a := range c.Archives(t) {
		if a == archive {
			return a
		}
	}
	return c.Archives(t)[0]
}

// checkReport looks for what must not be in a report: scripts, handlers,
// addresses to fetch.
func checkReport(t *testing.T, page string) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return
		}
		token := z.Token()
		if kind != html.StartTagToken {
			continue
		}
		switch token.Data {
		case "html", "head", "meta", "title", "style", "body", "main", "div", "span", "h1", "h2", "p", "b", "i", "code", "dl", "dt", "dd",
			"section", "table", "caption", "thead", "tbody", "tr", "th", "td", "ol", "li", "footer", "figure", "figcaption",
			"svg", "g", "path", "rect", "line", "circle", "text", "tspan":
		default:
			t.Errorf("the report has an element %q", token.Data)
		}
		for _, a := range token.Attr {
			switch a.Key {
			case "class", "scope", "lang", "charset", "name", "content", "http-equiv", "role", "aria-label",
				"xmlns", "viewbox", "preserveaspectratio", "width", "height", "x", "y", "dx", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "d", "text-anchor":
			default:
				t.Errorf("the report has an attribute %s=%q", a.Key, a.Val)
			}
		}
	}
}

// Whatever is in a queue stays text, and the page stays small.
func TestReportHostile(t *testing.T) {
	const hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>**`</style>"
	r := reporting{&capture.Capture{Index: &triage.Index{}}, nil}
	long := r.text(strings.Repeat(hostile, 1000))
	var out share.Report
	out.Host, out.Headline, out.Since, out.More, out.Smaller, out.Coverage = long, long, long, long, long, long
	for range maxAnswer {
		out.Answer = append(out.Answer, long)
	}
	for range share.ReportAdvices {
		out.Advice = append(out.Advice, share.ReportAdvice{Who: long, Text: long})
	}
	for range 4 {
		out.Short = append(out.Short, share.ReportFinding{Title: long, Text: long})
	}
	row := share.ReportRow{Name: long, State: long, Said: long, Count: long, For: long}
	for range share.ReportRows {
		out.Affected = append(out.Affected, row)
	}
	for range share.ReportReplies {
		out.Replies = append(out.Replies, row)
	}
	for range share.ReportCauses {
		out.Causes = append(out.Causes, row)
	}
	for range 2 {
		p := share.ReportPicture{Title: long, Caption: long, Keys: []share.ReportKey{{Class: "kb", Name: long}}}
		for range 2 {
			t := share.ReportTable{Title: long, Heads: []string{long, long}}
			for range share.ReportPlaces {
				t.Rows = append(t.Rows, []string{long, long})
			}
			p.Tables = append(p.Tables, t)
		}
		out.Pictures = append(out.Pictures, p)
	}
	flow := r.flow(&protocol.Flow{Matched: 1, Sources: []protocol.FlowMark{{Name: hostile, Count: 1, Others: 1}},
		Kinds: []protocol.FlowMark{{Class: "bounce", Count: 1}}, Obstacles: []protocol.FlowMark{{Name: hostile, Note: hostile, Count: 1, Side: "here"}},
		In: []protocol.FlowBand{{Count: 1}}, Out: []protocol.FlowBand{{Count: 1}}})
	out.Pictures = append(out.Pictures, flow)
	var b bytes.Buffer
	if err := out.Write(&b); err != nil {
		t.Fatal(err)
	}
	if b.Len() > maxReport {
		t.Errorf("the report has %d bytes, want at most %d", b.Len(), maxReport)
	}
	checkReport(t, b.String())
}

// No client, login or host that should be hidden appears in the sentences, the
// pictures or their tables.
func TestReportHidesSources(t *testing.T) {
	hidden := 0
	for _, c := range corpustest.Sendmail(t) {
		e, s := sharing(t, c.Name, c.Archives(t)[0])
		a, _ := ask(context.Background(), e, protocol.Request{Share: &protocol.ShareRequest{Format: "report", Hide: hideMost}})
		if a.Shared == nil || len(a.Shared.Leaks) > 0 {
			t.Fatalf("%s: no report without leaks: %+v", c.Name, a)
		}
		page := strings.ToLower(s.String())
		x := e.shown.Index
		hops := map[string]bool{}
		for _, v := range x.Server {
			hops[x.Queue.Text(v)] = true
		}
		names := append([]string{}, e.shown.Archive.Hosts...)
		for n := range x.Sources {
			switch src := &x.Sources[n]; src.Origin {
			case triage.ByClient:
				names = append(names, src.Name)
			case triage.ByLogin:
				names = append(names, strings.TrimPrefix(src.Name, "login "))
			case triage.ByScript:
				_, on, _ := strings.Cut(src.Name, " on ")
				names = append(names, on)
			case triage.ByServer:
				_, who, _ := strings.Cut(src.Name, ": ")
				if who != "root" && who != "cron" {
					names = append(names, who)
				}
			}
		}
		for _, name := range names {
			name = strings.ToLower(name)
			if name == "" || hops[name] {
				continue
			}
			hidden++
			for at := 0; ; {
				n := strings.Index(page[at:], name)
				if n < 0 {
					break
				}
				at += n + len(name)
				before, after := page[at-len(name)-1], page[at]
				if !isWord(before) && !isWord(after) {
					t.Errorf("%s: the report names %q: …%s…", c.Name, name, page[max(0, at-len(name)-60):min(len(page), at+60)])
					break
				}
			}
		}
	}
	if hidden == 0 {
		t.Error("no case has a name to hide")
	}
}

func isWord(c byte) bool { return c == '-' || c == '.' || 'a' <= c && c <= 'z' || '0' <= c && c <= '9' }
