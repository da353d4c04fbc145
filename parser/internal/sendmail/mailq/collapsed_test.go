package mailq

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// A web page joins the lines of a listing into one paragraph.
func TestCollapsed(t *testing.T) {
	_, want, _ := parse(t, "mailq.txt", []byte(worn))
	squeezed := regexp.MustCompile(`\s+`).ReplaceAllString(strings.TrimSpace(worn), " ")
	ids := regexp.MustCompile(`4259f7K\w031337[ *X] ?`)
	for name, text := range map[string]string{
		"all of it":         squeezed + "\n",
		"with words before": "mailq says " + squeezed + "\n",
		"a line an entry":   ids.ReplaceAllString(squeezed, "\n$0"),
	} {
		if f := Sniff([]byte(text)); f != Sendmail {
			t.Errorf("%s: Sniff is %v", name, f)
		}
		var entries []queue.ListingEntry
		_, problems := Parse(bytes.NewReader([]byte(text)), "mailq.txt", Options{}, func(_ int, e queue.ListingEntry) {
			e.Queue = 0
			entries = append(entries, e)
		})
		if got, want := strings.Join(said(entries), "\n"), strings.Join(said(want), "\n"); got != want {
			t.Errorf("%s: entries are\n%s\nwant\n%s\n%v", name, got, want, problems)
		}
	}
	for _, text := range []string{
		"4259f7Kc031337     1834 Tue Mar  5 10:41 <ann@example.org>",
		"4259f7Kc031337     1834 Tue Mar  5 10:41 <ann@example.org> said that <bo@example.net> is gone",
		"Ann <ann@example.org> (by phone) says that it is stuck since Tue Mar  5 10:41 <about>",
	} {
		if lines := collapsed([]byte(text)); lines != nil {
			t.Errorf("%q is %q", text, lines)
		}
	}
}
