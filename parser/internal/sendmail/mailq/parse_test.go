package mailq

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// entryText returns an entry in one line, so that tables stay readable.
func entryText(e queue.ListingEntry) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d %s%c", e.Queue, e.ID, e.Mark)
	if e.Size != queue.NoNumber {
		fmt.Fprintf(&b, " %d", e.Size)
	}
	if e.Priority != queue.NoNumber {
		fmt.Fprintf(&b, " p%d", e.Priority)
	}
	if e.Warned {
		b.WriteString(" warned")
	}
	if e.Date.Month != 0 {
		fmt.Fprintf(&b, " %d:%d-%d-%d:%d", e.Date.Weekday, e.Date.Month, e.Date.Day, e.Date.Hour, e.Date.Minute)
	}
	for _, f := range []struct{ name, text string }{
		{"from", e.Sender}, {"body", e.BodyType}, {"status", e.Status}, {"quarantine", e.Quarantine}, {"remark", e.Remark},
	} {
		if f.text != "" {
			fmt.Fprintf(&b, " %s=%q", f.name, f.text)
		}
	}
	if e.Cut {
		b.WriteString(" cut")
	}
	for _, r := range e.Recipients {
		fmt.Fprintf(&b, " to=%q", r.Address)
		if r.Status != "" {
			fmt.Fprintf(&b, "(%s)", r.Status)
		}
		if r.Controlling != "" {
			fmt.Fprintf(&b, "[%s]", r.Controlling)
		}
	}
	for _, n := range e.Notes {
		fmt.Fprintf(&b, " note=%q", n)
	}
	return b.String()
}

func problemText(ps []queue.Problem) []string {
	out := []string{}
	for _, p := range ps {
		out = append(out, fmt.Sprintf("%d %s", p.Line, p.Kind))
	}
	return out
}

const columns812 = "-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------\n"

