package share

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/app/redact/redacttest"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/hook"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// memory keeps a decoded archive.
type memory struct{ b []byte }

func (m *memory) Write(p []byte) (int, error) {
	m.b = append(m.b, p...)
	return len(p), nil
}

func (m *memory) ReadAt(p []byte, off int64) (int, error) {
	return bytes.NewReader(m.b).ReadAt(p, off)
}

// load reads an archive.
func load(t testing.TB, name string, data []byte) *queue.Queue {
	t.Helper()
	q, err := parser.Load(context.Background(), []parser.Source{{Name: name, Size: int64(len(data)), At: bytes.NewReader(data)}},
		parser.Options{Hooks: hook.Hooks{Keep: func(string) hook.Keeper { return &memory{} }}})
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// long tries every redaction on the large queues, too; make fuzz sets it.
var long = flag.Bool("long", false, "try every redaction on every queue")

// largeArchive is the size of an archive that takes minutes with the race detector, in bytes.
const largeArchive = 1 << 20

// corpus calls f with each queue of the corpus, in parallel.
func corpus(t *testing.T, f func(t *testing.T, q *queue.Queue)) {
	for _, c := range append(corpustest.Sendmail(t), corpustest.Foreign(t)...) {
		for _, archive := range c.Archives(t) {
			if archive != c.Archives(t)[0] && archive != "client-only.tar" {
				continue // the same files, packed in other ways
			}
			if info, err := os.Stat(c.Path(archive)); testing.Short() && err == nil && info.Size() > largeArchive {
				continue // megabytes of text show no more about goroutines and Node than kilobytes
			}
			t.Run(c.Name+"/"+archive, func(t *testing.T) {
				t.Parallel()
				data, err := os.ReadFile(c.Path(archive))
				if err != nil {
					t.Fatal(err)
				}
				f(t, load(t, archive, data))
			})
		}
	}
}

// redactionsFor returns the redactions to try on a queue. A queue that takes
// seconds for each gets only nothing, all but the bodies, and all, unless long
// is set. With -short, as with the race detector and in Node, only nothing and
// all are tried: the result of the others does not depend on the platform.
func redactionsFor(q *queue.Queue) []redact.Redaction {
	if testing.Short() {
		return []redact.Redaction{{}, redact.All}
	}
	if *long || textOf(q) < 200_000 {
		return redacttest.Redactions
	}
	return []redact.Redaction{{}, {Addresses: true, Hosts: true, Subjects: true, IDs: true}, redact.All}
}

// textOf returns the size of the messages of a queue, in bytes.
func textOf(q *queue.Queue) (size int64) {
	for _, i := range q.Order {
		size += q.Data[i].Size
	}
	return size
}

// opener opens the messages of a queue.
func opener(q *queue.Queue) Opener {
	return func(i int32) ([]byte, io.Reader, error) {
		var header []byte
		if r, err := q.Open(q.Control[i]); err == nil {
			text, err := io.ReadAll(r)
			if err != nil {
				return nil, nil, err
			}
			c, _ := parser.ParseControl(string(text), "")
			header = parser.Header(&c)
		}
		if r, err := q.Open(q.Data[i]); err == nil {
			return header, r, nil
		}
		if header == nil {
			return nil, nil, errors.New("neither can be read")
		}
		return header, nil, nil
	}
}

// export writes one format; eml is all messages one after the other.
func export(t testing.TB, format string, s Selection) []byte {
	t.Helper()
	var b bytes.Buffer
	open := opener(s.Index.Queue)
	err := error(nil)
	switch format {
	case "csv":
		err = CSV(&b, s)
	case "jsonl":
		err = JSONLines(&b, s)
	case "text":
		err = Text(&b, s)
	case "mbox":
		err = Mbox(&b, s, open)
	case "eml":
		for _, i := range s.Rows {
			one := s
			one.Rows = []int32{i}
			if _, _, missing := open(i); missing == nil && err == nil {
				err = EML(&b, one, open)
			}
		}
	case "archive":
		err = Archive(&b, s)
	default:
		t.Fatalf("no format %q", format)
	}
	if err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return b.Bytes()
}

// No export of any queue, with anything hidden, has an original in it. Archives are
// searched in TestArchiveComesBack.
func TestExportsDoNotLeak(t *testing.T) {
	corpus(t, func(t *testing.T, q *queue.Queue) {
		x := triage.NewIndex(q)
		for _, r := range redactionsFor(q) {
			for _, format := range Formats {
				if format == "archive" || format == "eml" && textOf(q) > largeArchive && !*long {
					continue // a message is the same in eml as in mbox, except for quoting
				}
				searched(t, x, r, format)
			}
		}
	})
}

// searched exports all messages of a queue and checks that no original is left. With
// all redacted, a second export has to be the same.
func searched(t *testing.T, x *triage.Index, r redact.Redaction, format string) (m *redact.Redactor, file []byte) {
	t.Helper()
	m = redacttest.New(t, x.Queue, r)
	file = export(t, format, Selection{Index: x, Rows: x.Queue.Order, Redactor: m})
	for _, l := range leaks(t, m, format, file) {
		t.Errorf("%s without %s: %+v", format, r, l)
	}
	if r == redact.All {
		if again := export(t, format, Selection{Index: x, Rows: x.Queue.Order, Redactor: redacttest.New(t, x.Queue, r)}); !bytes.Equal(again, file) {
			t.Errorf("%s without %s: two exports differ", format, r)
		}
	}
	return m, file
}

// leaks searches a file in the same way as it is searched while it is written.
func leaks(t *testing.T, m *redact.Redactor, format string, file []byte) []redact.Leak {
	if format != "archive" {
		return m.Leaks(file)
	}
	c := m.Check()
	if err := c.Archive(io.Discard, parser.Plain, func(w io.Writer) error { _, err := w.Write(file); return err }); err != nil {
		t.Fatal(err)
	}
	return c.End().Leaks
}

// An export that hides nothing is found to leak, if the queue has anything to
// hide.
func TestLeaksOfPlainExports(t *testing.T) {
	corpus(t, func(t *testing.T, q *queue.Queue) {
		if len(q.Order) == 0 {
			return
		}
		x := triage.NewIndex(q)
		for _, r := range redactionsFor(q)[1:] {
			if !r.HidesText() {
				continue
			}
			m := redacttest.New(t, q, r)
			if !hasOriginals(q, m) {
				continue // a listing names neither clients nor subjects
			}
			// Mostly the first messages have something to hide: the others are not searched.
			found := false
			for n := 1; !found; n *= 2 {
				rows := q.Order[:min(n, len(q.Order))]
				found = len(m.Leaks(export(t, "archive", Selection{Index: x, Rows: rows}))) > 0
				if len(rows) == len(q.Order) {
					break
				}
			}
			if !found {
				t.Errorf("the plain archive has no leak of %s", r)
			}
		}
	})
}

// hasOriginals reports whether a queue names anything that m redacts.
func hasOriginals(q *queue.Queue, m *redact.Redactor) bool {
	all := m.Map()
	return len(all.People)+len(all.Hosts)+len(all.Addresses)+len(all.IDs) > 0 ||
		slices.ContainsFunc(q.Subject, func(s queue.Str) bool { return len(m.Leaks([]byte(q.Text(s)))) > 0 })
}

// groups counts messages by their row in the status table.
func groups(x *triage.Index, rd *redact.Redactor) map[string]int {
	m := rd.ForMail()
	counts := map[string]int{}
	t := Selection{Index: x, Redactor: m}.texts()
	for _, i := range x.Queue.Order {
		r := &x.Reasons[x.Reason[i]]
		key := fmt.Sprintf("%s | %s | %s | %s | %s", x.Queue.State[i], x.Topics[x.Reason[i]].ID, r.CodeText()+" "+r.EnhancedText(),
			m.Text(words.Join(r.Text)), t.server(x.Server[i]))
		counts[key]++
	}
	return counts
}

// An archive contains no original, and read again it shows the same groups.
func TestArchiveComesBack(t *testing.T) {
	corpus(t, func(t *testing.T, q *queue.Queue) {
		x := triage.NewIndex(q)
		for _, r := range redactionsFor(q) {
			m, file := searched(t, x, r, "archive")
			back := load(t, "back.tar.gz", file)
			if len(back.Order) != len(q.Order) {
				t.Errorf("without %s: %d messages came back, want %d", r, len(back.Order), len(q.Order))
			}
			want, got := groups(x, m), groups(triage.NewIndex(back), nil)
			for _, k := range slices.Sorted(maps.Keys(want)) {
				if got[k] != want[k] {
					t.Errorf("without %s: %d messages %q came back, want %d", r, got[k], k, want[k])
				}
			}
			for _, k := range slices.Sorted(maps.Keys(got)) {
				if want[k] == 0 {
					t.Errorf("without %s: %d messages %q came back", r, got[k], k)
				}
			}
			if back.Taken != q.Taken {
				t.Errorf("without %s: captured at %d, want %d", r, back.Taken, q.Taken)
			}
			if r == (redact.Redaction{}) {
				compareColumns(t, back, q)
			}
		}
	})
}

// compareColumns compares messages one by one.
func compareColumns(t *testing.T, got, want *queue.Queue) {
	t.Helper()
	for n := range min(len(got.Order), len(want.Order)) {
		i, k := got.Order[n], want.Order[n]
		describe := func(q *queue.Queue, i int32) string {
			from, to := q.Recipients(i)
			var rcpt []string
			for ; from < to; from++ {
				rcpt = append(rcpt, q.Text(q.RcptAddr[from])+" "+q.Text(q.RcptStat[from]))
			}
			d := &q.Dirs[q.Dir[i]]
			return fmt.Sprintf("%s %s %s %s %d %d %d %d %q %q %q %q %q %q", d.Host, d.Path, q.Text(q.ID[i]), q.State[i], q.Created[i], q.LastTry[i],
				q.Attempts[i], q.Size[i], q.Text(q.Sender[i]), q.Text(q.Effective[i]), q.Text(q.Subject[i]), q.Text(q.Client[i]), q.Text(q.Origin[i]), strings.Join(rcpt, ","))
		}
		if g, w := describe(got, i), describe(want, k); g != w {
			t.Errorf("message came back as\n%s, want\n%s", g, w)
		}
	}
}
