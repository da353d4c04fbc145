package command

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// metricsOf runs the command and reads what it prints, as strictly as a
// collector: the value of each sample by its name and labels.
func metricsOf(t *testing.T, args ...string) map[string]int64 {
	t.Helper()
	out, stderr, code := execute(t, append([]string{"summary", "--prometheus"}, args...)...)
	if code != exitOK {
		t.Fatalf("summary --prometheus %q: exit code %d, stderr %q", args, code, stderr)
	}
	again, _, _ := execute(t, append([]string{"summary", "--prometheus"}, args...)...)
	if out != again {
		t.Errorf("summary --prometheus %q prints something else the second time", args)
	}
	return readExposition(t, out)
}

var (
	helpLine   = regexp.MustCompile(`^# HELP (spoolscope_[a-z_]+) [A-Z0-9].*\.$`)
	sampleLine = regexp.MustCompile(`^(spoolscope_[a-z_]+)(?:\{((?:[a-z]+="(?:[^"\\\n]|\\["\\n])*",?)+)\})? (-?\d+)$`)
)

func readExposition(t *testing.T, text string) map[string]int64 {
	t.Helper()
	if !utf8.ValidString(text) || !strings.HasSuffix(text, "\n") {
		t.Errorf("the metrics are not UTF-8, or do not end with a newline: %q", text)
	}
	samples, families, family := map[string]int64{}, map[string]bool{}, ""
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	for n := 0; n < len(lines); n++ {
		if m := helpLine.FindStringSubmatch(lines[n]); m != nil {
			family = m[1]
			if n++; n == len(lines) || lines[n] != "# TYPE "+family+" gauge" || families[family] {
				t.Fatalf("line %d: metric %s has no type, or is there twice", n, family)
			}
			families[family] = true
			continue
		}
		m := sampleLine.FindStringSubmatch(lines[n])
		if m == nil || m[1] != family {
			t.Fatalf("line %d is not a sample of %s: %q", n+1, family, lines[n])
		}
		name := strings.TrimSuffix(lines[n], " "+m[3])
		if _, twice := samples[name]; twice {
			t.Errorf("sample %s is there twice", name)
		}
		samples[name], _ = strconv.ParseInt(m[3], 10, 64)
	}
	return samples
}

// sum adds up the samples of a metric.
func sum(samples map[string]int64, metric string) (n int64) {
	for name, v := range samples {
		if name == metric || strings.HasPrefix(name, metric+"{") {
			n += v
		}
	}
	return n
}

// Every breakdown counts each message exactly once.
func TestMetricsAddUp(t *testing.T) {
	for _, c := range corpustest.Sendmail(t) {
		archive := c.Archives(t)[0]
		t.Run(c.Name, func(t *testing.T) {
			samples := metricsOf(t, c.Path(archive))
			want := sum(samples, "spoolscope_messages")
			for _, by := range []string{"age", "side", "cause"} {
				if got := sum(samples, "spoolscope_messages_by_"+by); got != want {
					t.Errorf("messages by %s are %d, want %d", by, got, want)
				}
			}
		})
	}
}

func TestMetricsValues(t *testing.T) {
	tests := []struct {
		corpus, file string
		want         map[string]int64
	}{
		{"empty", "with-mailq.tgz", map[string]int64{
			`spoolscope_messages{state="deferred"}`: 0, `spoolscope_oldest_age_seconds`: 0, `spoolscope_complete`: 1,
		}},
		{"groups", "spool.tar.gz", map[string]int64{
			`spoolscope_messages{state="deferred"}`: 50, `spoolscope_messages{state="quarantined"}`: 20,
			`spoolscope_messages_by_side{side="ours"}`: 20, `spoolscope_messages_by_cause{cause="quarantined"}`: 20,
			`spoolscope_recipients`: 357, `spoolscope_data_bytes`: 57086, `spoolscope_complete`: 1,
			`spoolscope_oldest_age_seconds`: 86399, `spoolscope_capture_timestamp_seconds`: 1694679634,
		}},
		{"bounces", "incident.tar.xz", map[string]int64{
			`spoolscope_messages{state="deferred"}`: 116, `spoolscope_messages_by_cause{cause="backscatter"}`: 94, `spoolscope_messages_by_side{side="ours"}`: 94,
		}},
		{"two-hosts", "nested.zip", map[string]int64{
			`spoolscope_messages{host="mx-in.example.org",state="deferred"}`: 28, `spoolscope_messages{host="mx-out.example.org",state="deferred"}`: 22,
		}},
		{"lost-and-broken", "spool.zip", map[string]int64{
			`spoolscope_messages{state="lost"}`: 4, `spoolscope_messages{state="orphan"}`: 6, `spoolscope_messages_by_age{age="unknown"}`: 8,
		}},
	}
	for _, tt := range tests {
		samples := metricsOf(t, corpustest.Open(t, tt.corpus).Path(tt.file))
		for name, want := range tt.want {
			if got, ok := samples[name]; !ok || got != want {
				t.Errorf("%s: %s is %d, %v, want %d", tt.corpus, name, got, ok, want)
			}
		}
	}
}