func TestParse(t *testing.T) {
	tests := []struct {
		name     string
		in       string
		queues   []queue.ListingQueue
		totals   []int
		entries  []string
		problems []string
	}{
		{
			name: "8.8",
			in: "\t\tMail Queue (2 requests)\n" +
				"--Q-ID-- --Size-- -----Q-Time----- ------------Sender/Recipient------------\n" +
				"RAA04242*    1834 Tue Mar  5 10:41 <a\\b@plum.example>\n" +
				"      8BITMIME   (Deferred: Connection timed out with mx2.kiwi.example.)\n" +
				"\t\t\t\t   \"Bo B\"@kiwi.example\n" +
				"RAB04242  (no control file)\n",
			queues: []queue.ListingQueue{{Requests: 2, Printed: 2}},
			entries: []string{
				`0 RAA04242* 1834 2:3-5-10:41 from="<a\\b@plum.example>" body="8BITMIME" status="Deferred: Connection timed out with mx2.kiwi.example." to="\"Bo B\"@kiwi.example"`,
				`0 RAB04242  remark="no control file"`,
			},
		},
		{
			name: "8.8 verbose",
			in: "\t\tMail Queue (1 request)\n" +
				"--Q-ID-- --Size-- -Priority- ---Q-Time--- -----------Sender/Recipient-----------\n" +
				"RAA04242     1834     242187+Mar  5 10:41 <ann@plum.example>\n" +
				"                 (Deferred: Connection refused)\n" +
				"\t\t\t\t      (---bo:1001:1001:staff---)\n" +
				"\t\t\t\t\t  bo\n" +
				"\t\t\t\t\t  jo\n" +
				"\t\t\t\t      (------)\n" +
				"\t\t\t\t\t  <x@kiwi.example>\n",
			queues: []queue.ListingQueue{{Requests: 1, Printed: 1}},
			entries: []string{
				`0 RAA04242  1834 p242187 warned -1:3-5-10:41 from="<ann@plum.example>" status="Deferred: Connection refused" to="bo"[bo:1001:1001:staff] to="jo"[bo:1001:1001:staff] to="<x@kiwi.example>"`,
			},
		},
		{
			name:   "8.8 empty",
			in:     "Mail queue is empty\n",
			queues: []queue.ListingQueue{{}},
		},
		{
			name: "8.10 with two directories",
			in: "\t\t/var/spool/mqueue/qd1 (12 requests, only 1 printed)\n" +
				"----Q-ID---- --Size-- -----Q-Time----- ------------Sender/Recipient------------\n" +
				"eA951Kp04242-     100 Thu Nov  9 05:01 <a\\\\b@plum.example>\n" +
				"\t\t\t\t       <j\\303\\274rgen@kiwi.example>\n" +
				"/var/spool/mqueue/qd2/df is empty\n" +
				"\t\tTotal Requests: 12\n",
			queues: []queue.ListingQueue{
				{Path: "/var/spool/mqueue/qd1", Requests: 12, Printed: 1}, {Path: "/var/spool/mqueue/qd2"},
			},
			totals:  []int{12},
			entries: []string{`0 eA951Kp04242- 100 4:11-9-5:1 from="<a\\b@plum.example>" to="<jürgen@kiwi.example>"`},
		},
		{
			name: "marks, glued sizes and padded ids",
			in: "\t\t/q (9 requests)\n" + columns812 +
				"4259f7Kc031337*12345678 Tue Mar  5 10:41 a\n" +
				"4259f7Kd031337-12345678 Tue Mar  5 10:41 b\n" +
				"4259f7Ke031337X      -1 Tue Mar  5 10:41 c\n" +
				"4259f7Kf031337 123456789012 Tue Mar  5 10:41 d\n" +
				"4259f7Kg4194304?     10 Tue Mar  5 10:41 e\n" +
				"     RAA04242-    1834 Tue Mar  5 10:41 f\n" +
				"416A00V8009936~*     659 Tue Mar  5 10:41 g\n" +
				"416A00V8009936-      659 Tue Mar  5 10:41 h\n" +
				"4259f7Kh031337* (no control file)\n" +
				"4259f7Ki031337 (Permission denied)\n" +
				"4259f7Kj031337 \n",
			queues: []queue.ListingQueue{{Path: "/q", Requests: 9, Printed: 9}},
			entries: []string{
				`0 4259f7Kc031337* 12345678 2:3-5-10:41 from="a"`,
				`0 4259f7Kd031337- 12345678 2:3-5-10:41 from="b"`,
				`0 4259f7Ke031337X -1 2:3-5-10:41 from="c"`,
				`0 4259f7Kf031337  123456789012 2:3-5-10:41 from="d"`,
				`0 4259f7Kg4194304? 10 2:3-5-10:41 from="e"`,
				`0 RAA04242- 1834 2:3-5-10:41 from="f"`,
				`0 416A00V8009936~* 659 2:3-5-10:41 from="g"`,
				`0 416A00V8009936-  659 2:3-5-10:41 from="h"`,
				`0 4259f7Kh031337* remark="no control file"`,
				`0 4259f7Ki031337  remark="Permission denied"`,
				`0 4259f7Kj031337 `,
			},
		},
		{
			name: "internationalised addresses have a space behind them",
			in: "\t\t/q (1 request)\n" + columns812 +
				"4259f7Kc031337      10 Tue Mar  5 10:41 <jürgen@plum.example> \n\t\t\t\t\t <bö@kiwi.example> \n",
			queues:  []queue.ListingQueue{{Path: "/q", Requests: 1, Printed: 1}},
			entries: []string{`0 4259f7Kc031337  10 2:3-5-10:41 from="<jürgen@plum.example>" to="<bö@kiwi.example>"`},
		},
		{
			name: "statuses with brackets, dates and a full column",
			in: "\t\t/q (3 requests)\n" + columns812 +
				"4259f7Kc031337      10 Tue Mar  5 10:41 a\n" +
				"                 (Deferred (again): 5 Mar  5 09:41 x) y)\n" +
				"\t\t\t\t\t (odd) <b@c>\n" +
				"4259f7Kd031337      10 Tue Mar  5 10:41 a\n" +
				"          7BIT   (" + strings.Repeat("x", 60) + ")\n" +
				"4259f7Ke031337      10 Tue Mar  5 10:41 a\n" +
				"    BINARYMIME\n",
			queues: []queue.ListingQueue{{Path: "/q", Requests: 3, Printed: 3}},
			entries: []string{
				`0 4259f7Kc031337  10 2:3-5-10:41 from="a" status="Deferred (again): 5 Mar  5 09:41 x) y" to="(odd) <b@c>"`,
				`0 4259f7Kd031337  10 2:3-5-10:41 from="a" body="7BIT" status="` + strings.Repeat("x", 60) + `" cut`,
				`0 4259f7Ke031337  10 2:3-5-10:41 from="a" body="BINARYMIME"`,
			},
		},
		{
			name: "a status is cut to a width",
			in: "\t\t/q (1 request)\n" + columns812 +
				"4259f7Kc031337      10 Tue Mar  5 10:41 a\n                 (Deferred: Conn\n\t\t\t\t\t <b@c>\n",
			queues:   []queue.ListingQueue{{Path: "/q", Requests: 1, Printed: 1}},
			entries:  []string{`0 4259f7Kc031337  10 2:3-5-10:41 from="a" status="Deferred: Conn" cut to="<b@c>"`},
			problems: []string{"4 listing"},
		},
		{
			name: "errors between lines and inside",
			in: "WARNING: local host name (x) is not qualified; see cf/README: WHO AM I?\n" +
				"gatherq: /q/qfdir is not a regular file\n" +
				"\t\t/q (3 requests)\n" + columns812 +
				"4259f7Kc031337readqf: cannot open ./df4259f7Kc031337: No such file or directory\n" +
				"*      -1 Tue Mar  5 10:41 a\n" +
				"                 (Deferred: Conngatherq: /q/qfx is not a regular file\n" +
				"ection refused)\n" +
				"\t\t\t\t\t <b@c>\n" +
				"4259f7Kd031337readqf: cannot open ./df4259f7Kd031337: No such file or directory\n" +
				"\t\t\t\t\t <d@e>\n" +
				"4259f7Ke031337readqf: cannot open ./df4259f7Ke031337: No such file or directory\n",
			queues: []queue.ListingQueue{{Path: "/q", Requests: 3, Printed: 3}},
			entries: []string{
				`0 4259f7Kc031337* -1 2:3-5-10:41 from="a" status="Deferred: Connection refused" to="<b@c>"` +
					` note="readqf: cannot open ./df4259f7Kc031337: No such file or directory" note="gatherq: /q/qfx is not a regular file"`,
				`0 4259f7Kd031337  to="<d@e>" note="readqf: cannot open ./df4259f7Kd031337: No such file or directory"`,
				`0 4259f7Ke031337  note="readqf: cannot open ./df4259f7Ke031337: No such file or directory"`,
			},
			problems: []string{"1 listing-noise", "2 listing-noise", "5 listing-noise", "7 listing-noise", "10 listing-noise", "12 listing-noise"},
		},
		{
			name: "lines of something else",
			in: "From: ann\n\t\t/q (1 request)\n" + columns812 +
				"4259f7Kc031337      10 Tue Mar  5 10:41 a\n" +
				"what is this\n   (x) and that\n\t\t\t\t\t <b@c>\n\t\tTotal requests: 1\nthe end\n\t\t\t\t\t <nobody@c>\n",
			queues:   []queue.ListingQueue{{Path: "/q", Requests: 1, Printed: 1}},
			totals:   []int{1},
			entries:  []string{`0 4259f7Kc031337  10 2:3-5-10:41 from="a" to="<b@c>" note="what is this" note="   (x) and that"`},
			problems: []string{"1 listing", "5 listing", "6 listing", "9 listing", "10 listing"},
		},
		{
			name: "a pasted session",
			in: "[root@mail ~]# mailq -v\nMSP Queue status...\n/var/spool/mqueue-client is empty\n\t\tTotal requests: 0\n" +
				"MTA Queue status...\n\t\t/var/spool/mqueue (1 request)\n" + columns812 +
				"4259f7Kc031337      10 Tue Mar  5 10:41 a\n\t\t\t\t\t b\n\t\tTotal requests: 1\n" +
				"root@mail:~# sudo mailq -qL\n/var/spool/mqueue is empty\n\t\tTotal requests: 0\nroot@mail:~#\n$ mailq -Ac\n" +
				"/var/spool/clientmqueue is empty\nexit\n",
			queues: []queue.ListingQueue{
				{Path: "/var/spool/mqueue-client", Client: true}, {Path: "/var/spool/mqueue", Requests: 1, Printed: 1},
				{Path: "/var/spool/mqueue"}, {Path: "/var/spool/clientmqueue", Client: true},
			},
			totals:  []int{0, 1, 0},
			entries: []string{`1 4259f7Kc031337  10 2:3-5-10:41 from="a" to="b"`},
		},
		{
			name: "squeezed columns",
			in: "/q (2 requests)\n" + columns812 +
				"4259f7Kc031337* 10 Tue Mar 5 10:41 a\n4259f7Kd031337 1834 242187+Mar 15 10:41 <b@c>\n4259f7Ke031337 1834 30000 Mar 5 10:41 <b@c>\n",
			queues: []queue.ListingQueue{{Path: "/q", Requests: 2, Printed: 2}},
			entries: []string{
				`0 4259f7Kc031337* 10 2:3-5-10:41 from="a"`,
				`0 4259f7Kd031337  1834 p242187 warned -1:3-15-10:41 from="<b@c>"`,
				`0 4259f7Ke031337  1834 p30000 -1:3-5-10:41 from="<b@c>"`,
			},
		},
		{
			name: "addresses of UUCP at the left edge, as HP-UX shows them",
			in: "Mail Queue (2 requests)\n---QID--- --Size-- ----Q-Time----\n----Sender/Recipient-----\nAA15794 1482 Wed Feb 9 07:57 carole\nbo@b.example\n" +
				"AA15792 10169 Wed Feb 9 07:57 chuck\nhost6!relay!bo\nbo@c.example\n",
			queues: []queue.ListingQueue{{Requests: 2, Printed: 2}},
			entries: []string{
				`0 AA15794  1482 3:2-9-7:57 from="carole" to="bo@b.example"`,
				`0 AA15792  10169 3:2-9-7:57 from="chuck" to="host6!relay!bo" to="bo@c.example"`,
			},
		},
		{
			name: "addresses that a web page hides, squeezed",
			in: "/q (1 request)\n" + columns812 +
				"4259f7Kc031337 10 Tue Mar 5 10:41 <[email protected]>\n<[email protected]>\n[email protected]\n",
			queues:  []queue.ListingQueue{{Path: "/q", Requests: 1, Printed: 1}},
			entries: []string{`0 4259f7Kc031337  10 2:3-5-10:41 from="<[email protected]>" to="<[email protected]>" to="[email protected]"`},
		},
		{
			name: "markup and remarks of a forum",
			in: "/q (2 requests)\n" + columns812 +
				"4259f7Kc031337       10 Tue Mar  5 10:41 [COLOR=Green]root               <--from a terminal[/COLOR]\n" +
				"4259f7Kd031337       15 Tue Mar  5 10:41[COLOR=Green]www-data[/COLOR]      [COLOR=Green]<--- by a web page [/COLOR]\n",
			queues: []queue.ListingQueue{{Path: "/q", Requests: 2, Printed: 2}},
			entries: []string{
				`0 4259f7Kc031337  10 2:3-5-10:41 from="root"`,
				`0 4259f7Kd031337  15 2:3-5-10:41 from="www-data"`,
			},
			problems: []string{"3 cleaned"},
		},
		{
			name:     "counts of -bP",
			in:       "/q/a: entries=12\n/q/b: unknown number of entries\n/q/c is empty\n\t\tTotal requests: 12 (about)\nData unavailable: shared memory not updated\n",
			queues:   []queue.ListingQueue{{Path: "/q/a", Requests: 12, Printed: 12}, {Path: "/q/b", Requests: -1, Printed: -1}, {Path: "/q/c"}},
			totals:   []int{12},
			problems: []string{"5 listing-noise"},
		},
		{
			name:     "not permitted",
			in:       "You are not permitted to see the queue\n",
			problems: []string{"1 refused"},
		},
		{name: "nothing", in: ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l, entries, problems := parse(t, "mailq.txt", []byte(tt.in))
			for i := range l.Queues {
				l.Queues[i].Listed = 0 // tested with the announced numbers
			}
			if len(l.Queues)+len(tt.queues) > 0 && !reflect.DeepEqual(l.Queues, tt.queues) {
				t.Errorf("queues are %+v, want %+v", l.Queues, tt.queues)
			}
			if len(l.Totals)+len(tt.totals) > 0 && !reflect.DeepEqual(l.Totals, tt.totals) {
				t.Errorf("totals are %v, want %v", l.Totals, tt.totals)
			}
			for i := range max(len(entries), len(tt.entries)) {
				got, want := "nothing", "nothing"
				if i < len(entries) {
					got = entryText(entries[i])
				}
				if i < len(tt.entries) {
					want = tt.entries[i]
				}
				if got != want {
					t.Errorf("entry %d is\n%s\nwant\n%s", i, got, want)
				}
			}
			if got := problemText(problems); len(got)+len(tt.problems) > 0 && !reflect.DeepEqual(got, tt.problems) {
				t.Errorf("problems are %v, want %v: %v", got, tt.problems, problems)
			}
		})
	}
}

