package bombtest

import (
	"bytes"
	"fmt"
	"strings"
)

// texts are control files, bounces and transcripts with much in them.
func texts() []Bomb {
	one := func(before, line string, size int) func() []byte {
		return func() []byte {
			b := soundTar()
			member(b, "var/spool/mqueue/qf4AB00009000001", control("x", before+times(line, size)+"\n"))
			return gzipped(end(b))
		}
	}
	each := func(n int, of func(i int) file) func() []byte {
		return func() []byte {
			b := soundTar()
			for i := range n {
				f := of(i)
				member(b, "var/spool/mqueue/"+f.name, f.data)
			}
			return gzipped(end(b))
		}
	}
	id := func(i int) string { return fmt.Sprintf("4AC%05d000009", i) }
	status := func(i int, text string) file {
		return file{"qf" + id(i), strings.Replace(control(id(i), ""), "Connection refused by mx.example.org.", text, 1)}
	}
	return []Bomb{
		{Name: "300,000 messages with statuses of their own", File: "statuses.tgz", Limit: ManyReasons, Messages: Full, Make: func() []byte {
			b := soundTar()
			for i := range 300_000 {
				member(b, fmt.Sprintf("var/spool/mqueue/qf4AC%06d00009", i), fmt.Sprintf("V8\nT1\nMDeferred: %d %x\nS<a>\nRPFD:<b>\n.\n", i, i*7919))
			}
			return gzipped(end(b))
		}},
		{Name: "300,000 messages with reasons of their own", File: "reasons.tgz", Limit: ManyReasons, Messages: Full, Make: func() []byte {
			b := soundTar()
			for i := range 300_000 {
				member(b, fmt.Sprintf("var/spool/mqueue/qf4AC%06d00009", i), fmt.Sprintf("V8\nT1\nMDeferred: %s\nS<a>\nRPFD:<b>\n.\n", word(i)))
			}
			return gzipped(end(b))
		}},
		{Name: "300,000 messages to domains of their own", File: "domains.tgz", Limit: ManyMessages, Messages: Full, Make: func() []byte {
			b := soundTar()
			for i := range 300_000 {
				member(b, fmt.Sprintf("var/spool/mqueue/qf4AC%06d00009", i), fmt.Sprintf("V8\nT1\nMDeferred: %s\nS<a>\nRPFD:<b@%s.example>\n.\n", word(i%10_000), word(i)))
			}
			return gzipped(end(b))
		}},
		{Name: "20,000 statuses of 10 KB", File: "texts.tgz", Messages: Sound, Make: each(20_000, func(i int) file { return status(i, fmt.Sprint(i)+times("a", 10_000)) })},
		{Name: "300,000 macros", File: "macros.tgz", Messages: Sound + 1, Make: one("", "${name}value\n", 4<<20)},
		{Name: "a million lines of no known kind", File: "unknown.tgz", Messages: Sound + 1, Make: one("", "@x\n", 3<<20)},
		{Name: "a header field of 8 million lines", File: "folded.tgz", Messages: Sound + 1, Make: one("H??Subject: a\n", "\ta\n", 15<<20)},
		{Name: "500,000 times the same line of a status", File: "again.tgz", Messages: Sound + 1, Make: one("", "MDeferred: later\n", 8<<20)},
		{Name: "700 messages with 1,000 recipients of their own", File: "crowd.tgz", Messages: Sound + 1, Make: each(700, func(i int) file {
			var s strings.Builder
			for k := range 1000 {
				fmt.Fprintf(&s, "RPFD:<r%d.%d@example.org>\n", i, k)
			}
			return file{"qf" + id(i), control(id(i), s.String())}
		})},
		{Name: "30 messages with 500,000 recipients", File: "crowds.tgz", Limit: "control files and listings have more than", Messages: Sound, Make: each(30, func(i int) file {
			return file{"qf" + id(i), control(id(i), times("RPFD:<b@example.org>\n", 10<<20))}
		})},
		{Name: "500 transcripts of 1 MiB", File: "transcripts.tgz", Limit: swollen, Messages: Sound, Make: each(500, func(i int) file {
			return file{"xf" + id(i), times("<<< 550 5.1.1 no such user\n", 1<<20)}
		})},
		{Name: "3,000 bounces that wait for their control files", File: "waiting.tgz", Messages: Sound, Make: each(3_000, func(i int) file {
			return file{"df" + id(i), "This is a MIME-encapsulated message\n\n--b\n\n" + times("   ----- The following addresses had permanent fatal errors -----\n<a@example.org>\n", 40<<10)}
		})},
		{Name: "a bounce of 20,000 parts in each other", File: "parts.tgz", Messages: Sound + 1, Make: func() []byte {
			var s strings.Builder
			s.WriteString("This is a MIME-encapsulated message\n\n")
			for i := range 20_000 {
				fmt.Fprintf(&s, "--b%d\nContent-Type: multipart/report; boundary=\"b%d\"\n\n", i, i+1)
			}
			b := soundTar()
			member(b, "var/spool/mqueue/df4AB00009000001", s.String())
			member(b, "var/spool/mqueue/qf4AB00009000001", control("x", "H??Content-Type: multipart/report; report-type=delivery-status; boundary=\"b0\"\n"))
			return gzipped(end(b))
		}},
		{Name: "2,000 data files of 100,000 replies", File: "answers.tgz", Limit: swollen, Messages: Sound, Make: each(2_000, func(i int) file {
			return file{"df" + id(i), times("<<< 550 5.1.1 no such user\n", 512<<10)}
		})},
		{Name: "10,000 different replies of 10 KB", File: "different.tgz", Messages: Sound, Make: each(10_000, func(i int) file {
			return file{"df" + id(i), fmt.Sprintf("<<< 550 %d %s\n", i, times("a", 10_000))}
		})},
	}
}

