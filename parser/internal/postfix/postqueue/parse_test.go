package postqueue

import (
	"bytes"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/spoolscope/spoolscope/parser/corpustest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// read parses a text and writes each entry in one line.
func read(r io.Reader) (entries, problems []string, ls []queue.Listing) {
	ls, ps := Parse(r, "f", Options{}, func(_ int, e queue.ListingEntry) {
		var to []string
		for _, r := range e.Recipients {
			to = append(to, r.Address+"|"+r.Status)
		}
		date := fmt.Sprint(e.Date)
		if e.Arrived != nil {
			date = fmt.Sprint(*e.Arrived)
		}
		entries = append(entries, fmt.Sprintf("%s%c %d %s %s %s [%s]", e.ID, e.Mark, e.Size, date, e.Sender, e.Remark, strings.Join(to, ", ")))
	})
	for _, p := range ps {
		problems = append(problems, fmt.Sprintf("%d %s", p.Line, p.Kind))
	}
	return entries, problems, ls
}

const long = `----Queue ID----- --Size-- ---Arrival Time---- --Sender/Recipient------
4bBl5F0jklzC2         1004 Tue Jun  3 22:00:33 olga@lab.example
(delivery temporarily suspended: connect to mx.refused.example.net[127.0.21.1]:25: Connection refused)
                                               prep@refused.example.net

C4551D4*#     1358 Mon Apr  1 08:40:08  MAILER-DAEMON
                                                   (mail transport unavailable)
                                         "odd (one)"@refused.example.com
                                                         (reason unavailable)
                                         plus+x@refused.example.com

4bC32M20mlzNN!         146 Wed Jun  4 09:59:07 olga@lab.example
                                               drop@refused.example.net

-- 2 Kbytes in 3 Requests.
`

var ofLong = []string{
	"4bBl5F0jklzC2  1004 {2 6 3 22 0 33} olga@lab.example  [prep@refused.example.net|delivery temporarily suspended: connect to mx.refused.example.net[127.0.21.1]:25: Connection refused]",
	`C4551D4* 1358 {1 4 1 8 40 8} <> ` + Expires + ` ["odd (one)"@refused.example.com|mail transport unavailable, plus+x@refused.example.com|]`,
	"4bC32M20mlzNN! 146 {3 6 4 9 59 7} olga@lab.example  [drop@refused.example.net|]",
}

func TestColumns(t *testing.T) {
	for name, text := range map[string]string{
		"as printed":     long,
		"short titles":   strings.Replace(long, "----Queue ID-----", "-Queue ID-", 1),
		"squeezed":       squeeze(long),
		"at the left":    strings.ReplaceAll(squeeze(long), "\n ", "\n"),
		"CRLF":           strings.ReplaceAll(long, "\n", "\r\n"),
		"quoted":         "> " + strings.ReplaceAll(strings.TrimSuffix(long, "\n"), "\n", "\n> ") + "\n",
		"double spaced":  strings.ReplaceAll(long, "\n", "\n\n"),
		"in colours":     strings.ReplaceAll(long, "refused", "\x1b[01;31m\x1b[Krefused\x1b[m\x1b[K"),
		"paged":          strings.Replace(long, "\nC4551D4", "\n--More--\nC4551D4", 1),
		"of a session":   "[root@mail1 ~]# postqueue -p\n" + long + "[root@mail1 ~]# \n",
		"tabs":           strings.ReplaceAll(long, "        ", "\t"),
		"a host":         "mail1: " + strings.ReplaceAll(strings.TrimSuffix(long, "\n"), "\n", "\nmail1: ") + "\n",
		"broken at 80":   broken80(long),
		"broken by mail": strings.Replace(long, "connect to mx", "connect to\nmx", 1),
	} {
		entries, problems, ls := read(strings.NewReader(text))
		if !reflect.DeepEqual(entries, ofLong) {
			t.Errorf("%s: entries are\n%s", name, strings.Join(entries, "\n"))
		}
		for _, p := range problems {
			if !strings.HasSuffix(p, "cleaned") {
				t.Errorf("%s: problem %s", name, p)
			}
		}
		if n, ok := ls[0].Announced(); len(ls) != 1 || n != 3 || !ok || ls[0].ProvesEmpty() || ls[0].System != queue.Postfix {
			t.Errorf("%s: listings are %+v", name, ls)
		}
	}
}

// broken80 breaks long reasons as a terminal of 80 columns does.
func broken80(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, "(") && len(l) > 80 {
			lines[i] = l[:80] + "\n" + l[80:]
		}
	}
	return strings.Join(lines, "\n")
}

// squeeze replaces several spaces by one.
func squeeze(s string) string {
	for strings.Contains(s, "  ") {
		s = strings.ReplaceAll(s, "  ", " ")
	}
	return s
}

