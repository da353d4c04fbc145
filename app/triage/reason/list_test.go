package reason

import (
	"fmt"
	"strings"
	"testing"
)

func TestParseList(t *testing.T) {
	const refused, full, slow = "(Deferred: Connection refused by mx.example.net.)", "(Deferred: 452 4.2.2 Mailbox full)", "(Deferred: 451 4.7.1 Greylisting in action, please come back later)"
	in := func(s string) string { return "                 " + s + "\n" }
	tests := []struct {
		name, text string
		want       string // count and topic of each
		announced  int
	}{
		{"grep Deferred", in(refused) + in(full) + in(refused), "2 connection-refused, 1 mailbox-full", 0},
		{"grep of a bracket", "\t\t/var/spool/mqueue (3 requests)\n" + in(refused) + "8BITMIME" + in(full) + in(refused), "2 connection-refused, 1 mailbox-full", 3},
		{"grep of a bracket, one message", "\t\t/var/spool/mqueue (1 request)\n" + in(refused), "1 connection-refused", 1},
		{"Debian", "MSP Queue status...\n/var/spool/mqueue-client is empty\n\t\tTotal requests: 0\nMTA Queue status...\n\t\t/var/spool/mqueue (2 requests)\n" + in(refused) + in(full), "1 mailbox-full, 1 connection-refused", 2},
		{"counted", "     12                  " + refused + "\n      3 " + full + "\n      1                  " + slow + "\n", "12 connection-refused, 3 mailbox-full, 1 greylisted", 0},
		{"one, counted", "     12                  " + refused + "\n", "12 connection-refused", 0},
		{"counted replies", "   4 <<< 452 4.2.2 Mailbox full\n   7 <<< 550 5.1.1 User unknown\n", "7 unknown-user, 4 mailbox-full", 0},
		{"counted replies without a sign", "   4 452 4.2.2 Mailbox full\n   7 550 5.1.1 User unknown\n", "7 unknown-user, 4 mailbox-full", 0},
		{"with files", "mailq-mx1.txt:" + in(refused) + "mailq-mx2.txt:" + in(full), "1 mailbox-full, 1 connection-refused", 0},
		{"with the command", "[root@mx ~]# mailq | grep Deferred\n" + in(refused) + in(full) + "[root@mx ~]#\n", "1 mailbox-full, 1 connection-refused", 0},
		{"of different servers", in(refused) + in(strings.Replace(refused, "mx.", "mx2.", 1)), "1 connection-refused, 1 connection-refused", 0},
		{"that vary", in("(Deferred: 451 4.7.1 Try again in 12 seconds)") + in("(Deferred: 451 4.7.1 Try again in 287 seconds)"), "2 greylisted", 0},
		{"cut and whole", in(slow[:61]+")") + in(slow), "2 greylisted", 0},
		{"without brackets", "Deferred: Connection refused by mx.example.net.\nDeferred: 452 4.2.2 Mailbox full\n", "1 mailbox-full, 1 connection-refused", 0},
		{"grep of a log", strings.Repeat("Nov 28 10:00:01 mx postfix/smtp[123]: 4b9CC167Nbz37: to=<a@b.example>, relay=none, dsn=4.4.1, status=deferred (connect to mx.example.org[198.51.100.7]:25: Connection refused)\n", 2), "2 connection-refused", 0},
		{"grep of a log, one of them returned", strings.Repeat("Nov 28 10:00:01 mx postfix/smtp[123]: 4b9CC167Nbz37: to=<a@b.example>, relay=none, dsn=4.4.1, status=deferred (connect to mx.example.org[198.51.100.7]:25: Connection refused)\n", 2) + "Nov 28 10:00:01 mx postfix/smtp[123]: 4b9CC167Nbz37: to=<a@b.example>, relay=none, dsn=5.4.1, status=bounced (connect to mx.example.org[198.51.100.7]:25: Connection refused)\n", "2 connection-refused, 1 connection-refused", 0},
		{"grep of a log, notes", "Nov 28 10:00:01 mx postfix/smtp[123]: connect to mx.example.org[198.51.100.7]:25: Connection refused\nNov 28 10:00:01 mx postfix/smtp[123]: 4b9CC167Nbz37: lost connection with mx.example.org[198.51.100.7] while sending RCPT TO\n", "1 connection-refused, 1 connection", 0},
		{"one status", in(refused), "", 0},
		{"one reply", "<<< 550-no\n<<< 550 5.1.1 User unknown\n", "", 0},
		{"one dialogue", "550 5.1.1 User unknown\n503 5.0.0 Need RCPT (recipient)\n", "", 0},
		{"lisp", "(defun f (x)\n  (+ x 1))\n", "", 0},
		{"a letter", "Dear all,\n(Deferred: no)\n", "", 0},
		{"a listing", "\t\t/var/spool/mqueue (3 requests)\n", "", 0},
		{"numbers", "12\n13\n", "", 0},
		{"nothing", "\n", "", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l, ok := ParseList(tt.text)
			var got []string
			lines := 0
			for _, s := range l.Statuses {
				got = append(got, fmt.Sprintf("%d %s", s.Count, s.Topic.Key))
				lines += s.Count
			}
			if s := strings.Join(got, ", "); ok != (tt.want != "") || ok && s != tt.want {
				t.Errorf("ParseList = %q, %v, want %q", s, ok, tt.want)
			}
			if ok && (l.Lines != lines || l.Announced != tt.announced) {
				t.Errorf("%d lines, %d announced, want %d and %d", l.Lines, l.Announced, lines, tt.announced)
			}
		})
	}
}

func FuzzParseList(f *testing.F) {
	f.Add("  12 (Deferred: Connection refused by mx.example.net.)\n\t\t/var/spool/mqueue (3 requests)\n")
	f.Fuzz(func(t *testing.T, text string) {
		l, ok := ParseList(text)
		if ok && (len(l.Statuses) == 0 || l.Lines < 0) {
			t.Errorf("%d statuses in %d lines", len(l.Statuses), l.Lines)
		}
	})
}
