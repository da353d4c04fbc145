package parser

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// one returns a listing of one queue directory with one message for each letter,
// which is part of its id: 4259f7Ka031337 is a.
func one(dir, letters string) string {
	if letters == "" {
		return dir + " is empty\n\t\tTotal requests: 0\n"
	}
	s := "s"
	if len(letters) == 1 {
		s = ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\t\t%s (%d request%s)\n", dir, len(letters), s)
	b.WriteString("-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------\n")
	for _, c := range letters {
		fmt.Fprintf(&b, "4259f7K%c031337     1834 Tue Mar  5 10:41 <ann@example.org>\n                 (Deferred: Connection refused by mx.example.net.)\n\t\t\t\t\t <bo@example.net>\n", c)
	}
	fmt.Fprintf(&b, "\t\tTotal requests: %d\n", len(letters))
	return b.String()
}

const mta, msp = "/var/spool/mqueue", "/var/spool/mqueue-client"

// debian returns what Debian's mailq prints.
func debian(client, letters string) string {
	return "MSP Queue status...\n" + one(msp, client) + "MTA Queue status...\n" + one(mta, letters)
}

func prefixed(prefix, s string) string {
	var b strings.Builder
	for l := range strings.Lines(s) {
		b.WriteString(prefix + l)
	}
	return b.String()
}

// numbered puts a prefix with a number before each line.
func numbered(form, s string) string {
	var b strings.Builder
	n := 0
	for l := range strings.Lines(s) {
		n++
		fmt.Fprintf(&b, form, n)
		b.WriteString(l)
	}
	return b.String()
}

// interleaved mixes the lines of two texts, as pdsh does.
func interleaved(a, b string) string {
	x, y := strings.SplitAfter(a, "\n"), strings.SplitAfter(b, "\n")
	var out strings.Builder
	for i := range max(len(x), len(y)) {
		if i < len(x) {
			out.WriteString(x[i])
		}
		if i < len(y) {
			out.WriteString(y[i])
		}
	}
	return out.String()
}

// letters returns the letters of the messages that are shown, by host.
func letters(q *queue.Queue) string {
	var b strings.Builder
	host := "?"
	for _, i := range q.Order {
		d := q.Dirs[q.Dir[i]]
		name := d.Host
		if d.Client {
			name += "/client"
		}
		if name != host {
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(name + ":")
			host = name
		}
		b.WriteString(q.Text(q.ID[i])[7:8])
	}
	return b.String()
}

func TestSeveralHosts(t *testing.T) {
	a, b := one(mta, "ab"), one(mta, "c")
	const want = "mail1:ab mail2:c"
	tests := []struct{ name, text, want string }{
		{"ansible", "mail1 | CHANGED | rc=0 >>\n" + a + "\nmail2 | CHANGED | rc=0 >>\n" + b, want},
		{"ansible with one that fails", "mail1 | CHANGED | rc=0 >>\n" + a + "\nmail2 | UNREACHABLE! => {\n    \"changed\": false,\n    \"msg\": \"Failed to connect to the host via ssh\"\n}\n", "mail1:ab"},
		{"ansible of client queues", "mail1 | SUCCESS | rc=0 >>\n" + debian("x", "ab") + "mail2 | SUCCESS | rc=0 >>\n" + debian("", "c"), "mail1:ab mail1/client:x mail2:c"},
		{"pdsh", prefixed("mail1: ", a) + prefixed("mail2: ", b), want},
		{"pdsh, interleaved", interleaved(prefixed("mail1: ", a), prefixed("mail2: ", b)), want},
		{"dshbak", "----------------\nmail1\n----------------\n" + a + "----------------\nmail2\n----------------\n" + b, want},
		{"clush", "---------------\nmail1 (1)\n---------------\n" + a + "---------------\nmail2 (1)\n---------------\n" + b, want},
		{"pssh", "[1] 11:00:01 [SUCCESS] mail1\n" + a + "[2] 11:00:02 [SUCCESS] mail2\n" + b, want},
		{"fabric", prefixed("[mail1] out: ", a) + prefixed("[mail2] out: ", b), want},
		{"files of head", "==> mail1.txt <==\n" + a + "\n==> mail2.txt <==\n" + b, want},
		{"files of grep", prefixed("mail1:", a) + prefixed("mail2:", b), want},
		{"equals signs", "== mail1 ==\n" + a + "== mail2 ==\n" + b, want},
		{"many equals signs", "===== mail1 =====\n" + a + "===== mail2 =====\n" + b, want},
		{"dashes", "--- mail1 ---\n" + a + "--- mail2 ---\n" + b, want},
		{"number signs", "### mail1\n" + a + "### mail2\n" + b, want},
		{"stars", "***** mail1 *****\n" + a + "***** mail2 *****\n" + b, want},
		{"brackets", "[mail1]\n" + a + "[mail2]\n" + b, want},
		{"a colon", "mail1:\n" + a + "mail2:\n" + b, want},
		{"the name alone", "mail1\n" + a + "mail2\n" + b, want},
		{"a word before", "Host: mail1\n" + a + "\nHost: mail2\n" + b, want},
		{"salt", "mail1:\n" + prefixed("    ", a) + "mail2:\n" + prefixed("    ", b), want},
		{"pssh with logins", "[1] 11:00:01 [SUCCESS] root@mail1:22\n" + a + "[2] 11:00:02 [SUCCESS] root@mail2:22\n" + b, want},
		{"a playbook", "ok: [mail1] =>\n  out.stdout: |-\n" + prefixed("    ", a) + "ok: [mail2] =>\n  out.stdout: |-\n" + prefixed("    ", b), want},
		{"JSON of salt", `{"mail1": "` + strings.NewReplacer("\n", `\n`, "\t", `\t`).Replace(a) + `", "mail2": "` + strings.NewReplacer("\n", `\n`, "\t", `\t`).Replace(b) + "\"}\n", want},
		{"knife", prefixed("mail1 ", a) + prefixed("mail2 ", b), want},
		{"capistrano", prefixed(" ** [out :: mail1] ", a) + prefixed(" ** [out :: mail2] ", b), want},
		{"docker compose", prefixed("mail1  | ", a) + prefixed("mail2  | ", b), want},
		{"kubectl", prefixed("[pod/mail1/sendmail] ", a) + prefixed("[pod/mail2/sendmail] ", b), want},
		{"bolt", "Finished on mail1:\n" + prefixed("  ", a) + "Finished on mail2:\n" + prefixed("  ", b) + "Successful on 2 targets: mail1,mail2\n", want},
		{"bars and a number", numbered("mail1 | %d | ", a) + numbered("mail2 | %d | ", b), want},
		{"files and lines of grep -n", numbered("mail1:%d:", a) + numbered("mail2:%d:", b), want},
		{"hosts in a prefix of an unknown form", numbered("<<mail1 #%d>> ", a) + numbered("<<mail2 #%d>> ", b), want},
		{"numbers of Capistrano", "00:00 queue:list\n      01 mailq\n" + prefixed("      01 ", a) + "    ✔ 01 ann@mail1 0.312s\n      02 mailq\n" + prefixed("      02 ", b) + "    ✔ 02 ann@mail2 0.298s\n", "01:ab 02:c"},
		{"a numbered list", "1) mail1\n" + a + "2) mail2\n" + b, want},
		{"addresses", "=== 2001:db8::1 ===\n" + a + "=== 2001:db8::2 ===\n" + b, "2001:db8::1:ab 2001:db8::2:c"},
		{"what ran where", "mail1 ran mailq\n" + a + "mail2 ran mailq\n" + b, want},
		{"words of a loop", "Checking mail1 ...\n" + a + "Checking mail2 ...\n" + b, want},
		{"commands of sh -x", "+ ssh mail1 mailq\n" + a + "+ ssh root@mail2 mailq\n" + b, want},
		{"variables", "HOST=mail1\n" + a + "HOST=mail2\n" + b, want},
		{"logins", "root@mail1:\n" + a + "root@mail2:\n" + b, want},
		{"numbered servers", "Server 1: mail1\n" + a + "Server 2: mail2\n" + b, want},
		{"names with addresses", "Host: mail1 (192.0.2.1)\n" + a + "Host: mail2 (192.0.2.2)\n" + b, want},
		{"prompts of csh", "mail1# mailq\n" + a + "mail1# exit\nmail2# mailq\n" + b, want},
		{"a cut is no host", "== mail1 ==\n" + a + "[snip]\n== mail2 ==\n" + b, want},
		{"full names", "=== mail1.example.org ===\n" + a + "=== mail2.example.org ===\n" + b, "mail1.example.org:ab mail2.example.org:c"},
		{"prompts", "root@mail1:~# mailq\n" + a + "root@mail1:~# logout\nroot@mail2:~# mailq\n" + b + "root@mail2:~#\n", want},
		{"ssh", "ann@desk:~$ ssh mail1 mailq\n" + a + "ann@desk:~$ ssh root@mail2 mailq\n" + b, want},
		{"hosts with dates", "== mail1 ==\nTue Mar  5 11:00:01 CET 2024\n" + a + "== mail2 ==\nTue Mar  5 11:00:03 CET 2024\n" + b, want},
		{"a date, then hosts", "Tue Mar  5 11:00:01 CET 2024\n== mail1 ==\n" + a + "== mail2 ==\n" + b, want},
		{"one of them is empty", "== mail1 ==\n" + a + "== mail2 ==\n" + one(mta, ""), "mail1:ab"},
		{"CRLF, quoted", strings.ReplaceAll(prefixed("> ", "mail1 | CHANGED | rc=0 >>\n"+a+"mail2 | CHANGED | rc=0 >>\n"+b), "\n", "\r\n"), want},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := loadBytes(t, Options{}, source("all.txt", []byte(tt.text)))
			if got := letters(q); got != tt.want {
				t.Errorf("messages are %q, want %q: %v\n%s", got, tt.want, q.Problems, tt.text)
			}
			for _, p := range q.Problems {
				if p.Kind == queue.KindCaptures || p.Kind == queue.KindPartial {
					t.Errorf("unexpected problem: %v", p)
				}
			}
		})
	}
}

