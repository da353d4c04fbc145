package smtp

import (
	_ "embed"
	"strings"
	"testing"
)

//go:embed testdata/innocent.txt
var innocent string

// Words alone prove nothing: in a reply with common codes, no text about
// subjects, spam, mailboxes, hosts or greetings makes a meaning certain.
func TestWordsProveNothing(t *testing.T) {
	codes := []struct {
		c Code
		e Enhanced
	}{
		{421, Enhanced{}}, {450, Enhanced{}}, {451, Enhanced{}}, {550, Enhanced{}}, {554, Enhanced{}},
		{451, Enhanced{4, 0, 0}}, {451, Enhanced{4, 3, 0}}, {451, Enhanced{4, 7, 1}}, {550, Enhanced{5, 0, 0}}, {550, Enhanced{5, 7, 1}}, {554, Enhanced{5, 7, 0}},
	}
	lines := 0
	for line := range strings.Lines(innocent) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		lines++
		for _, k := range codes {
			alone := Explain(k.c, k.e, "")
			for _, text := range []string{line, "Service unavailable: " + line, strings.ToUpper(line)} {
				m := Explain(k.c, k.e, text)
				if m.Evidence > Words && (m.Topic != alone.Topic || m.Evidence > alone.Evidence) {
					t.Errorf("%d %v %s: certain of %v because of %q", k.c, k.e, text, m.Topic, m.Because)
					break
				}
				if cut := ExplainCut(k.c, k.e, text); cut.Evidence > Words && (cut.Topic != alone.Topic || cut.Evidence > alone.Evidence) {
					t.Errorf("%d %v %s, cut: certain of %v because of %q", k.c, k.e, text, cut.Topic, cut.Because)
					break
				}
			}
		}
	}
	if lines < 200 {
		t.Errorf("only %d texts were tried", lines)
	}
}
