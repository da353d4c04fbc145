package mailq

import (
	"bytes"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the corpus covers several time zones

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// parse returns everything that Parse delivers, and checks what holds for any
// input.
func parse(t testing.TB, file string, data []byte) (queue.Listing, []queue.ListingEntry, []queue.Problem) {
	t.Helper()
	var entries []queue.ListingEntry
	ls, problems := Parse(bytes.NewReader(data), file, Options{Lines: true}, func(n int, e queue.ListingEntry) {
		if n == 0 {
			entries = append(entries, e)
		}
	})
	return ls[0], entries, problems
}

// listing is a file of mailq output of the corpus.
type listing struct {
	name  string // without the host's prefix
	data  []byte
	facts corpustest.Facts
}

// listings returns all files of mailq output that sendmail made.
func listings(t testing.TB) map[string]listing {
	t.Helper()
	all := make(map[string]listing)
	for _, c := range corpustest.Sendmail(t) {
		for _, f := range c.Facts(t) {
			paths, err := filepath.Glob(c.Path(f.Prefix + "mailq*.txt"))
			if err != nil || len(paths) == 0 {
				t.Fatalf("%s: no mailq output (%v)", c.Name, err)
			}
			for _, p := range paths {
				base := filepath.Base(p)
				all[c.Name+"/"+base] = listing{strings.TrimPrefix(base, f.Prefix), c.Read(t, base), f}
			}
		}
	}
	return all
}

// render writes a summary as `sort | uniq -c` does under LC_ALL=C.
func render(lines map[string]int) string {
	var b strings.Builder
	for _, l := range slices.Sorted(maps.Keys(lines)) {
		fmt.Fprintf(&b, "%7d %s\n", lines[l], l)
	}
	return b.String()
}

func TestLinesAreThoseOfTheGuide(t *testing.T) {
	for _, c := range corpustest.Sendmail(t) {
		for _, f := range c.Facts(t) {
			t.Run(c.Name+"/"+f.Host, func(t *testing.T) {
				want := string(c.Read(t, f.Prefix+"oracle-status-summary.txt"))
				l, _, _ := parse(t, "mailq", c.Read(t, f.Prefix+"mailq.txt"))
				if got := render(l.Lines); got != want {
					t.Errorf("summary is\n%s\nwant\n%s", got, want)
				}
			})
		}
	}
}

func TestCorpusFrames(t *testing.T) {
	checked := 0
	for name, l := range listings(t) {
		t.Run(name, func(t *testing.T) {
			got, entries, problems := parse(t, name, l.data)
			if want, known := l.facts.MailqTotals[l.name]; known {
				checked++
				if !slices.Equal(got.Totals, want) {
					t.Errorf("totals are %v, want %v", got.Totals, want)
				}
			}
			requests := 0
			for _, q := range got.Queues {
				requests += q.Requests
			}
			if requests != len(entries) {
				t.Errorf("%d entries under headings that say %d requests", len(entries), requests)
			}
			if want := strings.Contains(l.name, "-v"); len(entries) > 0 && got.Verbose != want {
				t.Errorf("verbose is %v, want %v", got.Verbose, want)
			}
			for _, p := range problems {
				if p.Kind != queue.KindListingNoise {
					t.Errorf("unexpected problem: %v", p)
				}
			}
			if want := None; Sniff(l.data) == want {
				t.Errorf("Sniff() = %v, want sendmail", want)
			}
		})
	}
	if checked < 30 {
		t.Errorf("totals of %d listings were checked, want at least 30", checked)
	}
}

// bytesOf turns a string of the facts into the bytes that it represents.
func bytesOf(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteByte(byte(r))
	}
	return b.String()
}

func cutTo(s string, n int) string { return s[:min(len(s), n)] }

// controlOf returns the prefix of the control files that a listing is about.
func controlOf(name string) string {
	switch {
	case strings.Contains(name, "-qL"):
		return "Qf"
	case strings.Contains(name, "-qQ"):
		return "hf"
	}
	return "qf"
}

func TestCorpusEntries(t *testing.T) {
	for name, l := range listings(t) {
		t.Run(name, func(t *testing.T) {
			got, entries, _ := parse(t, name, l.data)
			prefix := controlOf(l.name)
			paths := make(map[string]bool)
			for _, q := range got.Queues {
				paths[q.Path] = true
			}
			want := make(map[string]corpustest.Message)
			for _, m := range l.facts.Messages {
				if slices.Contains(m.Files, prefix) && paths[m.Queue] {
					want[m.Queue+"/"+m.ID] = m
				}
			}
			for _, e := range entries {
				key := got.Queues[e.Queue].Path + "/" + e.ID
				m, ok := want[key]
				if !ok {
					t.Errorf("entry %s is not among the files, or twice", key)
					continue
				}
				delete(want, key)
				compare(t, e, m, l.facts, prefix)
			}
			if strings.Contains(l.name, "-qR") {
				return // limited to some recipients
			}
			for key := range want {
				t.Errorf("%s%s is not listed", prefix, key)
			}
		})
	}
}

