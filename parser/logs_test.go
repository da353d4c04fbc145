package parser

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/internal/history"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// unpacked returns the logs of an archive of the corpus, oldest first, and the archive without them.
func unpackedLogs(t testing.TB, system, archive string) (logs []string, rest []byte) {
	t.Helper()
	zr, err := gzip.NewReader(bytes.NewReader(corpustest.WithLogs(t, system).Read(t, archive)))
	if err != nil {
		t.Fatal(err)
	}
	var without bytes.Buffer
	w, r := tar.NewWriter(&without), tar.NewReader(zr)
	for {
		h, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(h.Name, "var/log/") {
			if strings.HasSuffix(h.Name, ".gz") {
				b = gunzipped(t, b)
			}
			if len(b) > 0 {
				logs = append(logs, string(b))
			}
			continue
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(b); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	slices.Reverse(logs) // maillog, maillog.1.gz, maillog.2.gz
	return logs, without.Bytes()
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

// events writes all events of a queue's messages, without where their lines stand.
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

// logForm rewrites the lines of the corpus, which are sendmail's in the traditional form.
type logForm struct {
	name  string
	write func(at time.Time, stamp, host, tag, text string) string
}

// logForms are how a line may look (formats/logs.md §1.1 to §1.4).
var logForms = []logForm{
	{"traditional", func(_ time.Time, stamp, host, tag, text string) string {
		return stamp + " " + host + " " + tag + ": " + text
	}},
	{"with a year", func(at time.Time, _, host, tag, text string) string {
		return at.Format("Jan _2 2006 15:04:05 ") + host + " " + tag + ": " + text
	}},
	{"year first", func(at time.Time, _, host, tag, text string) string {
		return at.Format("2006 Jan _2 15:04:05 ") + host + " " + tag + ": " + text
	}},
	{"padded with zeros", func(at time.Time, _, host, tag, text string) string {
		return at.Format("Jan 02 15:04:05 ") + host + " " + tag + ": " + text
	}},
	{"precise", func(at time.Time, _, host, tag, text string) string {
		return at.Format("Jan _2 15:04:05.000000 ") + host + " " + tag + ": " + text
	}},
	{"ISO", func(at time.Time, _, host, tag, text string) string {
		return at.Format("2006-01-02T15:04:05.000000-07:00 ") + host + " " + tag + ": " + text
	}},
	{"ISO without a colon", func(at time.Time, _, host, tag, text string) string {
		return at.Format("2006-01-02T15:04:05-0700 ") + host + " " + tag + ": " + text
	}},
	{"ISO in UTC, without a host", func(at time.Time, _, _, tag, text string) string {
		return at.UTC().Format("2006-01-02T15:04:05Z ") + tag + ": " + text
	}},
	{"RFC 5424", func(at time.Time, _, host, tag, text string) string {
		name, pid, _ := strings.Cut(strings.TrimSuffix(tag, "]"), "[")
		return "<22>1 " + at.Format("2006-01-02T15:04:05.000000-07:00 ") + host + " " + name + " " + pid + ` - [origin ip="192.0.2.1" x="a\"]b"]  ` + text
	}},
	{"epoch", func(at time.Time, _, host, tag, text string) string {
		return fmt.Sprintf("%d.123456 %s %s: %s", at.Unix(), host, tag, text)
	}},
	{"full", func(at time.Time, _, host, tag, text string) string {
		return at.Format("Mon 2006-01-02 15:04:05 CET ") + host + " " + tag + ": " + text
	}},
	{"with its priority", func(_ time.Time, stamp, host, tag, text string) string {
		return "<22>" + stamp + " " + host + " " + tag + ": " + text
	}},
	{"a container's", func(at time.Time, stamp, host, tag, text string) string {
		return at.UTC().Format("2006-01-02T15:04:05.000000000Z ") + stamp + " " + host + " " + tag + ": " + text
	}},
	{"of Kubernetes", func(at time.Time, stamp, host, tag, text string) string {
		return at.UTC().Format("2006-01-02T15:04:05.000000000Z stdout F ") + stamp + " " + host + " " + tag + ": " + text
	}},
	{"Solaris", func(_ time.Time, stamp, host, tag, text string) string {
		return stamp + " " + host + " " + tag + ": [ID 801593 mail.info] " + text
	}},
	{"AIX", func(_ time.Time, stamp, host, tag, text string) string {
		return stamp + " " + host + " mail:info " + tag + ": " + text
	}},
	{"FreeBSD -vv", func(_ time.Time, stamp, host, tag, text string) string {
		return stamp + " <mail.info> " + host + " " + tag + ": " + text
	}},
	{"a date with a blank", func(at time.Time, _, host, tag, text string) string {
		return at.Format("2006-01-02 15:04:05 ") + host + " " + tag + ": " + text
	}},
	{"with the day of the week", func(at time.Time, _, host, tag, text string) string {
		return at.Format("Mon Jan _2 15:04:05 2006 ") + host + " " + tag + ": " + text
	}},
	{"OpenWrt", func(at time.Time, _, _, tag, text string) string {
		return at.Format("Mon Jan _2 15:04:05 2006 ") + "mail.info " + tag + ": " + text
	}},
	{"seconds alone", func(at time.Time, _, host, tag, text string) string {
		return fmt.Sprintf("%d %s %s: %s", at.Unix(), host, tag, text)
	}},
	{"RFC 5424 without a priority", func(at time.Time, _, host, tag, text string) string {
		name, pid, _ := strings.Cut(strings.TrimSuffix(tag, "]"), "[")
		return "1 " + at.Format("2006-01-02T15:04:05.000000-07:00 ") + host + " " + name + " " + pid + " - - " + text
	}},
	{"multilog", func(at time.Time, stamp, host, tag, text string) string {
		return fmt.Sprintf("@%016x%08x %s %s %s: %s", 1<<62+10+at.Unix(), 500, stamp, host, tag, text)
	}},
	{"of Compose", func(_ time.Time, stamp, host, tag, text string) string {
		return "mail-1       | " + stamp + " " + host + " " + tag + ": " + text
	}},
	{"found by grep", func(_ time.Time, stamp, host, tag, text string) string {
		return "/var/log/maillog.1:17:" + stamp + " " + host + " " + tag + ": " + text
	}},
	{"with numbers", func(_ time.Time, stamp, host, tag, text string) string {
		return "    17\t" + stamp + " " + host + " " + tag + ": " + text
	}},
	{"by a relay", func(_ time.Time, stamp, host, tag, text string) string {
		return stamp + " relay " + stamp + " " + host + " " + tag + ": " + text
	}},
	{"by Docker's syslog driver", func(_ time.Time, stamp, host, tag, text string) string {
		return stamp + " " + host + " 0f1e2d3c4b5a[77]: " + tag + ": " + text
	}},
	{"Docker's file", func(at time.Time, stamp, host, tag, text string) string {
		b, _ := json.Marshal(map[string]any{"log": stamp + " " + host + " " + tag + ": " + text + "\n", "stream": "stdout", "time": at.UTC().Format(time.RFC3339Nano)})
		return string(b)
	}},
	{"of Elasticsearch", func(at time.Time, _, host, tag, text string) string {
		name, pid, _ := strings.Cut(strings.TrimSuffix(tag, "]"), "[")
		b, _ := json.Marshal(map[string]any{
			"@timestamp": at.UTC().Format("2006-01-02T15:04:05.000Z"), "message": text, "host": map[string]any{"name": host, "os": map[string]any{"name": "Debian"}},
			"process": map[string]any{"name": name, "pid": pid}, "tags": []string{"mail"},
		})
		return string(b)
	}},
	{"of Graylog", func(at time.Time, _, host, tag, text string) string {
		name, pid, _ := strings.Cut(strings.TrimSuffix(tag, "]"), "[")
		return "\"" + strings.Join([]string{at.UTC().Format("2006-01-02T15:04:05.000Z"), host, name, pid, strings.ReplaceAll(text, "\"", "\"\"")}, "\",\"") + "\""
	}},
	{"of Kibana", func(at time.Time, stamp, host, tag, text string) string {
		return at.Format("\"Jan 2, 2006 @ 15:04:05.000\",") + host + ",\"" + strings.ReplaceAll(stamp+" "+host+" "+tag+": "+text, "\"", "\"\"") + "\""
	}},
	{"journal as JSON", func(at time.Time, _, host, tag, text string) string {
		name, pid, _ := strings.Cut(strings.TrimSuffix(tag, "]"), "[")
		b, _ := json.Marshal(map[string]any{"__REALTIME_TIMESTAMP": fmt.Sprint(at.UnixMicro()), "_HOSTNAME": host, "SYSLOG_IDENTIFIER": name, "SYSLOG_PID": pid, "MESSAGE": text, "PRIORITY": "6"})
		return string(b)
	}},
	{"journal as JSON in bytes", func(at time.Time, _, host, tag, text string) string {
		name, pid, _ := strings.Cut(strings.TrimSuffix(tag, "]"), "[")
		var numbers []int
		for k := range len(text) {
			numbers = append(numbers, int(text[k]))
		}
		b, _ := json.Marshal(map[string]any{"__REALTIME_TIMESTAMP": fmt.Sprint(at.UnixMicro()), "_HOSTNAME": []string{host, "other"}, "SYSLOG_IDENTIFIER": name, "_PID": pid, "MESSAGE": numbers})
		return string(b)
	}},
	{"journal as pretty JSON", func(at time.Time, _, host, tag, text string) string {
		name, pid, _ := strings.Cut(strings.TrimSuffix(tag, "]"), "[")
		b, _ := json.MarshalIndent(map[string]any{"__REALTIME_TIMESTAMP": fmt.Sprint(at.UnixMicro()), "_HOSTNAME": host, "SYSLOG_IDENTIFIER": name, "_PID": pid, "MESSAGE": text}, "", "\t")
		return string(b)
	}},
	{"journal's export", func(at time.Time, _, host, tag, text string) string {
		name, pid, _ := strings.Cut(strings.TrimSuffix(tag, "]"), "[")
		size := binary.LittleEndian.AppendUint64(nil, uint64(len(text)))
		return "__CURSOR=s=1\n__REALTIME_TIMESTAMP=" + fmt.Sprint(at.UnixMicro()) + "\n_HOSTNAME=" + host + "\nSYSLOG_IDENTIFIER=" + name + "\n_PID=" + pid + "\nMESSAGE\n" + string(size) + text + "\n"
	}},
}

// headings are the first lines of forms that have one.
var headings = map[string]string{
	"of Graylog": "\"timestamp\",\"source\",\"application_name\",\"process_id\",\"message\"\n",
	"of Kibana":  "\ufeff\"@timestamp\",\"host.name\",message\n",
}

// cet is the zone of the server in the corpus, which is winter all the time.
var cet = time.FixedZone("CET", 3600)

// rewritten writes the lines of logs in another form.
func rewritten(t testing.TB, logs []string, form logForm) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(headings[form.name])
	year := 2024
	for _, log := range logs {
		for line := range strings.Lines(log) {
			stamp, rest := line[:15], strings.TrimSuffix(line[16:], "\n")
			if strings.HasPrefix(stamp, "Jan") {
				year = 2025
			}
			at, err := time.ParseInLocation("2006 Jan _2 15:04:05", fmt.Sprint(year, " ", stamp), cet)
			if err != nil {
				t.Fatal(err)
			}
			host, rest, _ := strings.Cut(rest, " ")
			tag, text, _ := strings.Cut(rest, ": ")
			b.WriteString(form.write(at, stamp, host, tag, text) + "\n")
		}
	}
	return b.String()
}

// A log is read the same, whatever wrote its lines.
func TestLogForms(t *testing.T) {
	logs, archive := unpackedLogs(t, "sendmail", "B.tar.gz")
	want := events(loadBytes(t, Options{}, source("B.tar.gz", corpustest.WithLogs(t, "sendmail").Read(t, "B.tar.gz"))))
	for _, form := range logForms {
		t.Run(form.name, func(t *testing.T) {
			text := rewritten(t, logs, form)
			q := loadBytes(t, Options{}, source("queue.tar", archive), source("log", []byte(text)))
			if q.History == nil {
				t.Fatal("it is not recognised")
			}
			compareEvents(t, events(q), want)
		})
	}
}

// Where a log lies does not matter, nor whether the queue is read before it.
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

// The logs that came with a later capture tell what became of the messages of an earlier one.
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

// Every line with an id is an event of that id, also of messages that no capture has.
func TestEveryID(t *testing.T) {
	for _, system := range []string{"sendmail", "postfix", "exim"} {
		t.Run(system, func(t *testing.T) {
			q := loadBytes(t, Options{}, source("B.tar.gz", corpustest.WithLogs(t, system).Read(t, "B.tar.gz")))
			facts := readLogFacts(t, system)
			c := history.New(q.Strings, loggers)
			name := map[string]queue.System{"sendmail": queue.Sendmail, "postfix": queue.Postfix, "exim": queue.Exim}[system]
			for _, m := range facts.Messages {
				c.Add(history.Subject{ID: m.ID, System: name, Arrived: queue.NoNumber})
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
			h := c.Finish()
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
					if e.File == "rejectlog" || e.Line > lines[e.File] { // mainlog has the same; after the capture
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

// A line can be read again as it stands in its log.
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
