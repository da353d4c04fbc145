package bombtest

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
)

// queues are queues with more in them than a queue ever has.
func queues() []Bomb {
	one := func(before, line string, size int) func() []byte {
		return func() []byte {
			b := soundTar()
			member(b, "var/spool/mqueue/qf4AB00009000001", control("x", before+times(line, size)+"\n"))
			return gzipped(end(b))
		}
	}
	return []Bomb{
		{"a control file with a million header fields", "headers.tgz", "", Sound + 1, one("", "H??A: b\n", 8_000_000)},
		{"a control file of 16 MiB of header fields", "fields.tgz", "", Sound, one("", "H??A: b\n", 16<<20)},
		{"a control file of 1 GiB", "control.tgz", swollen, Sound, func() []byte {
			b := soundTar()
			b.Write(header("var/spool/mqueue/qf4AB00009000001", '0', "", 1<<30))
			b.WriteString("V8\nT1700000000\nS<a@example.net>\nRPFD:<b@example.org>\nH??Subject: ")
			chunk := gzipped([]byte(times("a", 64<<20)))
			return append(gzipped(b.Bytes()), bytes.Repeat(chunk, 16)...)
		}},
		{"a control file with one line of 16 MiB", "line.tgz", "", Sound + 1, one("H??Subject: ", "a", 15<<20)},
		{"a control file with a million recipients", "recipients.tgz", "", Sound, one("", "RPFD:<b@example.org>\n", 16<<20)},
		{"40 control files of 10 MiB, each different", "texts.tar.zst", "a status of", Sound, func() []byte {
			b := soundTar()
			r := rand.New(rand.NewPCG(1, 2))
			for i := range 40 {
				var s strings.Builder
				for s.Len() < 10<<20 {
					fmt.Fprintf(&s, "%04x%s", r.Uint32()&0xffff, strings.Repeat("a", 7000))
				}
				member(b, fmt.Sprintf("var/spool/mqueue/qf4AC%05d000009", i), strings.Replace(control("x", ""), "MDeferred: ", "MDeferred: "+s.String(), 1))
			}
			return zstded(end(b))
		}},
		{"200,000 small control files", "small.tgz", ManyMessages, Full, func() []byte {
			b := soundTar()
			for i := range 200_000 {
				member(b, fmt.Sprintf("var/spool/mqueue/qf4AC%06d00009", i), "V8\nT1\nS<a>\nRPFD:<b>\n.\n")
			}
			return gzipped(end(b))
		}},
		{"a bounce with 10 million replies", "replies.tgz", swollen, Sound, func() []byte {
			b := soundTar()
			b.Write(header("var/spool/mqueue/df4AB00009000001", '0', "", 1<<30))
			chunk := gzipped([]byte(times("<<< 550 5.1.1 no such user\n", 64<<20)))
			return append(gzipped(b.Bytes()), bytes.Repeat(chunk, 16)...)
		}},
	}
}

// listings are texts that pass for the output of mailq.
func listings() []Bomb {
	head := "\t\t/var/spool/mqueue (3 requests)\n-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------\n"
	entryOf := func(i int) string {
		return fmt.Sprintf("6%013d     5 Wed Nov 15 10:00 <a@example.net>\n                 (Deferred: Connection refused by mx.example.org.)\n\t\t\t\t\t <b@example.org>\n", i)
	}
	some := func() *strings.Builder {
		var s strings.Builder
		s.WriteString(head)
		for i := range Sound {
			s.WriteString(entryOf(i))
		}
		return &s
	}
	repeat := func(s *strings.Builder, text string) []byte {
		chunk := zstded([]byte(times(text, 32<<20)))
		return append(zstded([]byte(s.String())), bytes.Repeat(chunk, 60)...)
	}
	return []Bomb{
		{"a listing with an entry of 2 GB of recipients", "recipients.txt.zst", swollen, Sound, func() []byte {
			return repeat(some(), "\t\t\t\t\t <b@example.org>\n")
		}},
		{"a listing of 10 million entries", "entries.txt.zst", "there are more than 150,000 entries", Sound, func() []byte {
			return repeat(some(), entryOf(9))
		}},
		{"a listing of 17 million headings", "headings.txt.zst", swollen, Sound, func() []byte { return repeat(some(), head) }},
		{"a listing with a line of 2 GB", "line.txt.zst", swollen, Sound, func() []byte { return repeat(some(), "a") }},
		{"a listing with 50,000 different statuses", "statuses.txt.gz", ManyReasons, Sound + 50_000, func() []byte {
			s := some()
			for i := range 50_000 {
				fmt.Fprintf(s, "6%013d     5 Wed Nov 15 10:00 <a@example.net>\n                 (Deferred: %d %x)\n\t\t\t\t\t <b@example.org>\n", i+10, i, i*7919)
			}
			return gzipped([]byte(s.String()))
		}},
	}
}