func TestSeveralCaptures(t *testing.T) {
	a, b, c := one(mta, "ab"), one(mta, "bc"), one(mta, "c")
	dates := func(d1, d2, d3 string) string { return d1 + "\n" + a + d2 + "\n" + b + d3 + "\n" + c }
	const at = "2024-03-07 10:00, date in the listing"
	tests := []struct{ name, text, want, taken string }{
		{"date", dates("Tue Mar  5 11:00:01 CET 2024", "Wed Mar  6 11:00:01 CET 2024", "Thu Mar  7 11:00:01 CET 2024"), ":c", at},
		{"date of en_US", dates("Tue 05 Mar 2024 11:00:01 AM CET", "Wed 06 Mar 2024 11:00:01 AM CET", "Thu 07 Mar 2024 11:00:01 AM CET"), ":c", at},
		{"date of de_DE", dates("Di 5. Mär 11:00:01 CET 2024", "Mi 6. Mär 11:00:01 CET 2024", "Do 7. Mär 11:00:01 CET 2024"), ":c", at},
		{"date of fr_FR", dates("mar. 05 mars 2024 11:00:01 CET", "mer. 06 mars 2024 11:00:01 CET", "jeu. 07 mars 2024 11:00:01 CET"), ":c", at},
		{"date with dots", dates("2024.03.05 11:00:01 CET", "2024.03.06 11:00:01 CET", "2024.03.07 11:00:01 CET"), ":c", at},
		{"date with a month's name", dates("05-Mar-2024 11:00:01 CET", "06-Mar-2024 11:00:01 CET", "07-Mar-2024 11:00:01 CET"), ":c", at},
		{"date of fr_FR in words", dates("mardi 5 mars 2024, 11:00:01 (UTC+0100)", "mercredi 6 mars 2024, 11:00:01 (UTC+0100)", "jeudi 7 mars 2024, 11:00:01 (UTC+0100)"), ":c", at},
		{"date -R", dates("Tue, 05 Mar 2024 11:00:01 +0100", "Wed, 06 Mar 2024 11:00:01 +0100", "Thu, 07 Mar 2024 11:00:01 +0100"), ":c", at},
		{"date -Is", dates("2024-03-05T11:00:01+01:00", "2024-03-06T11:00:01+01:00", "2024-03-07T11:00:01+01:00"), ":c", at},
		{"without a zone", dates("2024-03-05 11:00:01", "2024-03-06 11:00:01", "2024-03-07 11:00:01"), ":c", at},
		{"date +%s", dates("1709632801", "1709719201", "1709805601"), ":c", at},
		{"decorated", dates("=== 2024-03-05 11:00 ===", "=== 2024-03-06 11:00 ===", "=== 2024-03-07 11:00 ==="), ":c", at},
		{"in brackets", dates("[2024-03-05 11:00:00]", "[2024-03-06 11:00:00]", "[2024-03-07 11:00:00]"), ":c", at},
		{"the newest first", "2024-03-07 11:00:01\n" + c + "2024-03-06 11:00:01\n" + b + "2024-03-05 11:00:01\n" + a, ":c", at},
		{"the date last", a + "Tue Mar  5 11:00:01 CET 2024\n" + b + "Wed Mar  6 11:00:01 CET 2024\n" + c + "Thu Mar  7 11:00:01 CET 2024\n", ":c", at},
		{"without dates", a + b + c, ":c", "2024-03-05 09:41, newest entry"},
		{"of Debian", "2024-03-05 11:00:01\n" + debian("x", "ab") + "2024-03-07 11:00:01\n" + debian("", "c"), ":c", at},
		{"of Debian without dates", debian("x", "ab") + debian("", "c"), ":c", "2024-03-05 09:41, newest entry"},
		{"watch", "Every 2.0s: mailq            mail1: Tue Mar  5 11:00:01 2024\n\n" + a + "Every 2.0s: mailq            mail1: Thu Mar  7 11:00:01 2024\n\n" + c, "mail1:c", at},
		{"mails of cron", "From root@mail1 Tue Mar  5 11:00:01 2024\nSubject: Cron <root@mail1> mailq\nTo: root\n\n" + a +
			"\nFrom root@mail1 Thu Mar  7 11:00:01 2024\nSubject: Cron <root@mail1> mailq\nTo: root\n\n" + c, "mail1:c", at},
		{"empty in the end", "2024-03-05 11:00:01\n" + a + "2024-03-07 11:00:01\n" + one(mta, ""), "", "2024-03-07 11:00, date in the listing"},
		{"words before, and empty in the end", "Yesterday:\n" + a + "Today:\n" + one(mta, ""), "", ""},
		{"words before that are no hosts", "first:\n" + a + "later:\n" + b + "Now:\n" + c, ":c", "2024-03-05 09:41, newest entry"},
		{"titles with host and date", "Mail queue of mail1 - Tue Mar  5 11:00:01 CET 2024\n" + a + "Mail queue of mail1 - Thu Mar  7 11:00:01 CET 2024\n" + c, "mail1:c", at},
		{"of two hosts", "2024-03-05 11:00:01\n== mail1 ==\n" + a + "== mail2 ==\n" + b + "2024-03-07 11:00:01\n== mail1 ==\n" + c + "== mail2 ==\n" + a, "mail1:c mail2:ab", at},
		{"quoted, CRLF", strings.ReplaceAll(prefixed("> ", dates("2024-03-05 11:00:01", "2024-03-06 11:00:01", "2024-03-07 11:00:01")), "\n", "\r\n"), ":c", at},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := loadBytes(t, Options{}, source("mailq.log", []byte(tt.text)))
			if got := letters(q); got != tt.want {
				t.Errorf("messages are %q, want %q: %v", got, tt.want, q.Problems)
			}
			if got := takenText(q); got != tt.taken {
				t.Errorf("taken is %q, want %q", got, tt.taken)
			}
			if !strings.Contains(strings.Join(kindsOf(q), " "), "captures") {
				t.Errorf("problems are %v, want those about captures", q.Problems)
			}
			if len(q.Listed) != len(q.Order) {
				t.Errorf("%d entries are kept for %d messages", len(q.Listed), len(q.Order))
			}
		})
	}
}

