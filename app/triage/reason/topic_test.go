package reason

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/goldentest"
)

// Every status of the corpus has the topic that a person would choose, with the
// evidence that decided.
func TestTopicCorpus(t *testing.T) {
	var b strings.Builder
	for _, c := range corpus(t) {
		rows := map[string]int{}
		for _, s := range c.statuses {
			r := Parse(s)
			topic := r.Topic(s, false)
			if topic.ID == "other" {
				t.Errorf("%s: Parse(%q).topic = %q, want a topic", c.name, s, topic.ID)
			}
			if topic.Because == "" || topic.Title == "" {
				t.Errorf("%s: Parse(%q).topic = %+v, want all of it", c.name, s, topic)
			}
			because := topic.Because
			if because == "“"+words.Join(r.Text)+"”" {
				because = "its text"
			}
			rows[fmt.Sprintf("%-22s %-32s %s", topic.ID, because, r.Key)]++
		}
		var lines []string
		for l, n := range rows {
			lines = append(lines, fmt.Sprintf("%s\t%d", l, n))
		}
		slices.Sort(lines)
		fmt.Fprintf(&b, "# %s\n", c.name)
		for _, l := range lines {
			l, n, _ := strings.Cut(l, "\t")
			fmt.Fprintf(&b, "%4s  %s\n", n, l)
		}
	}
	goldentest.Check(t, "testdata/topics.golden", b.String())
}
