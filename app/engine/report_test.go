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
	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// maxReport is the size limit of a report, in bytes.
const maxReport = 2 << 20

// A report on every real queue is well formed, small and free of what it should
// hide; made again it has the same bytes.
func TestReport(t *testing.T) {
	for _, c := range []struct{ name, archive, says string }{
		{"basic", "spool.tgz", "refuse connections"},
		{"bounces", "incident.tar.xz", "Bounces go to forged senders"},
		{"groups", "spool.tar.gz", "quarantined"},
		{"variety", "spool.tar.zst", "in the mail queue"},
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
			for _, part := range []string{c.says, "What to do", "Who is affected", "When is it over?", "Am I affected?", "default-src &#39;none&#39;", "pseudonyms"} {
				if !strings.Contains(page, part) {
					t.Errorf("the report has no %q", part)
				}
			}
			checkReport(t, page)
		})
	}
}

// archiveOf is the archive of a case, or else its first.
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
		case "html", "head", "meta", "title", "style", "body", "main", "div", "span", "h1", "h2", "p", "b", "code", "dl", "dt", "dd",
			"section", "table", "caption", "thead", "tbody", "tr", "th", "td", "ol", "li", "footer":
		default:
			t.Errorf("the report has an element %q", token.Data)
		}
		for _, a := range token.Attr {
			switch a.Key {
			case "class", "scope", "lang", "charset", "name", "content", "http-equiv":
			default:
				t.Errorf("the report has an attribute %s=%q", a.Key, a.Val)
			}
		}
	}
}

// Whatever is in a queue stays text, and the page stays small.
func TestReportHostile(t *testing.T) {
	const hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>**`</style>"
	r := reporting{&capture.Capture{}, nil}
	long := r.text(strings.Repeat(hostile, 1000))
	var out share.Report
	out.Host, out.Headline, out.Lead, out.More, out.Coverage = long, long, long, long, long
	for range share.ReportFindings {
		out.Findings = append(out.Findings, share.ReportFinding{Title: long, Text: long})
		out.Advice = append(out.Advice, share.ReportAdvice{Who: long, Text: long, Command: long})
	}
	for range 4 {
		out.Short = append(out.Short, share.ReportFinding{Title: long, Text: long})
	}
	for range share.ReportRows {
		row := share.ReportRow{Name: long, State: long, Said: long, Sample: long, Count: long, For: long}
		out.Affected, out.Replies = append(out.Affected, row), append(out.Replies, row)
	}
	for range share.ReportCodes {
		out.Codes = append(out.Codes, share.ReportCode{Code: long, Text: long})
	}
	var b bytes.Buffer
	if err := out.Write(&b); err != nil {
		t.Fatal(err)
	}
	if b.Len() > maxReport {
		t.Errorf("the report has %d bytes, want at most %d", b.Len(), maxReport)
	}
	checkReport(t, b.String())
}
