package parser

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// said returns a line for each message: host, queue, id, state, day, status and
// recipients. "~" marks a day without a known hour.
func said(q *queue.Queue) []string {
	out := []string{}
	for _, i := range q.Order {
		d := q.Dirs[q.Dir[i]]
		created := "no date"
		if t := q.Created[i]; t != queue.NoNumber {
			created = time.Unix(t, 0).UTC().Format("2006-01-02 15:04")
			if q.Flags[i]&queue.DayOnly != 0 {
				created = "~" + created[:10]
			}
		}
		var to []string
		from, end := q.Recipients(i)
		for k := from; k < end; k++ {
			to = append(to, q.Text(q.RcptAddr[k]))
		}
		out = append(out, fmt.Sprintf("%s:%s %s %s, %s, %q to %s", d.Host, filepath.Base(d.Path), q.Text(q.ID[i]), q.State[i], created, q.Text(q.Status[i]), strings.Join(to, " ")))
	}
	return out
}

// kindsOf returns the kinds of the problems, once each.
func kindsOf(q *queue.Queue) []string {
	out := []string{}
	for _, p := range q.Problems {
		if !slices.Contains(out, string(p.Kind)) {
			out = append(out, string(p.Kind))
		}
	}
	slices.Sort(out)
	return out
}

