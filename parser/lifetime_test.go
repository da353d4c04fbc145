package parser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/internal/settings"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// cf returns a configuration with one queue lifetime.
func cf(value string) string {
	return "V10/Berkeley\n#O Timeout.initial=5m\nO Timeout.queuereturn=" + value + "\nO Timeout.queuewarn=4h\n"
}

// The queue lifetime of each host is that of its own configuration.
func TestLifetimes(t *testing.T) {
	const day = 86400
	conf := func(name, value string) file { return file{name: name, data: cf(value)} }
	hosts := files(message("mx1/var/spool/mqueue/", idA), message("mx2/var/spool/mqueue/", idB), message("mx2/var/spool/mqueue/", idC))
	tests := []struct {
		name     string
		sources  []Source
		want     string // host, lifetime in days, of each
		of       int64  // LifetimeOf
		differ   bool
		problems string
	}{
		{"beside the queue", []Source{source("mx.tar", tarOf(t, files(message("var/spool/mqueue/", idA), []file{conf("etc/mail/sendmail.cf", "3d")})...))}, "mail.plum.example 3", 3 * day, false, ""},
		{"of the submission program", []Source{source("mx.tar", tarOf(t, files(message("var/spool/mqueue/", idA), []file{conf("etc/mail/sendmail.cf", "3d"), conf("etc/mail/submit.cf", "7d")})...))},
			"mail.plum.example 3 mail.plum.example/client 7", 3 * day, false, ""},
		{"the client queue alone", []Source{source("mx.tar", tarOf(t, files(message("var/spool/clientmqueue/", idA), []file{conf("etc/mail/sendmail.cf", "3d"), conf("etc/mail/submit.cf", "7d")})...))},
			"mail.plum.example 3 mail.plum.example/client 7", 7 * day, false, ""},
		{"given by itself", []Source{source("spool.tar", tarOf(t, message("mqueue/", idA)...)), source("sendmail.cf", []byte(cf("36h")))}, "mail.plum.example 1.5", day + day/2, false, ""},
		{"given first, beside a listing", []Source{source("sendmail.cf", []byte(cf("3d"))), source("mailq.txt", []byte(one(mta, "ab")))}, " 3", 3 * day, false, ""},
		{"in a folder", []Source{
			{Name: "case/etc/mail/sendmail.cf", Folder: "case", Size: int64(len(cf("2d"))), At: strings.NewReader(cf("2d"))},
			{Name: "case/mailq.txt", Folder: "case", Size: -1, At: strings.NewReader(one(mta, "a"))},
		}, " 2", 2 * day, false, ""},
		{"two hosts", []Source{source("two.tar", tarOf(t, files(hosts, []file{conf("mx1/etc/mail/sendmail.cf", "3d"), conf("mx2/etc/mail/sendmail.cf", "4d")})...))}, "mx1 3 mx2 4", 4 * day, true, ""},
		{"one of two hosts", []Source{source("two.tar", tarOf(t, files(hosts, []file{conf("mx1/etc/mail/sendmail.cf", "3d")})...))}, "mx1 3", 3 * day, false, ""},
		{"of neither host", []Source{source("two.tar", tarOf(t, files(hosts, []file{conf("etc/mail/sendmail.cf", "3d")})...))}, "", 0, false, "it is not known which host it is of"},
		{"a sosreport", []Source{source("sos.tar", tarOf(t, conf("sosreport-mx1-2024-03-05-abcdefg/etc/mail/sendmail.cf", "3d"), file{name: "sosreport-mx1-2024-03-05-abcdefg/sos_commands/sendmail/mailq", data: one(mta, "a")}))}, "mx1 3", 3 * day, false, ""},
		{"a template too", []Source{source("mx.tar", tarOf(t, files([]file{conf("usr/share/sendmail/cf/cf/sendmail.cf", "5d")}, message("var/spool/mqueue/", idA), []file{conf("etc/mail/sendmail.cf", "3d")})...))},
			"mail.plum.example 3", 3 * day, false, "etc/mail/sendmail.cf counts"},
		{"malformed", []Source{source("mx.tar", tarOf(t, files(message("var/spool/mqueue/", idA), []file{conf("etc/mail/sendmail.cf", "soon")})...))}, "", 0, false, `is "soon"`},
		{"commented out", []Source{source("mx.tar", tarOf(t, files(message("var/spool/mqueue/", idA), []file{{name: "etc/mail/sendmail.cf", data: "#O Timeout.queuereturn=1d\n"}})...))}, "", 0, false, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := loadBytes(t, Options{}, tt.sources...)
			var got []string
			for _, l := range q.Lifetimes {
				name := l.Host
				if l.Client {
					name += "/client"
				}
				got = append(got, fmt.Sprint(name, " ", float64(l.Normal)/day))
				if l.Line != 3 || !strings.HasSuffix(l.File, ".cf") {
					t.Errorf("it is set in %s, line %d", l.File, l.Line)
				}
			}
			if s := strings.Join(got, " "); s != tt.want {
				t.Errorf("lifetimes are %q, want %q: %v", s, tt.want, q.Problems)
			}
			if l, differ, ok := q.LifetimeOf(); l.Normal != tt.of || differ != tt.differ || ok != (tt.of > 0) {
				t.Errorf("LifetimeOf = %d, %v, %v, want %d, %v", l.Normal, differ, ok, tt.of, tt.differ)
			}
			said := ""
			for _, p := range q.Problems {
				if p.Kind == queue.KindConfig {
					said += p.Reason
				}
			}
			if !strings.Contains(said, tt.problems) || (said == "") != (tt.problems == "") {
				t.Errorf("problems are %v, want %q", q.Problems, tt.problems)
			}
		})
	}
}

// Configurations beyond the limit are said to be left out, once.
func TestManyConfigurations(t *testing.T) {
	of := message("var/spool/mqueue/", idA)
	for n := range settings.MaxFiles + 2 {
		of = append(of, file{name: fmt.Sprintf("mx%d/etc/mail/sendmail.cf", n), data: cf("3d")})
	}
	q := loadBytes(t, Options{}, source("mx.tar", tarOf(t, of...)))
	var said []string
	for _, p := range q.Problems {
		if p.Kind == queue.KindLimit {
			said = append(said, p.File+": "+p.Reason)
		}
	}
	if len(said) != 1 || !strings.HasPrefix(said[0], "mx1000/etc/mail/sendmail.cf: there are more than 1,000 configurations") {
		t.Errorf("the limit is noted as %q", said)
	}
}
