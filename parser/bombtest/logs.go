package bombtest

import (
	"bytes"
	"fmt"
	"strings"
)

// logs are mail logs, alone and beside a queue.
func logs() []Bomb {
	const tried = "Nov 15 10:%02d:%02d %s sendmail[%d]: %s: to=<b@example.org>, delay=00:00:01, mailer=esmtp, relay=mx.example.org., dsn=4.0.0, stat=Deferred: Connection refused by mx.example.org.\n"
	id := func(i int) string { return fmt.Sprintf("4AF%05d%06d", i%100_000, 9+i/100_000) }
	of := func(lines int, line func(i int) string) func() []byte {
		return func() []byte {
			var s strings.Builder
			for i := range lines {
				s.WriteString(line(i))
			}
			b := soundTar()
			member(b, "var/log/maillog", s.String())
			return gzipped(end(b))
		}
	}
	alone := func(lines int, line func(i int) string) func() []byte {
		return func() []byte {
			var s strings.Builder
			for i := range lines {
				s.WriteString(line(i))
			}
			return gzipped([]byte(s.String()))
		}
	}
	line := func(host string, i int) string { return fmt.Sprintf(tried, i/60%60, i%60, host, i%30_000, id(i)) }
	return []Bomb{
		{Name: "a log alone of 600,000 messages that are not finished", File: "open.log.gz", Messages: 10_000, Make: alone(600_000, func(i int) string { return line("mail", i) })},
		{Name: "a log alone of 60,000 hosts", File: "hosts.log.gz", Messages: 10_000, Make: alone(200_000, func(i int) string { return line(fmt.Sprintf("mail%d", i%60_000), i) })},
		{Name: "a log of two million lines about one message", File: "tries.log.gz", Messages: 1, Make: alone(2_000_000, func(i int) string {
			return fmt.Sprintf(tried, i/60%60, i%60, "mail", i%30_000, id(0))
		})},
		{Name: "a log of a million messages that the queue lacks", File: "others.log.tgz", Messages: Sound, Make: of(1_000_000, func(i int) string { return line("mail", i) })},
		{Name: "a log of a million servers and senders", File: "servers.log.tgz", Messages: Sound, Make: of(1_000_000, func(i int) string {
			return strings.Replace(line("mail", i), "mx.", "mx"+word(i)+".", 2)
		})},
		{Name: "a log whose clock goes back with each line", File: "clocks.log.tgz", Messages: Sound, Make: of(500_000, func(i int) string {
			return fmt.Sprintf("2023-11-%02dT10:00:00+0%d:00 mail sendmail[1]: 4AB00000000001: to=<b@example.org>, delay=00:00:01, relay=mx.example.org., dsn=4.0.0, stat=Deferred: later\n", 1+i*7%28, i%10)
		})},
		{Name: "a log of lines of 60 KiB", File: "long.log.tgz", Messages: Sound, Make: of(2_000, func(i int) string {
			return strings.TrimSuffix(line("mail", i), "\n") + times("x,=<>\"\\", 60<<10) + "\n"
		})},
		{Name: "a log in which a message leads back to 300,000 others", File: "back.log.tgz", Messages: Sound, Limit: "name more than 100,000 others", Make: of(600_000, func(i int) string {
			at, name := fmt.Sprintf("Nov 15 10:%02d:%02d mail sendmail[1]: ", i/120%60, i/2%60), id(i/2)
			if i%2 == 0 {
				return at + id(i/2+1) + ": clone: owner=" + name + "\n"
			}
			return at + "4AB00000000001: " + name + ": DSN: x\n"
		})},
		{Name: "10,000 logs, of which every other one lacks the year", File: "years.log.tgz", Messages: Sound, Make: func() []byte {
			b := soundTar()
			for i := range 10_000 {
				text := fmt.Sprintf(tried, i/60%60, i%60, "mail", 1, "4AB00000000001")
				if i%2 == 0 {
					text = fmt.Sprintf("2023-%02d-%02dT10:00:00+01:00 mail sendmail[1]: 4AB00000000001: to=<b@example.org>, delay=00:00:01, relay=mx.example.org., dsn=4.0.0, stat=Deferred: later\n", 1+i%12, 1+i%28)
				}
				member(b, fmt.Sprintf("var/log/maillog.%d", i), text)
			}
			return gzipped(end(b))
		}},
		{Name: "100,000 logs", File: "many.log.tgz", Messages: Sound, Limit: "mail logs; this one", Make: func() []byte {
			var b bytes.Buffer
			b.Write(soundTar().Bytes())
			for i := range 100_000 {
				member(&b, fmt.Sprintf("var/log/maillog.%d", i), line("mail", i))
			}
			return gzipped(end(&b))
		}},
		{Name: "a log of six lines about each of 200,000 messages in the queue", File: "queue.log.tgz", Messages: Sound + 10_000, Limit: "events in the logs, and more than one", Make: func() []byte {
			b := soundTar()
			var s strings.Builder
			for k := range 6 * 200_000 {
				s.WriteString(line("mail", k%200_000))
			}
			member(b, "var/log/maillog", s.String()) // before the messages: its size allows for so many
			for i := range 200_000 {
				member(b, "var/spool/mqueue/qf"+id(i), "V8\nT1700000000\nMDeferred: later\nS<a@b>\nRPFD:<b@c>\n.\n")
			}
			return gzipped(end(b))
		}},
	}
}
