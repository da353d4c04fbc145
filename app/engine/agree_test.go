package engine

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/spoolscope/spoolscope/app/engine/internal/overview"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// For each real queue, a viewer and a report agree with the page, with the same
// numbers.
func TestFilesAgreeWithPage(t *testing.T) {
	for _, c := range slices.Concat(corpustest.Sendmail(t), corpustest.Foreign(t)) {
		if testing.Short() && c.Name != "bounces" && c.Name != "exim" {
			continue // what the files say does not depend on the platform
		}
		t.Run(c.Name, func(t *testing.T) {
			e, s := sharing(t, c.Name, c.Archives(t)[0])
			page := overviewOf(t, e)
			if page.Diagnosis == nil {
				return // there is no answer
			}
			save := func(format string) []byte {
				a, _ := ask(t.Context(), e, protocol.Request{Share: &protocol.ShareRequest{Format: format}})
				if a.Shared == nil {
					t.Fatalf("no %s: %+v", format, a.Error)
				}
				return s.Bytes()
			}

			_, archive := elements(t, save("viewer"))
			seen := newEngine()
			if l := seen.Load(t.Context(), []parser.Source{memorySource("queue.tar.gz", archive)}, false, func(protocol.Progress) {}); l.Fatal != nil {
				t.Fatal(*l.Fatal)
			}
			viewer := overviewOf(t, seen)
			if !reflect.DeepEqual(viewer.Diagnosis, page.Diagnosis) {
				t.Errorf("the viewer says\n%+v\nwant\n%+v", viewer.Diagnosis, page.Diagnosis)
			}
			if got, want := causesOf(viewer), causesOf(page); !slices.Equal(got, want) {
				t.Errorf("the viewer has the causes %q, want %q", got, want)
			}

			text := textOf(t, save("report"))
			want := []string{plainly(page.Diagnosis.Headline), sentence(page.Diagnosis.Since, false)}
			for _, said := range page.Diagnosis.Sentences {
				want = append(want, sentence(said, false))
			}
			if first := page.Diagnosis.First; first.Title != "" {
				want = append(want, plainly(first.Title))
				if len(first.Text) > 0 {
					want = append(want, sentence(first.Text[0], false))
				}
			}
			for _, said := range want {
				if !strings.Contains(text, plainText(said)) {
					t.Errorf("the report has no %q", said)
				}
			}
		})
	}
}

func overviewOf(t *testing.T, e *Engine) protocol.Overview {
	t.Helper()
	o, err := overview.Overview(e.shown, protocol.OverviewRequest{})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// causesOf returns the causes of an overview, each with its number.
func causesOf(o protocol.Overview) []string {
	var out []string
	for _, c := range o.Causes {
		out = append(out, words.Number(c.Count)+" "+c.Confidence+" "+c.Side+" "+c.Title+" "+c.Subtitle)
	}
	return out
}

// textOf returns the text of a page, with single spaces.
func textOf(t *testing.T, page []byte) string {
	t.Helper()
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(string(page)))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return plainText(b.String())
		case html.TextToken:
			b.Write(z.Text())
		}
	}
}

// plainText returns a text without its entities and with single spaces.
func plainText(s string) string { return strings.Join(strings.Fields(html.UnescapeString(s)), " ") }
