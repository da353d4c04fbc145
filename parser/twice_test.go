package parser

import (
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Hosts with different names that have the same messages are one server: in
// listings each message is shown once, for queue files there is a note.
func TestOneServer(t *testing.T) {
	old := func(s string) string {
		return strings.NewReplacer("4259f7Ka031337", "AAA04242", "4259f7Kb031337", "AAB04242", "4259f7Kc031337", "AAC04242").Replace(s)
	}
	three := func(folder string) []file {
		return files(message(folder, idA), message(folder, idB), message(folder, idC))
	}
	listings := func(a, b string) []Source { return []Source{source("all.txt", []byte(a+b))} }
	in := func(host, letters string) string { return "== " + host + " ==\n" + one(mta, letters) }
	tests := []struct {
		name    string
		sources []Source
		want    string
		said    string
	}{
		{"two names in one text", listings(in("mail1", "abc"), in("www", "abc")), "mail1:abc", "mail1 and www have 3 messages in common, and are shown as mail1"},
		{"one came meanwhile", listings(in("mail1", "abc"), in("www", "abcd")), "mail1:abcd", "have 3 messages"},
		{"three names", listings(in("mail1", "abc")+in("www", "abc"), in("mx", "abc")), "mail1:abc", "mail1 and mx"},
		{"in two files", []Source{source("q/mail1/mailq.txt", []byte(one(mta, "abc"))), source("q/www/mailq.txt", []byte(one(mta, "abc")))}, "mail1:abc", "mail1 and www"},
		{"different messages", listings(in("mail1", "ab"), in("www", "cd")), "mail1:ab www:cd", ""},
		{"one of many", listings(in("mail1", "abcdefgh"), in("www", "hijklmno")), "mail1:abcdefgh www:hijklmno", ""},
		{"other queues", listings("== mail1 ==\n"+one(mta, "abc"), "== www ==\n"+one(msp, "abc")), "mail1:abc www/client:abc", ""},
		{"ids without the time", listings(old(in("mail1", "abc")), old(in("www", "abc"))), "", ""},
		{"two messages moved by hand", listings(in("mail1", "ab"), in("www", "ab")), "mail1:ab www:ab", ""},
		{"folders", []Source{source("two.tar", tarOf(t, files(three("mx1/var/spool/mqueue/"), three("copy/var/spool/mqueue/"))...))},
			"", "mx1 and copy have the same messages in /var/spool/mqueue, which are counted twice"},
		{"folders of two servers", []Source{source("two.tar", tarOf(t, files(message("mx1/var/spool/mqueue/", idA), message("mx2/var/spool/mqueue/", idB))...))}, "", ""},
		{"two captures with their listings", []Source{
			source("mon.tar", tarOf(t, append(three("mx1/var/spool/mqueue/"), file{name: "mx1/mailq.txt", data: one(mta, "abc")})...)),
			source("tue.tar", tarOf(t, append(three("mx1/var/spool/mqueue/"), file{name: "mx1/mailq.txt", data: one(mta, "abc")})...)),
		}, "", ""},
		{"two captures", []Source{source("mon.tar", tarOf(t, three("mqueue/")...)), source("tue.tar", tarOf(t, three("mqueue/")...))}, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := loadBytes(t, Options{}, tt.sources...)
			if got := letters(q); tt.want != "" && got != tt.want {
				t.Errorf("messages are %q, want %q: %v", got, tt.want, q.Problems)
			}
			said := ""
			for _, p := range q.Problems {
				if p.Kind == queue.KindOneServer {
					said += p.Reason + "\n"
				}
			}
			if !strings.Contains(said, tt.said) || (said == "") != (tt.said == "") {
				t.Errorf("problems are %v, want %q", q.Problems, tt.said)
			}
		})
	}
}