// A refused capture is reported, never shown instead of an older one, and dates
// neither that nor an undated one. Where a date may belong to the capture
// before it or to the one after it, the time is unknown.
func TestRefusedCapture(t *testing.T) {
	const (
		eleven, noon, one1 = "Tue Mar  5 11:00:01 CET 2024\n", "Tue Mar  5 12:00:01 CET 2024\n", "Tue Mar  5 13:00:01 CET 2024\n"
		denied             = "Permission denied\n"
	)
	ab, empty := one(mta, "ab"), one(mta, "")
	tests := []struct{ name, text, want, taken, refused string }{
		{"undated, dated, refused", ab + eleven + empty + noon + denied, "", "", "the queue was not shown: "},
		{"the same with dates that follow", ab + eleven + empty + noon + denied + one1, "", "2024-03-05 11:00, date in the listing", "not shown on 2024-03-05 at 13:00:01: "},
		{"dates without a year", ab + "Tue Mar 5 11:00\n" + empty + "Tue Mar 5 12:00\n" + denied, "", "", "the queue was not shown: "},
		{"times without a day", "10:00\n" + ab + "11:00\n" + one(mta, "b") + "12:00\n" + denied, ":b", "2024-03-05 09:41, newest entry", "the queue was not shown: "},
		{"dated, refused", eleven + ab + noon + denied, ":ab", "2024-03-05 10:00, date in the listing", "not shown on 2024-03-05 at 12:00:01: "},
		{"dated, refused twice", eleven + ab + noon + denied + one1 + denied, ":ab", "2024-03-05 10:00, date in the listing", "not shown on 2024-03-05 at 12:00:01: "},
		{"refused first", eleven + denied + noon + ab, ":ab", "2024-03-05 11:00, date in the listing", "not shown on 2024-03-05 at 11:00:01: "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := source("mailq.log", []byte(tt.text))
			src.ModTime = time.Unix(born+3*86400, 0) // of the file; its last listing was refused
			q := loadBytes(t, Options{}, src)
			if got := letters(q); got != tt.want {
				t.Errorf("messages are %q, want %q: %v", got, tt.want, q.Problems)
			}
			if got := takenText(q); got != tt.taken && tt.taken != "" {
				t.Errorf("taken is %q, want %q", got, tt.taken)
			}
			if len(q.Order) == 0 && verdict(q) != queue.KindRefused {
				t.Errorf("the verdict is %s", verdict(q))
			}
			said := false
			for _, p := range q.Problems {
				// A capture that a later one follows does not contradict it.
				kind := queue.KindRefused
				if strings.HasSuffix(p.Reason, "a later capture shows it") {
					kind = queue.KindListingNoise
				}
				said = said || p.Kind == kind && strings.Contains(p.Reason, tt.refused)
			}
			if !said {
				t.Errorf("problems are %v, want %q", q.Problems, tt.refused)
			}
		})
	}
}

