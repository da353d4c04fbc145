package parser

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/internal/history"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// unpackedLogs returns the logs of an archive of the corpus, oldest first, and the archive without them.
func unpackedLogs(t testing.TB, system, archive string) (logs []string, rest []byte) {
	t.Helper()
	var kept []corpustest.Member
	for _, m := range corpustest.Unpack(t, corpustest.WithLogs(t, system).Read(t, archive)) {
		if !strings.HasPrefix(m.Name, "var/log/") {
			kept = append(kept, m)
			continue
		}
		if strings.HasSuffix(m.Name, ".gz") {
			m.Data = gunzipped(t, m.Data)
		}
		if len(m.Data) > 0 {
			logs = append(logs, string(m.Data))
		}
	}
	slices.Reverse(logs) // maillog, maillog.1.gz, maillog.2.gz
	return logs, corpustest.Pack(t, kept)
}

func gunzipped(t testing.TB, b []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func gzipped(t testing.TB, s string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, s); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// events writes all events of a queue's messages, without the positions of their
// lines.
func events(q *queue.Queue) []string {
	var out []string
	for _, i := range q.Order {
		for _, e := range q.History.Of(i) {
			var rcpts []string
			for _, r := range q.History.Recipients[e.RcptAt : e.RcptAt+e.RcptN] {
				rcpts = append(rcpts, q.Text(r))
			}
			out = append(out, fmt.Sprintf("%s %d kind %d %q from %q peer %q %q code %d %s: %q %q size %d delay %d × %d",
				q.Text(q.ID[i]), e.Time, e.Kind, rcpts, q.Text(e.Sender), q.Text(e.Peer), q.Text(e.IP), e.Code, q.Text(e.Status), q.Text(e.Text), q.Text(e.Other), e.Size, e.Delay, e.Count))
		}
	}
	return out
}

func compareEvents(t *testing.T, got, want []string) {
	t.Helper()
	for k := range min(len(got), len(want)) {
		if got[k] != want[k] {
			t.Fatalf("event %d = %s, want %s", k, got[k], want[k])
		}
	}
	if len(got) != len(want) || len(want) == 0 {
		t.Fatalf("%d events, want %d", len(got), len(want))
	}
}

// It does not matter where a log is, nor whether the queue is read before it.
func TestLogsAnywhere(t *testing.T) {
	logs, archive := unpackedLogs(t, "sendmail", "B.tar.gz")
	want := events(loadBytes(t, Options{}, source("B.tar.gz", corpustest.WithLogs(t, "sendmail").Read(t, "B.tar.gz"))))
	spool := source("queue.tar", archive)
	var plain, packed []Source
	for n, log := range logs {
		plain = append(plain, source(fmt.Sprintf("log%d", n), []byte(log)))
		packed = append(packed, source(fmt.Sprintf("log%d.gz", n), gzipped(t, log)))
	}
	reversed := slices.Clone(plain)
	slices.Reverse(reversed)
	all := strings.Join(logs, "")
	for name, sources := range map[string][]Source{
		"after":              append([]Source{spool}, plain...),
		"before":             append(slices.Clone(plain), spool),
		"backwards":          append(reversed, spool),
		"compressed":         append(slices.Clone(packed), spool),
		"compressed, after":  append([]Source{spool}, packed...),
		"twice":              append(append([]Source{spool}, plain...), packed...),
		"all in one":         {spool, source("all", []byte(all))},
		"all in one, packed": {source("all", gzipped(t, all)), spool},
		"read once":          {{Name: "all", Size: int64(len(all)), R: strings.NewReader(all)}, spool},
		"read once, packed":  {{Name: "all.gz", Size: -1, R: bytes.NewReader(gzipped(t, all))}, spool},
	} {
		t.Run(name, func(t *testing.T) {
			for _, keep := range []bool{false, true} {
				opt := Options{InMemory: keep}
				for k := range sources {
					if s, ok := sources[k].R.(io.Seeker); ok {
						if _, err := s.Seek(0, io.SeekStart); err != nil {
							t.Fatal(err)
						}
					}
				}
				q, err := Load(context.Background(), sources, opt)
				if err != nil {
					t.Fatal(err)
				}
				compareEvents(t, events(q), want)
				if h := q.History.Totals.Hours; len(h) == 0 || total(q, queue.EventReceived) != 92 {
					t.Errorf("%d messages received in %d hours, want 92", total(q, queue.EventReceived), len(h))
				}
			}
		})
	}
}

func total(q *queue.Queue, kind queue.EventKind) (n int) {
	for _, h := range q.History.Totals.Hours {
		n += int(h.N[kind])
	}
	return n
}

// The logs of a later capture show what became of the messages of an earlier one.
func TestReadHistory(t *testing.T) {
	for _, system := range []string{"sendmail", "postfix", "exim"} {
		t.Run(system, func(t *testing.T) {
			c := corpustest.WithLogs(t, system)
			_, archive := unpackedLogs(t, system, "A.tar.gz")
			a := loadBytes(t, Options{}, source("A.tar", archive))
			b := loadBytes(t, Options{}, source("B.tar.gz", c.Read(t, "B.tar.gz")))
			h, problems, err := ReadHistory(context.Background(), b, a)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range problems {
				if p.Severity() == queue.Error {
					t.Error(p)
				}
			}
			lines := map[string]int{}
			for _, m := range readLogFacts(t, system).Messages {
				lines[m.ID] = len(m.Events)
			}
			for _, i := range a.Order {
				id := a.Text(a.ID[i])
				if got := len(h.Of(i)); got != lines[id] {
					t.Errorf("%s has %d events, want %d", id, got, lines[id])
				}
			}
		})
	}
}

// Every line with an id is an event of that id, even if the message is in no capture.
func TestEveryID(t *testing.T) {
	for _, system := range []string{"sendmail", "postfix", "exim"} {
		t.Run(system, func(t *testing.T) {
			q := loadBytes(t, Options{}, source("B.tar.gz", corpustest.WithLogs(t, system).Read(t, "B.tar.gz")))
			facts := readLogFacts(t, system)
			c := history.New(q.Strings, loggers)
			name := map[string]queue.System{"sendmail": queue.Sendmail, "postfix": queue.Postfix, "exim": queue.Exim}[system]
			for _, m := range facts.Messages {
				c.Add(history.Subject{ID: m.ID, Server: &history.Server{System: name}, Arrived: queue.NoNumber})
			}
			var list []history.Log
			for _, log := range q.History.Logs {
				if log.Spool {
					t.Errorf("%s has events", log.Name) // those of the main log
					continue
				}
				list = append(list, history.Log{Name: log.Name, File: log.File, Packed: log.Packed, Latest: log.Last, Year: history.YearOf(log.First)})
			}
			if err := readLogs(context.Background(), c, q, list, func(string, int64) {}); err != nil {
				t.Fatal(err)
			}
			h := c.Finish(nil)
			lines := map[string]int32{}
			for _, l := range h.Logs {
				lines[path.Base(l.Name)] = int32(l.Lines)
			}
			for n, m := range facts.Messages {
				var got, want []string
				for _, e := range h.Of(int32(n)) {
					got = append(got, where(h, &e))
				}
				for _, e := range m.Events {
					if e.File == "rejectlog" || e.Line > lines[e.File] { // mainlog has the same lines; after the capture
						continue
					}
					want = append(want, fmt.Sprintf("%s:%d", e.File, e.Line))
				}
				if more := except(got, want); len(more) > 0 {
					t.Errorf("%s: %d events too many, as %q", m.ID, len(more), more[0])
				}
				if less := except(want, got); len(less) > 0 {
					t.Errorf("%s: %d events are missing, as %q", m.ID, len(less), less[0])
				}
			}
		})
	}
}

// A load that is stopped while it reads logs says so, and has its messages.
func TestLogsCanceled(t *testing.T) {
	c := corpustest.WithLogs(t, "sendmail")
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	q, err := Load(ctx, []Source{source("B.tar.gz", c.Read(t, "B.tar.gz")), source("log", sendmailLog(10_000))}, Options{
		InMemory: true,
		Progress: func(p Progress) {
			if p.LogRead > 0 {
				cancel()
			}
		},
	})
	if !errors.Is(err, context.Canceled) || len(q.Order) != 17 {
		t.Errorf("Load = %d messages, %v, want 17, canceled", len(q.Order), err)
	}
}

// The events before damage are kept, and the damage is a Problem.
func TestDamagedLogs(t *testing.T) {
	logs, archive := unpackedLogs(t, "sendmail", "B.tar.gz")
	all := strings.Join(logs, "")
	whole := events(loadBytes(t, Options{}, source("queue.tar", archive), source("log", []byte(all))))
	packed := gzipped(t, all)
	for name, tt := range map[string]struct {
		log     []byte
		problem bool
		least   int
	}{
		"cut in a line":     {[]byte(all[:len(all)/2]), false, 1},
		"begins in a line":  {[]byte(all[30:]), false, len(whole) - 1},
		"cut gzip":          {packed[:len(packed)/2], true, 1},
		"zeros in between":  {[]byte(all[:1000] + strings.Repeat("\x00", 5000) + "\n" + all[1000:]), false, len(whole) - 2},
		"a line of 300 KiB": {[]byte(all[:1000] + strings.Repeat("x", 300<<10) + "\n" + all[1000:]), true, len(whole) - 2},
		"CRLF":              {[]byte(strings.ReplaceAll(all, "\n", "\r\n")), false, len(whole)},
		"no last line end":  {[]byte(strings.TrimSuffix(all, "\n")), false, len(whole)},
		"empty":             {nil, true, 0},
	} {
		t.Run(name, func(t *testing.T) {
			q := loadBytes(t, Options{}, source("queue.tar", archive), source("log", tt.log))
			if got := len(events(q)); got < tt.least || got > len(whole) {
				t.Errorf("%d events, want %d to %d", got, tt.least, len(whole))
			}
			found := slices.ContainsFunc(q.Problems, func(p queue.Problem) bool { return p.File == "log" && p.Kind != queue.KindLogLines })
			if found != tt.problem {
				t.Errorf("problems %v, want one: %v", q.Problems, tt.problem)
			}
		})
	}
}

// A line can be read again from its log.
func TestReadLine(t *testing.T) {
	q := loadBytes(t, Options{}, source("B.tar.gz", corpustest.WithLogs(t, "sendmail").Read(t, "B.tar.gz")))
	n := 0
	for _, i := range q.Order[:5] {
		for _, e := range q.History.Of(i) {
			line, err := ReadLine(context.Background(), q, q.History, e)
			if err != nil || !strings.Contains(line, q.Text(q.ID[i])+": ") {
				t.Errorf("ReadLine of %s = %q, %v", q.Text(q.ID[i]), line, err)
			}
			n++
		}
	}
	if n == 0 {
		t.Error("no events")
	}
}
