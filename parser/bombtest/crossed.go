package bombtest

import (
	"bytes"
	"fmt"
	"strings"
)

// crossed are sources of which each part is looked for in each other one.
func crossed() []Bomb {
	const head = "\t\t/var/spool/mqueue (1 request)\n-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------\n"
	entry := func(i int) string {
		return fmt.Sprintf("6%013d     5 Wed Nov 15 10:00 <a@example.net>\n\t\t\t\t\t <b@example.org>\n", i)
	}
	small := func(id string) string {
		return "V8\nT1700000000\nMDeferred: later\nS<a@b>\nRPFD:<" + id + "@example.org>\n.\n"
	}
	// folders adds 10,000 folders with a message each to the sound queue.
	folders := func(of func(i int) string) *bytes.Buffer {
		b := soundTar()
		for i := range 9_990 {
			id := fmt.Sprintf("4AC%05d000009", i)
			member(b, of(i)+"/qf"+id, small(id))
		}
		return b
	}
	queues := func(i int) string { return fmt.Sprintf("var/spool/mqueue/qd%d", i) }
	return []Bomb{
		{Name: "1,000 configurations beside 10,000 folders", File: "configs.tgz", Messages: Sound + 1000, Make: func() []byte {
			b := folders(queues)
			for i := range 1000 {
				member(b, fmt.Sprintf("%d/etc/mail/sendmail.cf", i), fmt.Sprintf("O Timeout.queuereturn=%dd\n", 1+i%20))
			}
			return gzipped(end(b))
		}},
		{Name: "1,000 configurations of no host beside 10,000 hosts", File: "strangers.tgz", Messages: Sound + 1000, Make: func() []byte {
			b := folders(func(i int) string { return fmt.Sprintf("host%d/var/spool/mqueue", i) })
			for i := range 1000 {
				member(b, fmt.Sprintf("%d%s/etc/mail/sendmail.cf", i, strings.Repeat("/a", 200)), fmt.Sprintf("O Timeout.queuereturn=%dd\n", 1+i%20))
			}
			return gzipped(end(b))
		}},
		{Name: "30,000 listings beside 10,000 hosts", File: "beside.tgz", Limit: "files with listings", Messages: Sound + 1000, Make: func() []byte {
			b := folders(func(i int) string { return fmt.Sprintf("host%d/var/spool/mqueue", i) })
			for i := range 30_000 {
				member(b, fmt.Sprintf("host%d/mailq.txt", i%10_000+i/10_000), fmt.Sprintf("mail%d: ", i)+strings.ReplaceAll(strings.TrimSuffix(head+entry(i), "\n"), "\n", fmt.Sprintf("\nmail%d: ", i))+"\n")
			}
			return gzipped(end(b))
		}},
		{Name: "30,000 listings of as many hosts", File: "servers.tgz", Limit: "files with listings", Messages: 1000, Make: func() []byte {
			var b bytes.Buffer
			for i := range 30_000 {
				member(&b, fmt.Sprintf("host%d/mailq.txt", i), head+entry(i))
			}
			return gzipped(end(&b))
		}},
		{Name: "a listing of 60,000 directories beside 10,000 folders", File: "headings.tgz", Messages: Sound + 1000, Make: func() []byte {
			b := folders(func(i int) string { return fmt.Sprintf("mail/a%d", i) })
			var s strings.Builder
			for i := range 60_000 {
				s.WriteString(strings.Replace(head, "/var/spool/mqueue", fmt.Sprintf("/srv/q%d", i), 1) + strings.Replace(entry(i), "6", "7", 1))
			}
			member(b, "mailq.txt", s.String())
			return gzipped(end(b))
		}},
		{Name: "100,000 messages whose data files may be in any of 10,000 folders", File: "elsewhere.tgz", Messages: Sound + 50_000, Make: func() []byte {
			b := folders(queues)
			for i := range 100_000 {
				id := fmt.Sprintf("4AD%05d000009", i)
				member(b, "var/spool/mqueue/qf"+id, strings.Replace(small(id), "M", fmt.Sprintf("d../qd%d\nM", i), 1))
			}
			return gzipped(end(b))
		}},
		{Name: "5,000 listings of 64 directories each", File: "disjoint.tgz", Make: func() []byte {
			var b bytes.Buffer
			for i := range 5_000 {
				var s strings.Builder
				for k := range 64 {
					s.WriteString(strings.Replace(head, "/var/spool/mqueue", fmt.Sprintf("/srv/%d/%d", i, k), 1))
				}
				s.WriteString(entry(i))
				member(&b, fmt.Sprintf("mailq-2023%02d%02d-%04d.txt", 1+i%12, 1+i%28, i), s.String())
			}
			return gzipped(end(&b))
		}},
		{Name: "1,000 listings of the same 300 messages", File: "alike.tgz", Messages: 300, Make: func() []byte {
			var b bytes.Buffer
			var s strings.Builder
			s.WriteString(head)
			for k := range 300 {
				s.WriteString(entry(k))
			}
			for i := range 1000 {
				member(&b, fmt.Sprintf("mailq%d.txt", i), s.String())
			}
			return gzipped(end(&b))
		}},
		{Name: "5,000 folders of copies in a queue of 200,000 messages", File: "copies.tgz", Limit: ManyMessages, Messages: Full, Make: func() []byte {
			b := soundTar()
			for i := range 200_000 {
				id := fmt.Sprintf("4AD%05d000009", i)
				member(b, "var/spool/mqueue/qf"+id, small(id))
			}
			for i := range 5_000 {
				id := fmt.Sprintf("4AD%05d000009", i)
				member(b, fmt.Sprintf("var/spool/mqueue/old%d/qf%s", i, id), small(id))
			}
			return gzipped(end(b))
		}},
		{Name: "100,000 entries of postqueue beside 5,000 spools", File: "spools.tgz", Messages: 5_000, Make: func() []byte {
			var b bytes.Buffer
			file := postfixFile("")
			for i := range 5_000 {
				member(&b, fmt.Sprintf("var/spool/postfix-%d/deferred/A/A%06X", i, i), file)
			}
			var s strings.Builder
			for i := range 100_000 {
				fmt.Fprintf(&s, `{"queue_name": "deferred", "queue_id": "42B%07X", "arrival_time": 1711960808, "message_size": 100, "sender": "a", "recipients": [{"address": "b", "delay_reason": "c"}]}`+"\n", i)
			}
			member(&b, "postqueue-j.txt", s.String())
			return gzipped(end(&b))
		}},
	}
}
