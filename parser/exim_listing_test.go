package parser

import (
	"strings"
	"testing"
	"time"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// TestEximListing opens a listing by itself: arrivals come from ids, and the capture's time from
// the ages. In this queue the clock was set several times.
func TestEximListing(t *testing.T) {
	c := corpustest.Open(t, "exim")
	for _, names := range [][]string{{"mailq.txt"}, {"exim-bpr.txt"}, {"mailq.txt", "exim-bpa.txt", "exim-bpc.txt"}} {
		var sources []Source
		for _, name := range names {
			sources = append(sources, source(name, c.Read(t, name)))
		}
		q := loadBytes(t, Options{}, sources...)
		if len(q.Order) != 34 || len(q.Dirs) != 1 || q.Dirs[0].System != queue.Exim || len(q.Problems) > 0 {
			t.Fatalf("%v: %d messages in %+v, %v", names, len(q.Order), q.Dirs, q.Problems)
		}
		const taken, off = 1695900100, 120
		if d := q.Taken - taken; d < -off || d > off || q.TakenBy != "ages in the listing" {
			t.Errorf("%v: taken at %v by %q", names, time.Unix(q.Taken, 0).UTC(), q.TakenBy)
		}
		for id, want := range map[string]struct {
			state     queue.State
			age, size int64
			to        string
		}{
			"1ql68K-0005EJ-1C": {queue.Deferred, 48 * 3600, 1024, "u0@refused.example.com"},
			"1ql68b-0005GM-0t": {queue.Deferred, 9 * 3600, 1331, "boss@refused.example.com"},
			"1ql68i-0005IJ-2m": {queue.Quarantined, 3600, 916, "freeze@grey.example.com"},
			"1ql68Z-0005GF-2l": {queue.Deferred, 9 * 3600, 1331, "b@mixed.example.org"},
		} {
			i, ok := rowOfID(q, id)
			if !ok {
				t.Fatalf("%v: %s is missing", names, id)
			}
			from, to := q.Recipients(i)
			var rcpts []string
			for k := from; k < to; k++ {
				rcpts = append(rcpts, q.Text(q.RcptAddr[k]))
			}
			if age := q.Taken - q.Created[i]; q.State[i] != want.state || q.Size[i] != want.size || strings.Join(rcpts, " ") != want.to || max(age-want.age, want.age-age) > 1800 {
				t.Errorf("%v: %s is %v, %d bytes, %d seconds old, to %q; want %+v", names, id, q.State[i], q.Size[i], age, rcpts, want)
			}
		}
	}
}

const eximEntry = "25m  2.9K 1qlgf8-0005H9-0n <ann@example.org> (walt)\n          bo@example.net\n\n"

func TestEximListings(t *testing.T) {
	tests := []struct {
		name     string
		sources  []Source
		messages int
		problems string
	}{
		{"one", []Source{source("a.txt", []byte(eximEntry))}, 1, ""},
		{"in one line", []Source{source("a.txt", []byte("root@mx:~# exim -bp "+strings.Join(strings.Fields(eximEntry+strings.Replace(eximEntry, "-0005H9-", "-0005Ha-", 1)), " ")+"\n"))}, 2, ""},
		{"in one line of mailq", []Source{source("a.txt", []byte("[root@mx ~]# mailq "+strings.Join(strings.Fields(eximEntry), " ")+"\n"))}, 1, ""},
		{"ids alone", []Source{source("ids.txt", []byte("1qlgf8-0005H9-0n\n1qlgf8-0005Ha-0n\n"))}, 2, ""},
		{"ids beside entries", []Source{source("ids.txt", []byte("1qlgf8-0005H9-0n\n")), source("a.txt", []byte(eximEntry))}, 1, ""},
		{"a count", []Source{source("exim-bpc.txt", []byte("3\n"))}, 0, "counts"},
		{"a count of nothing", []Source{source("exim-bpc.txt", []byte("0\n"))}, 0, "empty-queue"},
		{"a count beside entries", []Source{source("exim-bpc.txt", []byte("3\n")), source("a.txt", []byte(eximEntry))}, 1, "partial"},
		{"a session", []Source{source("a.txt", []byte("# exim -bp\n"+eximEntry+"# exim -bpc\n1\n# exiqgrep -z -i\n# exim -bp | exiqsumm\n\nCount  Volume  Oldest  Newest  Domain\n-----  ------  ------  ------  ------\n\n"))}, 1, "counts"},
		{"a table", []Source{source("s.txt", []byte("Count  Volume  Oldest  Newest  Domain\n-----  ------  ------  ------  ------\n\n    6    24KB      9h      9h  example.org\n"))}, 0, "counts"},
		{"nothing printed", []Source{source("a.txt", []byte("# exim -bp\n# \n"))}, 0, "unclear"},
		{"no file", []Source{source("mailq.txt", nil)}, 0, "unsupported"},
		{"refused", []Source{source("a.txt", []byte("exim: permission denied\n"))}, 0, "refused"},
		{"cron", []Source{source("a.log", []byte("Thu Sep 28 02:47:00 UTC 2023\n"+eximEntry+"Thu Sep 28 03:47:00 UTC 2023\n85m  2.9K 1qlgf8-0005H9-0n <ann@example.org>\n          bo@example.net\n\n"))}, 1, "captures"},
	}
	for _, tt := range tests {
		q := loadBytes(t, Options{}, tt.sources...)
		var kinds []string
		for _, p := range q.Problems {
			kinds = append(kinds, string(p.Kind))
		}
		if got := strings.Join(kinds, " "); len(q.Order) != tt.messages || got != tt.problems {
			t.Errorf("%s: %d messages, problems %q, want %d and %q: %v", tt.name, len(q.Order), got, tt.messages, tt.problems, q.Problems)
		}
		for _, i := range q.Order {
			if created := time.Unix(q.Created[i], 0).UTC().Format("2006-01-02 15:04"); created != "2023-09-28 02:21" {
				t.Errorf("%s: arrived at %s", tt.name, created)
			}
		}
	}
}