func TestProblems(t *testing.T) {
	tests := []struct {
		name, text string
		entries    int
		want       string
	}{
		{"empty", "Mail queue is empty\n", 0, ""},
		{"no total", strings.TrimSuffix(long, "-- 2 Kbytes in 3 Requests.\n"), 3, "14 partial"},
		{"cut at the top", long[strings.Index(long, "C4551D4"):], 2, "10 partial"},
		{"a reason is cut", strings.Replace(long, "unavailable)\n", "unavail\n", 1), 3, "7 listing"},
		{"a strange line", strings.Replace(long, "\nC4551D4", "\nwhat is this?\nC4551D4", 1), 3, "6 listing"},
		{"fatal", "postqueue: fatal: Queue report unavailable - mail system is down\n", 0, "1 refused"},
		{"warned", "postqueue: warning: Mail system is down -- accessing queue directly\n" + long, 3, "1 listing-noise"},
		{"two", long + long, 6, ""},
		{"an object is cut", `{"queue_name": "hold", "queue_id": "C4551D4"}` + "\n" + `{"queue_name": "hold", "queue_i`, 1, "2 listing, 2 partial"},
		{"an object is damaged", `{"queue_name": "hold", "que` + "\n" + `{"queue_name": "hold", "queue_id": "C4551D4"}` + "\n", 1, "1 listing"},
		{"a bracket is missing", `{"queue_name": "hold", "queue_id": "C4551D5"` + "\n" + `{"queue_name": "hold", "queue_id": "C4551D4"}` + "\n", 1, "1 listing"},
		{"no id", `{"queue_name": "hold", "queue_id": ""}` + "\n", 0, "1 listing"},
		{"a wrong type", `{"queue_name": "hold", "queue_id": "C4551D4", "arrival_time": "x"}` + "\n", 1, "1 listing"},
		{"a message in between", `{"queue_name": "hold", "queue_id": "C4551D4"}` + "\npostqueue: fatal: x\n", 1, "2 refused"},
	}
	for _, tt := range tests {
		entries, problems, ls := read(strings.NewReader(tt.text))
		if got := strings.Join(problems, ", "); got != tt.want || len(entries) != tt.entries {
			t.Errorf("%s: %d entries, problems %q; want %d and %q", tt.name, len(entries), got, tt.entries, tt.want)
		}
		if tt.name != "empty" && ls[0].ProvesEmpty() {
			t.Errorf("%s proves that the queue is empty", tt.name)
		}
	}
	if _, problems, _ := read(iotest.TimeoutReader(strings.NewReader(long + strings.Repeat("\n", 1<<20)))); !strings.Contains(strings.Join(problems, " "), "unreadable") {
		t.Errorf("problems of a text that cannot be read are %v", problems)
	}
}

const pretty = `[
  {
    "queue_name": "maildrop",
    "queue_id": "C4551D4",
    "arrival_time": 1711960808,
    "message_size": 1358,
    "new_in_a_later_version": {"a": ["}", "\"{"]},
    "sender": "MAILER-DAEMON",
    "recipients": [
      {
        "orig_address": "a@example.org",
        "address": "b@example.org",
        "delay_reason": "host [x] said: \"}\""
      },
      {"address": "c@example.org", "bounce_reason": "no"}
    ]
  }
]
`

func TestObjects(t *testing.T) {
	want := []string{`C4551D4m 1358 1711960808 <>  [b@example.org|host [x] said: "}", c@example.org|no]`}
	for name, text := range map[string]string{
		"pretty": pretty, "CRLF": strings.ReplaceAll(pretty, "\n", "\r\n"), "of a session": "root@mail1:~# postqueue -j | jq\n" + pretty,
		"one line": strings.Join(strings.Fields(pretty), " "), "coloured": strings.ReplaceAll(pretty, `"sender"`, "\x1b[34;1m\"sender\"\x1b[0m"),
		"marked": "\ufeff" + strings.Join(strings.Fields(pretty), " "),
	} {
		if entries, problems, ls := read(strings.NewReader(text)); !reflect.DeepEqual(entries, want) || len(problems) > 0 || !ls[0].Exact {
			t.Errorf("%s: %q, problems %q", name, entries, problems)
		}
	}
}

// TestCorpus compares what the two commands print about the same queue.
func TestCorpus(t *testing.T) {
	c := corpustest.Open(t, "postfix")
	columns, problems, _ := read(bytes.NewReader(c.Read(t, "postqueue-p.txt")))
	objects, more, _ := read(bytes.NewReader(c.Read(t, "postqueue-j.json")))
	if len(problems)+len(more) > 0 || len(columns) != 28 || len(objects) != len(columns) {
		t.Fatalf("%d and %d entries, problems %v %v", len(columns), len(objects), problems, more)
	}
	for i := range columns {
		a, b := strings.SplitN(columns[i], "} ", 2), strings.SplitN(objects[i], " ", 4)
		id, size, _ := strings.Cut(a[0], " ")
		if len(a) < 2 || a[1] != b[3] || !strings.HasPrefix(size, b[1]+" ") && !strings.HasPrefix(strings.TrimSpace(size), b[1]+" ") || strings.TrimRight(id, "*! ") != strings.TrimRight(b[0], "*!dim") {
			t.Errorf("postqueue -p has %s, -j %s", columns[i], objects[i])
		}
	}
}