// Copies of listings as people paste them, each with a README that says how to
// read it.
func TestField(t *testing.T) {
	tests := []struct {
		file     string
		messages []string
		kinds    string
		taken    string // "" unknown
	}{
		{
			"03b-ansi-grep-colours/mailq.txt", []string{
				`:mqueue p2P4pJgB000676 deferred, 2011-03-25 04:51, "Deferred: Connection refused by mx.example.net." to <my@example.net>`,
				`:mqueue p2P4vgcj002198 deferred, 2011-03-25 04:57, "Deferred: Connection refused by [127.0.0.1]" to <my@example.net>`,
			}, "cleaned", "2011-03-25 04:57, newest entry",
		},
		{
			"04-forum-then-logs/paste.txt", []string{
				`mail3:mqueue r3U0S9Mt115878 processing, 2013-04-30 00:28, "Deferred: Connection timed out with mail2.example.net" to <user@example.com>`,
				`mail3:mqueue r3U4eRSH223276 deferred, 2013-04-30 04:40, "reply: read error from mail2.example.net." to <user1@example.net>`,
			}, "listing partial", "2013-04-30 04:40, newest entry",
		},
		{
			"05-blog-163-squeezed/paste.txt", []string{
				`mycentos:mqueue u9Q36LgF014458 processing, 2016-10-26 03:08, "host map: lookup (example.com): deferred" to <u1@example.com> <u2@example.com>`,
				`mycentos:mqueue u9Q37L92014515 deferred, 2016-10-26 03:09, "host map: lookup (example.com): deferred" to <u1@example.com> <u2@example.com>`,
				`mycentos:mqueue u9Q38LYx014576 deferred, 2016-10-26 03:10, "host map: lookup (example.com): deferred" to <u1@example.com> <u2@example.com>`,
			}, "listing partial", "2016-10-26 03:10, newest entry",
		},
		{
			"06b-devworks-star/paste.txt", []string{
				`attic4-u14:mqueue vBE4mdE7025908 processing, 2017-12-14 04:48, "" to <ian@c6.example.org>`,
			}, "", "2017-12-14 04:48, newest entry",
		},
		{
			"11b-no-control-file/mailq.txt", []string{
				`:mqueue RAA04242 processing, no date, "" to `,
				`:mqueue RAA04250 deferred, no date, "Deferred: Connection refused by mx.example.net." to bo@example.net`,
			}, "", "",
		},
		{
			"11b-no-control-file/mailq-812.txt", []string{
				`:mqueue 4259f7Kc031337 processing, ~2024-03-05, "" to `,
				`:mqueue 4259f7Kd031337 processing, ~2024-03-05, "" to `,
				`:mqueue 4259f7Ke031337 processing, ~2024-03-05, "" to `,
			}, "", "2024-03-05 09:41, newest entry",
		},
		{
			"13-html-escaped-crlf/mailq.txt", []string{
				`:mqueue p3O2qDv1003455 deferred, 2011-04-24 02:52, "Deferred: Connection timed out with mx0.example.com." to <che@example.com>`,
				`:mqueue p3O2r1aB003460 deferred, 2011-04-24 02:53, "host map: lookup (example.net): deferred" to "Bo & Co" <bo@example.net>`,
			}, "cleaned", "2011-04-24 02:53, newest entry",
		},
		{
			"13b-nbsp/mailq.txt", []string{
				`:mqueue p3O2qDv1003455 deferred, 2011-04-24 02:52, "Deferred: Connection timed out with mx0.example.com." to <che@example.com>`,
				`:mqueue p3O2r1aB003460 deferred, 2011-04-24 02:53, "host map: lookup (example.net): deferred" to "Bo & Co" <bo@example.net>`,
			}, "cleaned", "2011-04-24 02:53, newest entry",
		},
		{
			"14-cron-log/mailq.log", []string{
				`:mqueue 4259v0Zz031500 processing, 2024-03-05 09:57, "" to <c@example.com>`,
			}, "captures", "2024-03-05 10:20, date in the listing",
		},
		{
			"19-solaris-mailhost/mailq.txt", []string{
				`:clientmqueue m9TFa1Xy001234 deferred, 2008-10-29 15:36, "Deferred: Name server: mailhost: host name lookup failure" to dba@example.com`,
				`:mqueue m9TFaB7z001240 deferred, 2008-10-29 15:36, "Deferred: Connection refused by mailhost." to <dba@example.com>`,
				`:mqueue m9TFaC00001241 deferred, 2008-10-29 15:37, "host map: lookup (mailhost.$m): deferred" to <dba@example.com>`,
			}, "", "2008-10-29 15:37, newest entry",
		},
		{
			"20-dates/one.txt", []string{
				`:mqueue m066rTow015094 deferred, ~2008-01-06, "Deferred: Connection timed out with mx.example.com." to <me@example.com>`,
			}, "", "2008-01-06 07:37, newest entry",
		},
		{
			"20-dates/two.txt", []string{
				`:mqueue m066rTow015094 deferred, 2008-01-06 07:37, "Deferred: Connection timed out with mx.example.com." to <me@example.com>`,
				`:mqueue m067t0Ab015200 deferred, 2008-01-06 07:55, "Deferred: Connection timed out with mx.example.com." to <me@example.com>`,
			}, "", "2008-01-06 07:55, newest entry",
		},
		{
			"20-dates/old89.tar", []string{
				`:mqueue RAA04250 deferred, ~2024-03-05, "Deferred: Connection refused by mx.example.net." to bo@example.net`,
			}, "", "2024-03-06 00:00, time of the listing's file",
		},
		{
			"29-more-pager/mailq.txt", []string{
				`:mqueue 4259f7Kc031337 deferred, 2024-03-05 09:41, "Deferred: Connection timed out with mx.example.net." to <bo@example.net>`,
				`:mqueue 4259f7Kd031337 deferred, 2024-03-05 09:41, "Deferred: 452 4.2.2 Mailbox full" to <full@example.com>`,
				`:mqueue 4259f7Ke031337 deferred, 2024-03-05 09:42, "Deferred: Connection refused by mx.example.edu." to <d@example.edu>`,
			}, "cleaned", "2024-03-05 09:42, newest entry",
		},
		{
			"32-ansible-two-hosts/all.txt", []string{
				`mail1:mqueue 4259f7Kc031337 deferred, 2024-03-05 09:41, "Deferred: Connection timed out with mx.example.net." to <bo@example.net>`,
				`mail2:mqueue 4259f9Aa022001 deferred, 2024-03-05 09:45, "Deferred: Connection refused by mx.example.com." to <c@example.com>`,
			}, "", "2024-03-05 09:45, newest entry",
		},
		{"34-bP/mailq.txt", nil, "counts", ""},
		{"35b-permission-wrapper/mailq.txt", nil, "refused", ""},
		{
			"39-client-queue-disk/mailq.txt", []string{
				`:clientmqueue 4259f7Ka031400 deferred, 2024-03-05 09:41, "Deferred: 452 4.4.5 Insufficient disk space; try again later" to ann@example.net`,
				`:clientmqueue 4259f7Kb031401 deferred, 2024-03-05 09:42, "Deferred: 452 4.4.5 Insufficient disk space; try again later" to ann@example.net`,
				`:clientmqueue 4259f7Kc031402 deferred, 2024-03-05 09:43, "Deferred: 452 4.4.5 Insufficient disk space; try again later" to ann@example.net`,
			}, "", "2024-03-05 09:43, newest entry",
		},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join("testdata/field", tt.file))
			must(t, err)
			q := loadBytes(t, Options{}, source(tt.file, data))
			sameLines(t, "messages", said(q), tt.messages)
			if got := strings.Join(kindsOf(q), " "); got != tt.kinds {
				t.Errorf("problems are %q, want %q: %v", got, tt.kinds, q.Problems)
			}
			if got := takenText(q); got != tt.taken {
				t.Errorf("taken is %q, want %q", got, tt.taken)
			}
		})
	}
}

func takenText(q *queue.Queue) string {
	if q.Taken == 0 {
		return ""
	}
	return time.Unix(q.Taken, 0).UTC().Format("2006-01-02 15:04, ") + q.TakenBy
}