// Any capture can be shown by its number, together with those of other hosts at
// about the same time.
func TestCaptureIsChosen(t *testing.T) {
	text := ""
	for day, letters := range []string{"a", "ab", "b", ""} {
		text += fmt.Sprintf("Tue Mar %2d 11:00:01 CET 2024\n== mail1 ==\n%s== mail2 ==\n%s", 5+day, one(mta, letters), one(mta, "c"+letters))
	}
	all := loadBytes(t, Options{}, source("mailq.log", []byte(text)))
	if len(all.Listings) != 8 || letters(all) != "mail2:c" {
		t.Fatalf("%d listings, %q", len(all.Listings), letters(all))
	}
	for n, want := range []string{"mail1:a mail2:ac", "mail1:a mail2:ac", "mail1:ab mail2:abc", "mail1:ab mail2:abc", "mail1:b mail2:bc", "mail1:b mail2:bc", "mail2:c", "mail2:c"} {
		l := all.Listings[n]
		if l.Made != l.Taken || l.States[queue.Deferred] != l.Entries {
			t.Errorf("listing %d was made at %d with states %v", n, l.Made, l.States)
		}
		if l.Group == 0 || l.Taken == 0 || l.Shown != (n >= 6) {
			t.Errorf("listing %d is %+v", n, l)
		}
		q := loadBytes(t, Options{Capture: n + 1, Before: l.Taken}, source("mailq.log", []byte(text)))
		if got := letters(q); got != want {
			t.Errorf("capture %d shows %q, want %q", n, got, want)
		}
		if q.Taken != l.Taken {
			t.Errorf("capture %d was taken at %d, want %d", n, q.Taken, l.Taken)
		}
	}
}