// The same listing, copied through terminals, editors and mail programs.
func TestEntriesDoNotDependOnTransport(t *testing.T) {
	expand := func(width int) func(string) string {
		return func(s string) string {
			var b strings.Builder
			for l := range strings.Lines(s) {
				rest := strings.TrimLeft(l, "\t")
				b.WriteString(strings.Repeat(" ", width*(len(l)-len(rest))) + rest)
			}
			return b.String()
		}
	}
	ways := map[string]func(string) string{
		"CRLF":         func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"BOM":          func(s string) string { return "\ufeff" + s },
		"tabs of 8":    expand(8),
		"tabs of 4":    expand(4),
		"padded":       func(s string) string { return strings.ReplaceAll(s, "\n", "   \n") },
		"no last line": func(s string) string { return strings.TrimSuffix(s, "\n") },
		"trimmed":      strings.TrimSpace,
	}
	for name, l := range listings(t) {
		_, want, _ := parse(t, name, l.data)
		for way, change := range ways {
			t.Run(name+"/"+way, func(t *testing.T) {
				_, got, problems := parse(t, name, []byte(change(string(l.data))))
				for _, p := range problems {
					if p.Kind != queue.KindListingNoise {
						t.Errorf("unexpected problem: %v", p)
					}
				}
				for i := range got {
					got[i].Offset = 0
				}
				if len(got) != len(want) {
					t.Fatalf("%d entries, want %d", len(got), len(want))
				}
				for i, w := range want {
					w.Offset = 0
					if !reflect.DeepEqual(got[i], w) {
						t.Errorf("entry is\n%s\nwant\n%s", entryText(got[i]), entryText(w))
					}
				}
			})
		}
	}
}

