package maincf

import (
	"fmt"
	"strings"
	"testing"
)

const debian = `# See /usr/share/postfix/main.cf.dist
smtpd_banner = $myhostname ESMTP $mail_name (Debian/GNU)
biff = no
myhostname = mail.example.org
mydomain=example.org
mydestination = $myhostname, example.net, localhost.$mydomain,
	localhost, hash:/etc/postfix/more
virtual_mailbox_domains = ${mydomain} shop.example
#maximal_queue_lifetime = 1d
maximal_queue_lifetime = 3
bounce_queue_lifetime = $maximal_queue_lifetime
maximal_backoff_time = 30m
`

func TestParse(t *testing.T) {
	s, problems := Parse([]byte(debian), "etc/postfix/main.cf")
	if s.Keep != 3*day || s.KeepBounce != 3*day || s.Least != 300 || s.Most != 1800 || s.Scan != 300 || s.Pos.Line != 10 || len(problems) > 0 {
		t.Errorf("settings are %+v, problems %v", s, problems)
	}
	if got := strings.Join(s.Names, " "); got != "mail.example.org example.org example.net shop.example" {
		t.Errorf("names are %s", got)
	}
	s, problems = Parse([]byte("maximal_queue_lifetime = soon\nbounce_queue_lifetime = 0\nminimal_backoff_time = $maximal_backoff_time\nmydestination = $mydestination\n"), "f")
	if s.Keep != 5*day || s.KeepBounce != 5*day || s.Least != 4000 || s.Pos.Line != 0 || len(problems) != 2 || len(s.Names) > 0 {
		t.Errorf("settings are %+v, problems %v", s, problems)
	}
}

// Values that insert each other many times, and a value of many lines, take no longer than
// others.
func TestParseMany(t *testing.T) {
	var b strings.Builder
	b.WriteString("mydestination = $a7 example.net\na0 =\n")
	for k := 1; k <= 7; k++ {
		fmt.Fprintf(&b, "a%d = %s\n", k, strings.Repeat(fmt.Sprintf("$a%d", k-1), 10_000))
	}
	if s, problems := Parse([]byte(b.String()), "f"); len(s.Names) > 1 || len(problems) > 0 {
		t.Errorf("names are %q, problems %v", s.Names, problems)
	}
	lines := "mydestination = example.org\n" + strings.Repeat(" x\n", 300_000) + "\texample.net\n"
	if s, _ := Parse([]byte(lines), "f"); strings.Join(s.Names, " ") != "example.org example.net" {
		t.Errorf("names are %q", s.Names)
	}
}

func TestBegins(t *testing.T) {
	for text, want := range map[string]bool{
		debian: true, "alias_maps = hash:/etc/aliases\ncommand_directory = /usr/sbin\ncompatibility_level = 3.6\n": true,
		"": false, "a = b\nc = d\n": false, "Dear all\nI am = you\n": false, "[section]\nmyhostname = x\n": false,
	} {
		if got := Begins([]byte(text)); got != want {
			t.Errorf("Begins(%q) = %v", text, got)
		}
	}
}