// outputs are texts that pass for what is pasted from terminals and other programs.
func outputs() []Bomb {
	const head = "\t\t/var/spool/mqueue (3 requests)\n-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------\n"
	entryOf := func(i int) string {
		return fmt.Sprintf("6%013d     5 Wed Nov 15 10:00 <a@example.net>\n                 (Deferred: Connection refused by mx.example.org.)\n\t\t\t\t\t <b@example.org>\n", i)
	}
	sound := head + entryOf(0) + entryOf(1) + entryOf(2) + "\t\tTotal requests: 3\n"
	zst := func(text string, n int) []byte {
		return append(zstded([]byte(sound)), bytes.Repeat(zstded([]byte(text)), n)...)
	}
	return []Bomb{
		{Name: "300,000 statuses in a listing", File: "listed.txt.gz", Limit: ManyReasons, Messages: Sound + 100_000, Make: func() []byte {
			var s strings.Builder
			s.WriteString(head)
			for i := range 300_000 {
				fmt.Fprintf(&s, "6%013d     5 Wed Nov 15 10:00 <a@example.net>\n                 (Deferred: %d %x)\n\t\t\t\t\t <b@example.org>\n", i, i, i*7919)
			}
			return gzipped([]byte(s.String()))
		}},
		{Name: "300,000 statuses that mailq has cut", File: "shortened.txt.gz", Limit: ManyReasons, Messages: Sound + 100_000, Make: func() []byte {
			var s strings.Builder
			s.WriteString(head)
			for i := range 300_000 {
				fmt.Fprintf(&s, "6%013d     5 Wed Nov 15 10:00 <a@example.net>\n                 (Deferred: %s %s)\n\t\t\t\t\t <b@example.org>\n", i, word(i), strings.Repeat("a", 60-len("Deferred: ")-len(word(i)+" ")))
			}
			return gzipped([]byte(s.String()))
		}},
		{Name: "30,000 listings of one queue", File: "captures.txt.zst", Messages: Sound, Make: func() []byte { return zst(strings.Repeat(sound, 300), 100) }},
		{Name: "30,000 listings of as many queues", File: "queues.txt.zst", Messages: Sound, Make: func() []byte {
			var s strings.Builder
			for i := range 30_000 {
				s.WriteString(strings.Replace(head, "mqueue (", fmt.Sprintf("mqueue%d (", i), 1) + entryOf(i))
			}
			return zstded([]byte(s.String()))
		}},
		{Name: "10,000 files that are listings of one queue", File: "captures.tgz", Messages: Sound, Make: func() []byte {
			b := soundTar()
			for i := range 10_000 {
				member(b, fmt.Sprintf("mailq-2023%02d%02d-%04d.txt", 1+i%12, 1+i%28, i), sound)
			}
			return gzipped(end(b))
		}},
		{Name: "10,000 files that list different messages of one queue", File: "together.tgz", Messages: 0, Make: func() []byte {
			var b bytes.Buffer
			for i := range 10_000 {
				member(&b, fmt.Sprintf("mailq%05d.txt", i), head+entryOf(3*i)+entryOf(3*i+1))
			}
			return gzipped(end(&b))
		}},
		{Name: "2 GB of lines of 1,000 hosts by turns", File: "hosts.txt.zst", Limit: "the lines of several hosts take more than", Messages: 1000, Make: func() []byte {
			var s strings.Builder
			lines := strings.SplitAfter(sound, "\n")
			for k := range lines {
				for i := range 1000 {
					fmt.Fprintf(&s, "mx%d: %s", i, strings.TrimSuffix(lines[k], "\n")+"\n")
				}
			}
			return bytes.Repeat(zstded([]byte(s.String())), 2000)
		}},
		{Name: "a line with a million marks of quoting", File: "quoted.txt.gz", Make: func() []byte {
			return gzipped([]byte(strings.Repeat(times("> ", 1<<20)+sound+"\n", 20)))
		}},
		{Name: "64 MiB of a terminal's control sequence", File: "terminal.txt.gz", Messages: Sound, Make: func() []byte {
			return gzipped([]byte(sound + "\x1b[" + times("1;", 64<<20) + "m\n"))
		}},
		{Name: "16 MiB of control sequences of a terminal", File: "colours.txt.gz", Make: func() []byte {
			return gzipped([]byte(times("\x1b[1m\x08\x08\r", 16<<20) + sound))
		}},
		{Name: "a page of HTML with 5 million elements", File: "listing.html.gz", Make: func() []byte {
			return gzipped([]byte("<html><body><pre>\n" + sound + times("<b><i>", 30<<20)))
		}},
		{Name: "a recipient of 20 MB", File: "recipient.txt.gz", Messages: Sound, Make: func() []byte {
			return gzipped([]byte(strings.TrimSuffix(sound, "\t\tTotal requests: 3\n") + "\t\t\t\t\t <" + times("a", 20<<20) + "@example.org>\n"))
		}},
		{Name: "a listing of Postfix with a million recipients", File: "postqueue.txt.gz", Messages: 1, Make: func() []byte {
			return gzipped([]byte("-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n42A9F3C1B7*     100 Mon Apr  1 08:40:08  a@example.net\n" +
				times("                                         b@example.org\n", 52<<20)))
		}},
		{Name: "an object of postqueue with a million recipients", File: "postqueue.json.gz", Make: func() []byte {
			return gzipped([]byte(`{"queue_name": "deferred", "queue_id": "42A9F3C1B7", "arrival_time": 1711960808, "message_size": 100, "sender": "a@example.net", "recipients": [` +
				times(`{"address": "b@example.org", "delay_reason": "later"}, `, 55<<20) + "{}]}\n"))
		}},
		{Name: "20 MB of brackets in the objects of postqueue", File: "brackets.json.gz", Make: func() []byte {
			return gzipped([]byte(`{"queue_name": "deferred", "queue_id": "42A9F3C1B7", "arrival_time": 1711960808, "message_size": 100, "sender": "a@example.net", "recipients": [` +
				times("[", 20<<20)))
		}},
		{Name: "300,000 objects of postqueue", File: "objects.json.gz", Messages: 100_000, Make: func() []byte {
			var s strings.Builder
			for i := range 300_000 {
				fmt.Fprintf(&s, `{"queue_name": "deferred", "queue_id": "42A9%06X", "arrival_time": 1711960808, "message_size": 100, "sender": "a", "recipients": [{"address": "b", "delay_reason": "%d"}]}`+"\n", i, i)
			}
			return gzipped([]byte(s.String()))
		}},
	}
}
