package parser

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// openIn says of each unfinished message of a log what is known of it.
func openIn(q *queue.Queue) (out []string) {
	for m := range q.All() {
		out = append(out, fmt.Sprint(m.ID(), m.State(), m.Created(), m.LastTry(), m.Attempts(), m.Status()))
	}
	slices.Sort(out)
	return out
}

// A log with its newest lines first says the same as the log itself.
func TestNewestFirst(t *testing.T) {
	logs := map[string]string{}
	for _, system := range []string{"sendmail", "postfix", "exim"} {
		for _, m := range corpustest.Unpack(t, corpustest.WithLogs(t, system).Read(t, "A.tar.gz")) {
			if slices.Contains([]string{"maillog", "mail.log", "mainlog"}, path.Base(m.Name)) {
				logs[system] = string(m.Data)
			}
		}
	}
	for system, text := range pastedLogs {
		logs["pasted "+system] = text
	}
	if len(logs) != 6 {
		t.Fatalf("%d logs", len(logs))
	}
	for name, text := range logs {
		t.Run(name, func(t *testing.T) {
			turned := slices.Collect(strings.Lines(text))
			slices.Reverse(turned)
			reversed := strings.Join(turned, "")
			q, got := loadBytes(t, Options{}, source("x.log", []byte(text))), loadBytes(t, Options{}, source("x.log", []byte(reversed)))
			if want := openIn(q); !slices.Equal(openIn(got), want) || len(want) == 0 {
				t.Errorf("got %q, want %q", openIn(got), want)
			}
			noted := func(q *queue.Queue) bool {
				return slices.ContainsFunc(q.Problems, func(p queue.Problem) bool { return p.Kind == queue.KindNewestFirst })
			}
			if noted(q) || !noted(got) {
				t.Errorf("noted for the log: %v, for the turned one: %v", noted(q), noted(got))
			}
			packed := func(text string) []string { // with the year of the file
				return openIn(loadBytes(t, Options{}, source("x.tar", tarOf(t, file{name: "var/log/maillog", data: text}))))
			}
			if got, want := packed(reversed), packed(text); !slices.Equal(got, want) {
				t.Errorf("in an archive: got %q, want %q", got, want)
			}
		})
	}
}

func TestTurnedLines(t *testing.T) {
	for text, want := range map[string]string{
		"":                     "",
		"a\n":                  "a\n",
		"a\nb\n\nc":            "c\n\nb\na\n",
		"c\n of c\n\td\nb\n a": "b\n a\nc\n of c\n\td\n",
		" begins\na\n":         "a\n begins\n",
		"\n\n":                 "\n\n",
	} {
		if got := string(turnedLines([]byte(text))); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// A log that is too large to be turned round is named.
func TestNewestFirstLarge(t *testing.T) {
	var b strings.Builder
	for i := 0; b.Len() <= MaxLogTurned; i++ {
		k := 1<<22 - i
		fmt.Fprintf(&b, "2026-%02d-%02d %02d:%02d:%02d 1wH2Ab-0001xY-2B == bob@example.net R=dnslookup T=remote_smtp defer (110): %s\n", 1+k>>18%12, 1+k>>14%28, k>>12%24, k>>6%60, k%60, strings.Repeat("x", 4000))
	}
	q := loadBytes(t, Options{}, source("x.log", []byte(b.String())))
	if !slices.ContainsFunc(q.Problems, func(p queue.Problem) bool {
		return p.Kind == queue.KindLimit && strings.HasPrefix(p.Reason, "the newest lines of this log come first, and it is larger than 32 MiB")
	}) {
		t.Errorf("not said: %v", q.Problems)
	}
}