// Listings of one moment are one capture: mailq with -v, -qL and -qQ, and the
// submission queue.
func TestOneMoment(t *testing.T) {
	quarantined := strings.Replace(one(mta, "q"), "                 (", "     QUARANTINE: looks odd\n                 (", 1)
	lost := strings.Replace(one(mta, "z"), "031337 ", "031337?", 1)
	verbose := strings.Replace(strings.Replace(one(mta, "a"), "-----Q-Time-----", "-Priority- ---Q-Time---", 1), "1834 Tue Mar", "1834      30000 Mar", 1)
	tests := []struct{ name, text, want string }{
		{"quarantined", one(mta, "a") + quarantined, ":aq"},
		{"quarantined and lost", one(mta, "a") + quarantined + lost, ":aqz"},
		{"nothing quarantined", one(mta, "a") + one(mta, ""), ":a"},
		{"verbose", one(mta, "ab") + verbose, ":ab"},
		{"client", one(mta, "a") + one(msp, "b"), ":a /client:b"},
		{"with dates", "Tue Mar  5 11:00:01 CET 2024\n" + one(mta, "a") + "Tue Mar  5 11:00:01 CET 2024\n" + one(msp, "b"), ":a /client:b"},
		{"commands", "# mailq\n" + one(mta, "ab") + "# mailq -qRexample.net\n" + one(mta, "a"), ":ab"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := loadBytes(t, Options{}, source("mailq.txt", []byte(tt.text)))
			if got := letters(q); got != tt.want {
				t.Errorf("messages are %q, want %q: %v", got, tt.want, q.Problems)
			}
		})
	}
}

