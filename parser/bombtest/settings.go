package bombtest

import (
	"fmt"
	"strings"
)

// settings are configurations beside a queue, and logs and bounces with many hosts.
func settings() []Bomb {
	beside := func(name string, text func() string) func() []byte {
		return func() []byte {
			b := soundTar()
			member(b, name, text())
			return gzipped(end(b))
		}
	}
	list := func(n int, one func(i int) string) string {
		var s strings.Builder
		for i := range n {
			s.WriteString(one(i))
		}
		return s.String()
	}
	return []Bomb{
		{Name: "a main.cf whose values insert each other 10,000 times, 7 deep", File: "values.tgz", Messages: Sound, Make: beside("etc/postfix/main.cf", func() string {
			return "myhostname = $a7\nmaximal_queue_lifetime = $a7\na0 =\n" + list(7, func(k int) string {
				return fmt.Sprintf("a%d = %s\n", k+1, times(fmt.Sprintf("$a%d", k), 30_000))
			})
		})},
		{Name: "a main.cf with a value of 350,000 lines", File: "lines.tgz", Messages: Sound, Make: beside("etc/postfix/main.cf", func() string {
			return "myhostname = x\n" + times(" x\n", 1<<20)
		})},
		{Name: "a sendmail.cf with 120,000 names of its host", File: "hostnames.tgz", Messages: Sound, Make: beside("etc/mail/sendmail.cf", func() string {
			return "Cw" + list(120_000, func(i int) string { return fmt.Sprintf(" h%d", i) }) + "\n"
		})},
		{Name: "half a million lines about an id that 9,000 hosts have", File: "same.log.tgz", Messages: 1, Limit: "messages have the same id", Make: func() []byte {
			b := soundTar()
			const id = "4AF00000000009"
			for i := range 9_000 {
				member(b, fmt.Sprintf("h%d/var/spool/mqueue/qf%s", i, id), "V8\nT1700000000\nMDeferred: later\nS<a@b>\nRPFD:<b@c>\n.\n")
			}
			member(b, "var/log/maillog", times("Nov 15 10:00:00 other sendmail[1]: "+id+": to=<b@c>, delay=00:00:01, mailer=esmtp, relay=mx., dsn=4.0.0, stat=Deferred: later\n", 64<<20))
			return gzipped(end(b))
		}},
		{Name: "5 bounces with the replies of 90,000 hosts", File: "speakers.tgz", Messages: Sound, Make: func() []byte {
			b := soundTar()
			for k := range 5 {
				id := fmt.Sprintf("4AC0000%d000001", k)
				member(b, "var/spool/mqueue/qf"+id, strings.Replace(control(id, ""), "S<a@example.net>", "S<>", 1))
				member(b, "var/spool/mqueue/df"+id, "--4AC0000.1700000000/mx.example.org\n\n   ----- Transcript of session follows -----\n"+list(90_000, func(i int) string {
					return fmt.Sprintf("... while talking to m%d.example.:\n<<< 550 no\n", k*90_000+i)
				})+"\n--4AC0000.1700000000/mx.example.org\nContent-Type: message/delivery-status\n\n")
			}
			return gzipped(end(b))
		}},
	}
}