func compare(t *testing.T, e queue.ListingEntry, m corpustest.Message, f corpustest.Facts, prefix string) {
	t.Helper()
	if e.Date.Month == 0 {
		if e.Size != queue.NoNumber {
			t.Errorf("%s: size %d without a date", e.ID, e.Size)
		}
		return
	}
	if size := e.Size; (m.DataSize == nil && size != -1) || (m.DataSize != nil && size != *m.DataSize) {
		t.Errorf("%s: size is %d, want that of the data file", e.ID, size)
	}
	width, statusMax, addressMax := statusWidth, statusWidth, 38
	if e.Priority != queue.NoNumber {
		width, statusMax, addressMax = statusWidthVerbose, statusWidthVerbose, 71
		if m.Priority == nil || e.Priority != *m.Priority {
			t.Errorf("%s: priority is %d, want that of the control file", e.ID, e.Priority)
		}
	}
	status := ""
	if m.Status != nil {
		status = cutTo(bytesOf(*m.Status), statusMax)
	}
	if e.Status != status || e.Cut != (len(status) >= width) {
		t.Errorf("%s: status is %q, cut %v, want %q", e.ID, e.Status, e.Cut, status)
	}
	body := ""
	if m.BodyType != nil {
		body = *m.BodyType
	}
	if e.BodyType != body {
		t.Errorf("%s: body type is %q, want %q", e.ID, e.BodyType, body)
	}
	if m.Sender != nil && !strings.HasPrefix(bytesOf(*m.Sender), e.Sender) {
		t.Errorf("%s: sender is %q, want a prefix of %q", e.ID, e.Sender, *m.Sender)
	}
	reason := ""
	if m.QuarantineReason != nil {
		reason = cutTo(bytesOf(*m.QuarantineReason), statusMax)
	}
	if e.Quarantine != reason || (prefix == "hf") != (reason != "") {
		t.Errorf("%s: quarantine reason is %q, want %q", e.ID, e.Quarantine, reason)
	}
	compareRecipients(t, e, m, addressMax)
	compareTime(t, e, m, f)
}

func compareRecipients(t *testing.T, e queue.ListingEntry, m corpustest.Message, width int) {
	t.Helper()
	if len(e.Recipients) != len(m.Recipients) {
		t.Errorf("%s: %d recipients, want %d", e.ID, len(e.Recipients), len(m.Recipients))
		return
	}
	for i, r := range e.Recipients {
		want := bytesOf(m.Recipients[i])
		if !strings.HasPrefix(want, r.Address) || (len(want) <= width && !strings.Contains(want, "\\") && len(r.Address) < len(want) && isASCII(want)) {
			t.Errorf("%s: recipient is %q, want %q or a prefix", e.ID, r.Address, want)
		}
		status := ""
		if e.Priority != queue.NoNumber {
			status = cutTo(bytesOf(m.RecipientStatus[m.Recipients[i]]), statusWidthVerbose)
		}
		if r.Status != status {
			t.Errorf("%s: status of %s is %q, want %q", e.ID, r.Address, r.Status, status)
		}
	}
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= 0x80 }) < 0
}

func compareTime(t *testing.T, e queue.ListingEntry, m corpustest.Message, f corpustest.Facts) {
	t.Helper()
	if m.Created == nil {
		t.Errorf("%s: a date without a creation time", e.ID)
		return
	}
	loc, err := time.LoadLocation(f.TZ)
	if err != nil {
		t.Fatal(err)
	}
	_, zone := time.Unix(*m.Created, 0).In(loc).Zone()
	unix, ok := Resolve(e.Date, strings.TrimSuffix(e.ID, "~"), f.Now, zone)
	want := *m.Created - *m.Created%60
	if *m.Created > f.Now+366*day {
		// The T line was set to the year 2100: no year near that of the id has
		// this date on this weekday.
		if e.Date.Weekday >= 0 && ok {
			t.Errorf("%s: Resolve(%+v) = %d, want none", e.ID, e.Date, unix)
		}
		return
	}
	if !ok || unix != want {
		t.Errorf("%s: Resolve(%+v) = %d, %v, want %d", e.ID, e.Date, unix, ok, want)
	}
}

func TestCorpusZones(t *testing.T) {
	checked := 0
	for name, l := range listings(t) {
		t.Run(name, func(t *testing.T) {
			_, entries, _ := parse(t, name, l.data)
			created := make(map[string]int64)
			for _, m := range l.facts.Messages {
				if m.Created != nil {
					created[m.ID] = *m.Created
				}
			}
			var byID, byFile []Pair
			for _, e := range entries {
				if info, ok := queue.DecodeID(e.ID, queue.AnyVersion, l.facts.Now); ok {
					byID = append(byID, Pair{e.Date, info.Time})
				}
				byFile = append(byFile, Pair{e.Date, created[e.ID]})
			}
			if len(entries) == 0 {
				return
			}
			loc, err := time.LoadLocation(l.facts.TZ)
			if err != nil {
				t.Fatal(err)
			}
			_, want := time.Unix(l.facts.Now, 0).In(loc).Zone()
			if got, ok := Zone(byFile); !ok || got != want {
				t.Errorf("Zone() by T lines = %d, %v, want %d (%s)", got, ok, want, l.facts.TZ)
			}
			if got, ok := Zone(byID); !ok || got != want {
				t.Errorf("Zone() by ids = %d, %v, want %d (%s)", got, ok, want, l.facts.TZ)
			}
			checked++
		})
	}
	if checked < 10 {
		t.Errorf("the zone of %d listings was checked, want at least 10", checked)
	}
}

func TestForeignListings(t *testing.T) {
	want := map[string]Format{"postfix": Postfix, "postfix-2": Postfix, "exim": Exim, "exim-2": Exim}
	for _, c := range corpustest.Foreign(t) {
		for _, name := range []string{
			"mailq.txt", "mailq-out.txt", "postqueue-j.json", "postqueue-j-out.json", "postqueue-p.txt", "exim-bpr.txt", "exim-bpa.txt",
		} {
			if !c.Has(name) && name != "mailq.txt" {
				continue
			}
			if got := Sniff(c.Read(t, name)); got != want[c.Name] {
				t.Errorf("Sniff(%s/%s) = %v, want %v", c.Name, name, got, want[c.Name])
			}
		}
	}
}