// Files of an archive are captures too.
func TestCapturesOfFiles(t *testing.T) {
	dated := func(name, date, letters string) file {
		return file{name: name, data: date + "\n" + one(mta, letters)}
	}
	q := loadTar(t, dated("q/1.txt", "2024-03-05 11:00:01", "ab"), dated("q/3.txt", "2024-03-07 11:00:01", "c"), dated("q/2.txt", "2024-03-06 11:00:01", "bc"))
	if got := letters(q); got != "q:c" {
		t.Errorf("messages are %q, want those of the newest", got)
	}
	if got := strings.Join(kindsOf(q), " "); got != "captures" {
		t.Errorf("problems are %q: %v", got, q.Problems)
	}
	q = loadTar(t, file{name: "q/mailq-20240305-1100.txt", data: one(mta, "ab")}, file{name: "q/mailq-20240306-1100.txt", data: one(mta, "b")})
	if got := letters(q) + " " + strings.Join(kindsOf(q), " "); got != "q:b captures" {
		t.Errorf("%q, want the newest by name: %v", got, q.Problems)
	}
	q = loadBytes(t, Options{}, source("mail1.txt", []byte(one(mta, "ab"))), source("mail2.txt", []byte(one(mta, "bc"))))
	if got := letters(q) + " " + strings.Join(kindsOf(q), " "); got != ":abc together" {
		t.Errorf("%q, want all, and a word about it: %v", got, q.Problems)
	}
	q = loadTar(t, dated("mail1/mailq.txt", "2024-03-05 11:00:01", "ab"), dated("mail2/mailq.txt", "2024-03-07 11:00:01", "c"))
	if got := letters(q); got != "mail1:ab mail2:c" {
		t.Errorf("messages are %q, want those of two hosts", got)
	}
}

