package bombtest

import (
	"bytes"
	"fmt"
	"strings"
)

// exim are spools of Exim, and what its tools print.
func exim() []Bomb {
	const folder = "var/spool/exim4/input/"
	id := func(i int) string { return fmt.Sprintf("1qlg%02d-%06d-00", i%100, i) }
	envelope := func(id string, rcpts int, of func(k int) string) string {
		var s strings.Builder
		fmt.Fprintf(&s, "%s-H\nexim 8 8\n<a@example.net>\n1700000000 0\nXX\n%d\n", id, rcpts)
		for k := range rcpts {
			s.WriteString(of(k) + "\n")
		}
		return s.String() + "\n011  Subject: a\n"
	}
	one := func(int) string { return "b@example.org" }
	spool := func(n, rcpts int, of func(k int) string) *bytes.Buffer {
		var b bytes.Buffer
		for i := range Sound + n {
			member(&b, folder+id(i)+"-H", envelope(id(i), rcpts, of))
			member(&b, folder+id(i)+"-D", id(i)+"-D\ntext\n")
		}
		return &b
	}
	times3 := "28-Nov-2026 22:56:40  28-Nov-2026 22:56:40  28-Nov-2026 23:11:40 \n"
	return []Bomb{
		{Name: "100,000 recipients that wait for a host with 100,000 addresses", File: "retry.exim.tgz", Messages: Sound, Make: func() []byte {
			b := spool(0, 100_000, func(k int) string { return fmt.Sprintf("r%d@d%d.example", k, k) })
			var s strings.Builder
			for i := range 100_000 {
				fmt.Fprintf(&s, "  T:mx.example.org:192.0.%d.%d:%d 111 0 Connection refused\n%s", i>>8&255, i&255, i, times3)
			}
			member(b, "var/spool/exim4/retry.txt", s.String())
			member(b, "var/spool/exim4/wait.txt", "mx.example.org "+id(0)+"\n"+"mx.example.org "+id(1)+"\n")
			return gzipped(end(b))
		}},
		{Name: "100,000 outputs of exim_dumpdb in folders of their own", File: "dumps.exim.tgz", Limit: "printed databases of Exim", Messages: Sound, Make: func() []byte {
			b := spool(0, 1, one)
			for i := range 100_000 {
				member(b, fmt.Sprintf("%d/retry.txt", i), "  T:mx.example.org:192.0.2.1 111 0 Connection refused\n"+times3)
			}
			return gzipped(end(b))
		}},
		{Name: "5,000 outputs of exim_dumpdb beside 100,000 messages", File: "dumped.exim.tgz", Limit: "printed databases of Exim", Messages: Sound + 50_000, Make: func() []byte {
			b := spool(100_000, 1, one)
			for i := range 5_000 {
				member(b, fmt.Sprintf("%d/retry.txt", i), "  T:mx.example.org:192.0.2.1 111 0 Connection refused\n"+times3)
			}
			return gzipped(end(b))
		}},
		{Name: "50,000 logs of messages in two zones by turns", File: "zones.exim.tgz", Messages: Sound + 25_000, Make: func() []byte {
			b := spool(50_000, 1, one)
			for i := range 50_000 {
				hour := 22 + i%2 // 22:13:20 is the time of the envelope in UTC
				member(b, "var/spool/exim4/msglog/"+id(i), fmt.Sprintf("2023-11-14 %d:13:20 Received from a@example.net H=mx.example.net [192.0.2.1] P=esmtp S=300\n2023-11-14 %d:14:00 b@example.org R=smarthost T=remote_smtp defer (111): Connection refused\n", hour, hour))
			}
			return gzipped(end(b))
		}},
		{Name: "200,000 messages of Exim", File: "small.exim.tgz", Messages: Full, Make: func() []byte { return gzipped(end(spool(200_000, 1, one))) }},
		{Name: "20 messages of Exim with 200,000 recipients", File: "crowds.exim.tgz", Messages: Sound, Make: func() []byte {
			return gzipped(end(spool(20, 200_000, one)))
		}},
		{Name: "logs of 200,000 tries each", File: "msglog.exim.tgz", Messages: Sound, Make: func() []byte {
			b := spool(20, 1, one)
			for i := range 20 {
				member(b, "var/spool/exim4/msglog/"+id(i), times("2023-11-14 22:14:00 b@example.org R=smarthost T=remote_smtp defer (111): Connection refused\n", 16<<20))
			}
			return gzipped(end(b))
		}},
		{Name: "a database of Exim whose pages follow each other in a circle", File: "circle.exim.tgz", Messages: Sound, Make: func() []byte {
			b := spool(1, 1, one)
			member(b, "var/spool/exim4/db/retry", circle())
			return gzipped(end(b))
		}},
	}
}

// circle returns a hash database of Berkeley DB with one bucket, whose pages name each other as the next one.
func circle() string {
	const page, pages = 4096, 2000
	b := make([]byte, page*pages)
	put32 := func(at int, n uint32) {
		for k := range 4 {
			b[at+k] = byte(n >> (8 * k))
		}
	}
	put16 := func(at int, n uint16) { b[at], b[at+1] = byte(n), byte(n>>8) }
	put32(12, 0x061561) // the magic number of a hash, and its version
	put32(16, 9)
	put32(20, page)
	b[25] = 8 // the page is that of a hash's facts
	put32(32, pages-1)
	put32(72, 0) // the highest bucket
	put32(76, 1)
	put32(80, 0)
	for n := 1; n < pages; n++ {
		at := n * page
		put32(at+8, uint32(n))
		put32(at+16, uint32(n%(pages-1)+1)) // the next page
		put16(at+20, 2)                     // items
		put16(at+22, page-40)
		b[at+25] = 13 // a page of a hash, sorted
		put16(at+26, page-20)
		put16(at+28, page-40)
		b[at+page-20], b[at+page-40] = 1, 1 // a key and its value
		copy(b[at+page-19:], fmt.Sprintf("T:mx%04d.example.", n))
	}
	return string(b)
}
