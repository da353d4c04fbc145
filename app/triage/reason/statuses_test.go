package reason

import (
	"cmp"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/smtp"
)

// labelled is a status from a real server with the topics that an expert
// accepts for it.
type labelled struct {
	tag, status string
	accepted    []string
}

// labelledStatuses reads testdata/*.tsv.
func labelledStatuses(t *testing.T) (all []labelled) {
	var b []byte
	for _, f := range []string{"testdata/statuses.tsv", "testdata/providers.tsv", "testdata/wild.tsv"} {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		b = append(b, text...)
	}
	for line := range strings.Lines(string(b)) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") || len(f) < 3 {
			continue
		}
		all = append(all, labelled{f[0], f[1], strings.Fields(f[2])})
	}
	if len(all) < 1300 {
		t.Fatalf("testdata has %d statuses, want 1300 or more", len(all))
	}
	return all
}

// Current texts of real servers are understood.
func TestLabelledStatuses(t *testing.T) {
	for _, l := range labelledStatuses(t) {
		r := Parse(l.status)
		if topic := r.Topic(l.status, false); !slices.Contains(l.accepted, topic.ID) {
			t.Errorf("%s: Parse(%q).topic = %s because of %s, want one of %q", l.tag, l.status, topic.Key, topic.Because, l.accepted)
		}
	}
}

// leastCut is the percentage of statuses that must be understood after mailq
// has cut them: in the others the decisive part is cut off.
const leastCut = 95

func TestLabelledStatusesCut(t *testing.T) {
	const mailq = 60 // bytes that mailq shows
	right, all := 0, labelledStatuses(t)
	for _, l := range all {
		s, opts := l.status, []Option(nil)
		if len(s) >= mailq {
			s, opts = s[:mailq], []Option{Cut}
		}
		r := Parse(s, opts...)
		topic := r.Topic(s, false)
		if slices.Contains(l.accepted, topic.ID) {
			right++
			continue
		}
		if topic.Evidence > smtp.Words && r.Cut {
			t.Errorf("%s: Parse(%q).topic = %s because of %s, surely, want one of %q", l.tag, s, topic.Key, topic.Because, l.accepted)
		}
		t.Logf("%s: Parse(%q).topic = %s because of %s, want one of %q", l.tag, s, topic.Key, topic.Because, l.accepted)
	}
	if 100*right < leastCut*len(all) {
		t.Errorf("%d of %d cut statuses have a right topic, want %d %%", right, len(all), leastCut)
	}
}

// reviewed is a status of another system and its reviewed meaning: code,
// enhanced code, server, domain, kind, topic, side and class.
type reviewed struct {
	status string
	means  []string
}

// reviewedStatuses returns those of testdata/NAME.tsv, which must not become few.
func reviewedStatuses(t *testing.T, name string) (all []reviewed) {
	t.Helper()
	table, err := os.ReadFile("testdata/" + name + ".tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(table)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		all = append(all, reviewed{f[8], f[:8]})
	}
	if len(all) < 130 {
		t.Errorf("testdata/%s.tsv has %d texts, want 130 or more", name, len(all))
	}
	return all
}

// check compares how the status was read.
func (row *reviewed) check(t *testing.T, r *Reason, topic Topic) {
	t.Helper()
	side := ObstacleOf(topic.Key).Side
	if IsLocalhost(r.Server) {
		side = Here
	}
	got := []string{r.CodeText(), r.EnhancedText(), r.Server, r.Domain, r.Kind, topic.Key, string(side), r.Class.String()}
	for k := range got[:4] {
		got[k] = cmp.Or(got[k], "-")
	}
	if !slices.Equal(got, row.means) {
		t.Errorf("Parse(%q) =\n%q, want\n%q", row.status, got, row.means)
	}
}