// Only a listing that says so and was understood proves that a queue is empty.
func TestEmptyNeedsProof(t *testing.T) {
	tests := []struct{ name, text, kinds string }{
		{"empty", "/var/spool/mqueue is empty\n\t\tTotal requests: 0\n", "empty-queue"},
		{"empty, of 8.8", "Mail queue is empty\n", "empty-queue"},
		{"empty, of Debian", debian("", ""), "empty-queue"},
		{"empty, a session", "root@mail1:~# mailq\r\n/var/spool/mqueue is empty\r\n\t\tTotal requests: 0\r\nroot@mail1:~#\r\n", "empty-queue"},
		{"empty, quoted", "> /var/spool/mqueue is empty\n> \t\tTotal requests: 0\n", "cleaned empty-queue"},
		{"the total alone", "\t\tTotal requests: 0\n", "empty-queue"},
		{"cut after the heading", "\t\t/var/spool/mqueue (108 requests)\n", "partial"},
		{"one of many", strings.Replace(one(mta, "a"), "(1 request)", "(108 requests)", 1), "partial"},
		{"the total is more", strings.NewReplacer("\t\t/var/spool/mqueue (1 request)\n", "", "requests: 1", "requests: 9").Replace(one(mta, "a")), "partial"},
		{"counts", "/var/spool/mqueue: entries=0\n\t\tTotal requests: 0\n", "counts"},
		{"no counts", "Data unavailable: shared memory not updated\n", "counts listing-noise"},
		{"not permitted", "You are not permitted to see the queue\n", "refused"},
		{"no privileges", "can not chdir(/var/spool/mqueue/): Permission denied\nProgram mode requires special privileges, e.g., root or TrustedUser.\n", "refused"},
		{"sudo", "[ann@mail1 ~]$ sudo mailq\nsudo: a password is required\n/var/spool/mqueue-client is empty\n", "refused"},
		{"no command", "-bash: mailq: command not found\n", "refused"},
		{"Tru64", "Mail queue of mail1 (2 requests)\n  1.  ann -> bo  120 bytes\n  2.  ann -> jo  130 bytes\n", "listing unclear"},
		{"AIX", "There are 2 requests in the mail queue\nabc 12\ndef 13\n", "listing unclear"},
		{"other lines", "/var/spool/mqueue is empty\nsomething that nobody knows\n", "listing unclear"},
		{"an unreadable entry", "\t\t/var/spool/mqueue (1 request)\n§$%&/     1834 Tue Mar  5 10:41 <ann@example.org>\n\t\t\t\t\t <bo@example.net>\n", "listing unclear"},
		{"Postfix, cut", "-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n", "partial"},
		{"Postfix, empty", "Mail queue is empty\n", "empty-queue"},
		{"Postfix, empty in a session", "root@mail1:~# postqueue -p\nMail queue is empty\nroot@mail1:~# \n", "empty-queue"},
		{"Postfix is down", "postqueue: fatal: Queue report unavailable - mail system is down\n", "refused"},
		{"Postfix is down, without its name", "Queue report unavailable - mail system is down\n", "refused"},
		{"Postfix is down and empty", "postqueue: warning: Mail system is down -- accessing queue directly\nMail queue is empty\n", "empty-queue listing-noise"},
		{"Postfix announces", "-- 12 Kbytes in 5 Requests.\n", "partial"},
		{"qmail", "messages in queue: 12\nmessages in queue but not yet preprocessed: 0\n", "foreign"},
		{"OpenSMTPD", "1f2e3d4c5b6a7988|inet4|mta||ann@example.org|bo@example.net|bo@example.net|1709631661|1710063661|0|0|pending|3600|\n", "foreign"},
		{"a mail", "Dear all,\nis the queue empty?\n", "unsupported"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := loadBytes(t, Options{}, source("mailq.txt", []byte(tt.text)))
			if got := strings.Join(kindsOf(q), " "); got != tt.kinds {
				t.Errorf("problems are %q, want %q: %v", got, tt.kinds, q.Problems)
			}
		})
	}
}