// The metrics say so if a source is truncated or not understood.
func TestMetricsIncomplete(t *testing.T) {
	dir := t.TempDir()
	listing := corpustest.Open(t, "basic").Read(t, "mailq.txt")
	for name, text := range map[string][]byte{"cut.txt": listing[:len(listing)/2], "letter.txt": []byte("Dear all, nothing is stuck here.\n")} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{
		{filepath.Join(dir, "cut.txt")}, {corpustest.Open(t, "basic").Path("mailq.txt"), filepath.Join(dir, "letter.txt")},
	} {
		if got := metricsOf(t, args...)["spoolscope_complete"]; got != 0 {
			t.Errorf("spoolscope_complete of %q is %d, want 0", args, got)
		}
	}
	if out, _, code := execute(t, "summary", "--prometheus", filepath.Join(dir, "letter.txt")); out != "" || code != exitFailed {
		t.Errorf("of no queue at all the metrics are %q, exit code %d, want none and %d", out, code, exitFailed)
	}
}

// There are no more hosts than documented, their names are harmless, and every
// message is counted.
func TestMetricsHosts(t *testing.T) {
	dir := t.TempDir()
	control := "V8\nT1700000000\nK0\nN0\nP30000\nSa@example.org\nRPFD:b@example.net\n.\n"
	const hosts = maxMetricHosts + 3
	for n := range hosts {
		name := fmt.Sprintf("mx%02d.example.org", n)
		switch n {
		case 0:
			name = `mx"} 1.example.org`
		case 1:
			name = "other.example.org"
		}
		spool := filepath.Join(dir, name, "var", "spool", "mqueue")
		if err := os.MkdirAll(spool, 0o755); err != nil {
			t.Fatal(err)
		}
		for k := range 1 + n%2 {
			if err := os.WriteFile(filepath.Join(spool, fmt.Sprintf("qf4259f7Kc0313%02d", k)), []byte(control), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	samples := metricsOf(t, dir)
	if got, want := sum(samples, "spoolscope_messages"), int64(hosts+hosts/2); got != want {
		t.Errorf("the hosts have %d messages, want %d", got, want)
	}
	labels := 0
	for name := range samples {
		if strings.HasPrefix(name, "spoolscope_recipients{") {
			labels++
		}
	}
	if labels != maxMetricHosts+1 {
		t.Errorf("there are %d hosts, want %d and the rest", labels, maxMetricHosts)
	}
}

func TestUnique(t *testing.T) {
	taken := map[string]bool{"other": true}
	long := strings.Repeat("x", 1000)
	for _, tt := range []struct{ text, want string }{
		{"a", "a"}, {"a", "a~2"}, {"a", "a~3"}, {"other", "other~2"}, {"", ""}, {"\x1b[31m", `\033[31m`}, {"\xe4", "ä"},
		{long, long[:maxLabel-1] + "…"}, {long + "y", long[:maxLabel-1] + "…~2"},
	} {
		if got := unique(tt.text, taken); got != tt.want {
			t.Errorf("unique(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestExpositionEscapes(t *testing.T) {
	var out bytes.Buffer
	w := bufio.NewWriter(&out)
	x := &exposition{w: w}
	x.family("spoolscope_test", "A test.")
	x.sample(1, []label{{"host", "a\"} 2\nb\\"}, {"state", "lost"}})
	w.Flush()
	const want = "# HELP spoolscope_test A test.\n# TYPE spoolscope_test gauge\n" + `spoolscope_test{host="a\"} 2\nb\\",state="lost"} 1` + "\n"
	if out.String() != want {
		t.Errorf("a sample is %q, want %q", out.String(), want)
	}
	readExposition(t, out.String())
}

func TestTopCauses(t *testing.T) {
	list := protocol.CauseList{}
	for n := range maxMetricCauses + 5 {
		for range 2 { // two servers
			list.Causes = append(list.Causes, protocol.Finding{Rule: fmt.Sprintf("rule-%02d", n)})
			list.Once = append(list.Once, n)
		}
	}
	got := topCauses(list)
	if len(got) != maxMetricCauses+1 || got[0] != (ruleCount{"rule-05", 10}) || got[maxMetricCauses] != (ruleCount{"other", 2 * (1 + 2 + 3 + 4)}) {
		t.Errorf("topCauses = %v", got)
	}
}

// The labels are the model's names.
func TestLabels(t *testing.T) {
	if len(ageLabels) != len(protocol.AgeBuckets)+2 {
		t.Errorf("there are %d labels for %d columns of ages", len(ageLabels), len(protocol.AgeBuckets)+2)
	}
	var states, severities []string
	for s := range queue.State(queue.NumStates) {
		states = append(states, s.String())
	}
	for s := queue.Error; s <= queue.Note; s++ {
		severities = append(severities, s.String())
	}
	if !slices.Equal(stateLabels, states) || !slices.Equal(severityLabels, severities) {
		t.Errorf("the labels are %q and %q, want %q and %q", stateLabels, severityLabels, states, severities)
	}
	if kindListing != queue.KindListing || kindUnreadable != queue.KindUnreadable {
		t.Errorf("the kinds of problems are %q and %q, want %q and %q", kindListing, kindUnreadable, queue.KindListing, queue.KindUnreadable)
	}
}
