package command

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// The summary and the causes as JSON agree for each real queue.
func TestSummaryAgreesWithCauses(t *testing.T) {
	for _, c := range slices.Concat(corpustest.Sendmail(t), corpustest.Foreign(t)) {
		archive := c.Path(c.Archives(t)[0])
		data, stderr, code := execute(t, "causes", "--json", archive)
		if code != 0 {
			t.Fatalf("%s: causes: %s", c.Name, stderr)
		}
		var said struct {
			Diagnosis *protocol.Diagnosis
			Causes    []struct {
				Title string
				Count int
			}
		}
		if err := json.Unmarshal([]byte(data), &said); err != nil {
			t.Fatal(err)
		}
		summary, stderr, code := execute(t, "summary", archive)
		if code != 0 {
			t.Fatalf("%s: summary: %s", c.Name, stderr)
		}
		summary = oneLine(summary)
		var want []string
		if d := said.Diagnosis; d != nil {
			want = append(want, d.Headline, text(d.Since), "Do this first: "+d.First.Title)
			for _, s := range slices.Concat(d.Sentences, d.First.Text) {
				want = append(want, text(s))
			}
		}
		for _, found := range said.Causes {
			want = append(want, found.Title)
			if !hasRow(summary, found.Count, found.Title) {
				t.Errorf("%s: the summary does not count %d of %q", c.Name, found.Count, found.Title)
			}
		}
		for _, s := range want {
			if !strings.Contains(summary, oneLine(s)) {
				t.Errorf("%s: the summary has no %q", c.Name, s)
			}
		}
	}
}

// hasRow reports whether there is a row with a number, a confidence and a
// title.
func hasRow(text string, n int, title string) bool {
	for _, sure := range []string{"certain", "likely", "worth a look"} {
		if strings.Contains(text, strconv.Itoa(n)+" "+sure+" "+oneLine(title)) {
			return true
		}
	}
	return false
}

func text(phrases []protocol.Phrase) string {
	var b strings.Builder
	for _, p := range phrases {
		b.WriteString(p.Text)
	}
	return b.String()
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