func TestPositions(t *testing.T) {
	in := "\t\t/q (1 request)\n" + columns812 + "4259f7Kc031337      10 Tue Mar  5 10:41 a\r\n"
	_, entries, _ := parse(t, "dir/mailq", []byte(in))
	want := queue.Pos{File: "dir/mailq", Offset: int64(strings.Index(in, "4259")), Line: 3}
	if len(entries) != 1 || entries[0].Pos != want {
		t.Fatalf("entries are %+v, want one at %+v", entries, want)
	}
}

func TestLimits(t *testing.T) {
	t.Run("long line", func(t *testing.T) {
		in := "4259f7Kc031337      10 Tue Mar  5 10:41 " + strings.Repeat("a", 3*MaxLine) + "\n\t\t\t\t\t <b@c>\n4259f7Kd031337 \n"
		_, entries, problems := parse(t, "mailq", []byte(in))
		if len(entries) != 2 || len(entries[0].Sender) != MaxLine-40 || len(entries[0].Recipients) != 1 {
			t.Errorf("%d entries, want 2 with the sender cut", len(entries))
		}
		if want := int64(strings.Index(in, "4259f7Kd")); len(entries) == 2 && entries[1].Offset != want {
			t.Errorf("offset after the long line is %d, want %d", entries[1].Offset, want)
		}
		if len(problems) != 1 || problems[0].Kind != queue.KindLimit || !errors.Is(problems[0], queue.ErrLimit) {
			t.Errorf("problems are %v, want one limit", problems)
		}
	})
	t.Run("problems", func(t *testing.T) {
		_, _, problems := parse(t, "mailq", []byte(strings.Repeat("what is this\n", MaxProblems+37)))
		if len(problems) != MaxProblems+1 || problems[MaxProblems].Reason != "and 37 more" || problems[MaxProblems].Line != MaxProblems+1 {
			t.Errorf("%d problems, the last %v, want %d and a summary of 37", len(problems), problems[len(problems)-1], MaxProblems)
		}
	})
	t.Run("notes", func(t *testing.T) {
		_, entries, _ := parse(t, "mailq", []byte("4259f7Kd031337 \n"+strings.Repeat(strings.Repeat("what ", 200)+"\n", 30)))
		if len(entries) != 1 || len(entries[0].Notes) != MaxNotes || len(entries[0].Notes[0]) != MaxNote {
			t.Errorf("notes are not limited: %d", len(entries[0].Notes))
		}
	})
	t.Run("recipients", func(t *testing.T) {
		to := "\t\t\t\t\t " + strings.Repeat("a", 8000) + "\n"
		_, entries, problems := parse(t, "mailq", []byte("4259f7Kd031337 \n"+strings.Repeat(to, 3000)+"4259f7Ke031337 \n"+to))
		if len(entries) != 2 || len(entries[0].Recipients) > MaxEntry/8000 || len(entries[1].Recipients) != 1 {
			t.Errorf("recipients are not limited")
		}
		if got := problemText(problems); len(got) != 1 || problems[0].Kind != queue.KindLimit {
			t.Errorf("problems are %v, want one limit", got)
		}
	})
	t.Run("headings", func(t *testing.T) {
		l, _, problems := parse(t, "mailq", []byte(strings.Repeat("/q is empty\n", MaxFrames+2)))
		if len(l.Queues) != MaxFrames || len(problems) != 1 || problems[0].Kind != queue.KindLimit {
			t.Errorf("%d headings with problems %v, want %d and one limit", len(l.Queues), problems, MaxFrames)
		}
	})
}

