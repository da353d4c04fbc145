package reason

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/goldentest"
)

// corpusCase is the statuses in the control files and listings of a real queue.
// testdata/NAME.txt has a line for each distinct status of a message (q), of a
// recipient (r) or of a quarantined message (h), and pairs of a status as mailq
// showed it (m60, m100 with -v) and the whole (=).
type corpusCase struct {
	name     string
	statuses []string
	listed   []listed
}

type listed struct {
	text, full string
	limit      int
}

func corpus(tb testing.TB) (cases []corpusCase) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) < 8 {
		tb.Fatalf("%d cases in testdata (%v), want 8 or more", len(files), err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			tb.Fatal(err)
		}
		c := corpusCase{name: strings.TrimSuffix(filepath.Base(f), ".txt")}
		for _, line := range bytes.Split(bytes.TrimSuffix(b, []byte("\n")), []byte("\n")) {
			kind, s, _ := strings.Cut(string(line), " ")
			switch kind {
			case "q", "r":
				c.statuses = append(c.statuses, s)
			case "h":
				c.statuses = append(c.statuses, "QUARANTINE: "+s)
			case "=":
				c.listed[len(c.listed)-1].full = s
			default:
				n, err := strconv.Atoi(strings.TrimPrefix(kind, "m"))
				if err != nil {
					tb.Fatalf("%s: line %q", f, line)
				}
				c.listed = append(c.listed, listed{text: s, limit: n})
			}
		}
		cases = append(cases, c)
	}
	return cases
}

func (l listed) parse() Reason {
	if len(l.text) == l.limit {
		return Parse(l.text, Cut)
	}
	return Parse(l.text)
}

func row(r Reason, of map[group]int) string {
	who := r.Server
	if r.Domain != "" {
		who += "?" + r.Domain
	}
	return fmt.Sprintf("%4d  %-11s %-30s %s", of[group{r.Key, r.Server}], r.Kind, who, r.Key)
}

func TestCorpus(t *testing.T) {
	for _, c := range corpus(t) {
		t.Run(c.name, func(t *testing.T) {
			var b strings.Builder
			b.WriteString("# groups of distinct statuses\n")
			b.WriteString(table(parseAll(c.statuses)))

			// The same from the listings alone, where all texts are cut.
			var cut []Reason
			for _, l := range c.listed {
				cut = append(cut, l.parse())
			}
			g := NewGrouper(cut)
			for i := range cut {
				cut[i] = g.Full(cut[i])
			}
			b.WriteString("# groups of listed texts alone\n")
			b.WriteString(table(cut))

			goldentest.Check(t, filepath.Join("testdata", c.name+".golden"), b.String())
		})
	}
}

func parseAll(statuses []string) (rs []Reason) {
	for _, s := range statuses {
		rs = append(rs, Parse(s))
	}
	return rs
}

func table(rs []Reason) string {
	count := map[group]int{}
	for _, r := range rs {
		count[group{r.Key, r.Server}]++
	}
	rows := map[string]bool{}
	for _, r := range rs {
		rows[row(r, count)] = true
	}
	var lines []string
	for l := range rows {
		lines = append(lines, l)
	}
	sort.Slice(lines, func(i, j int) bool { return lines[i][6:] < lines[j][6:] })
	return strings.Join(lines, "\n") + "\n"
}

// A status cut by mailq is in the same group as the one in the control file.
func TestCorpusListed(t *testing.T) {
	for _, c := range corpus(t) {
		t.Run(c.name, func(t *testing.T) {
			all := parseAll(c.statuses)
			for _, l := range c.listed {
				all = append(all, l.parse())
			}
			g := NewGrouper(all)
			for _, l := range c.listed {
				full, r := Parse(l.full), l.parse()
				got := g.Full(r)
				if got.Key != full.Key || got.Server != full.Server {
					t.Errorf("Full(Parse(%q)) = %q, %q, want %q, %q", l.text, got.Key, got.Server, full.Key, full.Server)
				}
				if r.Cut && !r.PrefixOf(full) {
					t.Errorf("Parse(%q).PrefixOf(Parse(%q)) = false", l.text, l.full)
				}
			}
		})
	}
}
