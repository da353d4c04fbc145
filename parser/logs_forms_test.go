package parser

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/spoolscope/spoolscope/parser/corpustest"
)

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
	{"quoted", func(_ time.Time, stamp, host, tag, text string) string {
		return "> " + stamp + " " + host + " " + tag + ": " + text
	}},
	{"quoted twice", func(_ time.Time, stamp, host, tag, text string) string {
		return ">> " + stamp + " " + host + " " + tag + ": " + text
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