func TestReadErrorKeepsWhatWasRead(t *testing.T) {
	broken := errors.New("broken")
	in := "\t\t/q (2 requests)\n4259f7Kc031337      10 Tue Mar  5 10:41 a\n\t\t\t\t\t <b@c"
	n := 0
	ls, problems := Parse(io.MultiReader(strings.NewReader(in), iotest.ErrReader(broken)), "mailq", Options{}, func(_ int, e queue.ListingEntry) {
		n += len(e.Recipients)
	})
	if n != 1 || len(ls[0].Queues) != 1 {
		t.Errorf("%d recipients in %d queues, want one in one", n, len(ls[0].Queues))
	}
	if len(problems) != 1 || !errors.Is(problems[0], broken) || problems[0].Kind != queue.KindUnreadable {
		t.Errorf("problems are %v, want the read error", problems)
	}
}

func TestSummaryLine(t *testing.T) {
	tests := []struct {
		name, in, want string
		ok             bool
	}{
		{"no bracket", "4259f7Kc031337      10 Tue Mar  5 10:41 a", "", false},
		{"bracket without a space", "x(y)", "", false},
		{"no body type", "                 (x)", "                 (x)", true},
		{"8BITMIME", "      8BITMIME   (x)", "          (x)", true},
		{"7BIT takes a space", "          7BIT   (x)", "             (x)", true},
		{"the leftmost match only", " 7BIT (8BITMIME  7BIT)", "  (8BITMIME  7BIT)", true},
		{"in the status", "                 (8BITMIME x)", "                 (  x)", true},
		{"control bytes", " (a\x07\xff\x00b)", " (a\x07\xff\x00b)", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := summaryLine([]byte(tt.in))
			if string(got) != tt.want || ok != tt.ok {
				t.Errorf("summaryLine(%q) = %q, %v, want %q, %v", tt.in, got, ok, tt.want, tt.ok)
			}
		})
	}
}