func TestCollectedHosts(t *testing.T) {
	listing := one(mta, "a")
	tests := []struct {
		name  string
		files []file
		want  string
	}{
		{"sosreport 4", []file{{name: "sosreport-mail1-2024-03-05-abcdefg/sos_commands/mail/mailq", data: listing}}, "mail1:a"},
		{"sosreport 4 with a case", []file{{name: "sosreport-mx-1-01234567-2024-03-05-abcdefg/sos_commands/mail/mailq", data: listing}}, "mx-1:a"},
		{"sosreport 3", []file{{name: "sosreport-mail1.example.org-20240305114500/sos_commands/sendmail/mailq", data: listing}}, "mail1.example.org:a"},
		{"its host name", []file{
			{name: "sosreport-x-2024-03-05-abcdefg/hostname", data: "mail1.example.org\n"},
			{name: "sosreport-x-2024-03-05-abcdefg/sos_commands/sendmail/mailq", data: listing},
		}, "mail1.example.org:a"},
		{"the file of its command", []file{
			{name: "sosreport-x-2024-03-05-abcdefg/sos_commands/host/hostname", data: "mail1\n"},
			{name: "sosreport-x-2024-03-05-abcdefg/sos_commands/sendmail/mailq", data: listing},
		}, "mail1:a"},
		{"supportconfig", []file{{name: "scc_mail1_240305_1145/mail/mailq.txt", data: listing}}, "mail1:a"},
		{"a tree", []file{{name: "backup/etc/hostname", data: "mail1\n"}, {name: "backup/tmp/mailq.txt", data: listing}}, "mail1:a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := letters(loadTar(t, tt.files...)); got != tt.want {
				t.Errorf("messages are %q, want %q", got, tt.want)
			}
		})
	}
}

// The counts by state in a listing agree with its messages.
func TestListingCountsStates(t *testing.T) {
	paths, err := filepath.Glob("testdata/field/*/*")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	checked := 0
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil || strings.HasPrefix(filepath.Base(path), "README") {
			continue
		}
		q := loadBytes(t, Options{}, source(path, text))
		if len(q.Order) != len(q.Listed) {
			continue // two entries of one message
		}
		var listed, states [queue.NumStates]int
		for n := range q.Listings {
			if q.Listings[n].Shown {
				for s, k := range q.Listings[n].States {
					listed[s] += k
				}
			}
		}
		for _, i := range q.Order {
			states[q.State[i]]++
		}
		if len(q.Order) > 0 && listed != states {
			t.Errorf("%s: listed are %v, want %v", path, listed, states)
		}
		checked++
	}
	if checked < 10 {
		t.Errorf("%d texts were checked", checked)
	}
}
