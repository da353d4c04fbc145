package fleet

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// engine runs the queries of this folder.
type engine interface {
	// query runs a file of this folder and returns its rows, numbers as int64 and
	// other values as text; null is "".
	query(t testing.TB, name string) [][]any
	// ask runs a statement.
	ask(t testing.TB, sql string) [][]any
}

// compare runs every query and compares its numbers with those of the command.
// archives holds the newest archive of each host.
func compare(t *testing.T, e engine, archives []string) {
	whole := group(t, archives, "state", "")
	t.Run("next_hops", func(t *testing.T) {
		byServer, byState, byReason := counts{}, counts{}, counts{}
		for _, r := range e.query(t, "next_hops.sql") {
			byServer[text(r[0])] += number(r[3])
			byState[text(r[1])] += number(r[3])
			reason := text(r[2])
			if reason == "" {
				reason = "none"
			}
			byReason[reason] += number(r[3])
		}
		same(t, "by server", byServer, group(t, archives, "server", ""))
		same(t, "by state", byState, whole)
		same(t, "by reason", byReason, group(t, archives, "reason", ""))
	})
	t.Run("causes_by_side", func(t *testing.T) {
		bySide, byCause := counts{}, counts{}
		for _, r := range e.query(t, "causes_by_side.sql") {
			bySide[text(r[0])] += number(r[2])
			byCause[text(r[1])] += number(r[2])
		}
		same(t, "by side", bySide, metric(t, archives, "spoolscope_messages_by_side", "side"))
		if want := metric(t, archives, "spoolscope_messages_by_cause", "cause")["none"]; byCause["none"] != want {
			t.Errorf("%d messages without a cause, want %d", byCause["none"], want)
		}
		// The table causes has the counts that spoolscope causes prints.
		want := counts{}
		for _, a := range archives {
			if n := len(group(t, []string{a}, "host", "")); n > 1 {
				continue // causes of several hosts together
			}
			var list struct {
				Causes []struct {
					Rule  string
					Count int64
				}
			}
			if err := json.Unmarshal(run(t, command, "causes", "--json", a), &list); err != nil {
				t.Fatal(err)
			}
			for _, c := range list.Causes {
				want[base(a)+" "+c.Rule] += c.Count
			}
		}
		got := counts{}
		for _, r := range e.ask(t, "SELECT archive, cause, sum(messages) FROM causes GROUP BY archive, cause") {
			key := base(text(r[0])) + " " + text(r[1])
			if _, ok := want[key]; ok {
				got[key] += number(r[2])
			}
		}
		same(t, "causes", got, want)
	})
	t.Run("sources", func(t *testing.T) {
		got := counts{}
		for _, r := range e.query(t, "sources.sql") {
			kind, name := text(r[0]), text(r[1])
			switch kind {
			case "script", "client":
				name = kind + " " + name
			case "server":
				name = "this server"
			}
			got[name] += number(r[2])
		}
		want := counts{}
		for name, n := range group(t, archives, "source", "") {
			if strings.HasPrefix(name, "this server") {
				name = "this server"
			}
			want[owner.ReplaceAllString(name, "script ")] += n
		}
		same(t, "by source", got, want)
	})
	var domain string
	t.Run("qshape", func(t *testing.T) {
		columns := []struct {
			n      int
			filter string
		}{{1, ""}, {2, "age:<=5m"}, {5, "age:3601s..4h"}, {9, "age:172801s..3d"}, {10, "age:259201s..5d"}}
		rows := e.query(t, "qshape.sql")
		domain = text(rows[0][0])
		for _, c := range columns {
			got := counts{}
			for _, r := range rows {
				got[text(r[0])] += number(r[c.n])
			}
			want := group(t, archives, "domain", c.filter)
			delete(want, "none")
			same(t, "by domain "+c.filter, got, want)
		}
	})
	t.Run("oldest", func(t *testing.T) {
		rows := e.query(t, "oldest.sql")
		byArchive := map[string]int64{}
		for _, r := range rows {
			byArchive[base(text(r[5]))] = max(byArchive[base(text(r[5]))], number(r[3]))
		}
		for _, a := range archives {
			want := int64(0)
			for _, n := range metric(t, []string{a}, "spoolscope_oldest_age_seconds", "host") {
				want = max(want, n)
			}
			if got := byArchive[base(a)]; got != want {
				t.Errorf("%s: the oldest is %d seconds old, want %d", a, got, want)
			}
		}
		// A row that was found leads back to its message, by host, archive, queue and id.
		for _, r := range rows[:3] {
			for _, a := range archives {
				if base(a) == base(text(r[5])) && len(run(t, command, "show", text(r[4]), a)) == 0 {
					t.Errorf("%s of %s is empty", text(r[4]), a)
				}
			}
		}
	})
	t.Run("changes", func(t *testing.T) {
		seen := 0
		for _, r := range e.query(t, "changes.sql") {
			host := text(r[0])
			if !strings.HasPrefix(host, "mx0") {
				continue
			}
			seen++
			dir := filepath.Dir(archives[len(archives)-1])
			var d struct{ Came, Went, Stayed int64 }
			if err := json.Unmarshal(run(t, command, "diff", "--json", filepath.Join(dir, host+"-0.tar"), filepath.Join(dir, host+"-1.tar")), &d); err != nil {
				t.Fatal(err)
			}
			got := [3]int64{number(r[3]), number(r[4]), number(r[5])}
			if want := [3]int64{d.Came, d.Went, d.Stayed}; got != want || d.Came == 0 || d.Went == 0 || d.Stayed == 0 {
				t.Errorf("%s: came, went, stayed %v, want %v", host, got, want)
			}
		}
		if seen != hosts {
			t.Errorf("changes of %d hosts, want %d", seen, hosts)
		}
	})
	t.Run("affected", func(t *testing.T) {
		got, want := counts{}, counts{}
		for _, r := range e.query(t, "affected.sql?"+domain) {
			got[text(r[0])] += number(r[1])
		}
		for _, a := range archives {
			for line := range strings.Lines(string(run(t, command, "export", "--format", "jsonl", "--filter", "domain:"+domain, a))) {
				var m struct{ From string }
				if err := json.Unmarshal([]byte(line), &m); err != nil {
					t.Fatal(err)
				}
				if m.From == "" {
					m.From = "none"
				}
				want[m.From]++
			}
		}
		same(t, "senders to "+domain, got, want)
	})
	t.Run("forecast", func(t *testing.T) {
		got := [4]int64{}
		for _, r := range e.query(t, "forecast.sql") {
			for k := range got {
				got[k] += number(r[k+1])
			}
		}
		lifetime := map[string]int64{}
		for _, r := range e.ask(t, "SELECT archive, max(lifetime) FROM captures GROUP BY archive") {
			lifetime[base(text(r[0]))] = number(r[1])
		}
		want := [4]int64{}
		for k, within := range []int64{0, 6 * 3600, 24 * 3600, 72 * 3600} {
			for _, a := range archives {
				filter := fmt.Sprintf("(state:deferred OR state:held OR state:unavailable OR state:processing) age:>=%ds", lifetime[base(a)]-within)
				for _, n := range group(t, []string{a}, "state", filter) {
					want[k] += n
				}
			}
		}
		if got != want || want[3] == 0 {
			t.Errorf("given up within 0, 6, 24 and 72 hours: %v, want %v", got, want)
		}
	})
}

// owner matches the number of a script's owner, which is not part of the name
// of its source.
var owner = regexp.MustCompile("^script [0-9]+:")

// base names an archive by its folder and file.
func base(name string) string {
	return filepath.Base(filepath.Dir(name)) + "/" + filepath.Base(name)
}

func text(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

func number(v any) int64 {
	var n int64
	fmt.Sscan(fmt.Sprint(v), &n)
	return n
}

// sql reads a query of a folder. What follows a question mark is the domain to ask
// about.
func sql(t testing.TB, folder, name string) string {
	t.Helper()
	name, domain, _ := strings.Cut(name, "?")
	b, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	query := strings.ReplaceAll(string(b), "getvariable('domain')", "'example.com'")
	if domain != "" {
		query = strings.ReplaceAll(query, "'example.com'", "'"+domain+"'")
	}
	return query
}
