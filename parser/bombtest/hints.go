package bombtest

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"
)

// hints are what Exim remembers, in databases and printed, of many spools together.
func hints() []Bomb {
	const times3 = "28-Nov-2026 22:56:40  28-Nov-2026 22:56:40  28-Nov-2026 23:11:40 \n"
	const record = "Transport: mx.example.org [192.0.2.1] error 111: Connection refused\n  first failed: 27-Sep-2023 13:21:55\n  last tried:   28-Sep-2023 10:21:47\n  next try at:  28-Sep-2023 16:21:47\n"
	spools := func(n int, file string, text func(k int) string) func() []byte {
		return func() []byte {
			b := soundTar()
			member(b, "random", noise(1_000_000))
			for k := range n {
				id := fmt.Sprintf("1qlg%02d-%06d-00", k%100, k)
				member(b, fmt.Sprintf("s%d/exim4/input/%s-H", k, id), id+"-H\nexim 8 8\n<a@example.net>\n1700000000 0\nXX\n1\nb@example.org\n\n011  Subject: a\n")
				member(b, fmt.Sprintf("s%d/exim4/%s", k, file), text(k))
			}
			return gzipped(end(b))
		}
	}
	const most = "the databases of Exim have more than"
	return []Bomb{
		{Name: "40 databases of Exim whose ids overlap", File: "overlap.exim.tgz", Limit: most, Messages: Sound, Make: spools(40, "db/wait-remote_smtp", func(int) string {
			v := strings.Repeat("\x00", 16) + times("000000-", 1_000_000)
			return overflowing(v, v, v, v, v)
		})},
		{Name: "30 databases of Exim, in each 180,000 messages wait", File: "waits.exim.tgz", Limit: most, Messages: Sound, Make: spools(30, "db/wait-remote_smtp", func(k int) string {
			var values []string
			for c := range 9 {
				var s strings.Builder
				s.WriteString(strings.Repeat("\x00", 16))
				for i := range 20_000 {
					fmt.Fprintf(&s, "1q%04d-%06d-00", k, c*20_000+i)
				}
				values = append(values, s.String())
			}
			return overflowing(values...)
		})},
		{Name: "30 printed databases of Exim with 100,000 hosts each", File: "printed.exim.tgz", Limit: most, Messages: Sound, Make: spools(30, "retry.txt", func(k int) string {
			var s strings.Builder
			for i := range 100_000 {
				fmt.Fprintf(&s, "  T:h%d.%d 1 0 x\n%s", i, k, times3)
			}
			return s.String()
		})},
		{Name: "15 outputs of exinext with lines of 4 KB", File: "exinext.tgz", Limit: most, Messages: Sound, Make: spools(15, "exinext.txt", func(int) string {
			return record + times("Route: "+strings.Repeat("a b ", 1_000)+"\n", 4<<20)
		})},
		{Name: "30 printed databases of Exim with numbers of 3 MB", File: "digits.exim.tgz", Limit: most, Messages: Sound, Make: spools(30, "retry.txt", func(int) string {
			return "  T:mx.example.org:192.0.2.1 111 0 Connection refused\n" + times3 + strings.Repeat("  a 1"+times("1", 3_000_000)+" x\n", 2)
		})},
	}
}

// noise is text that does not shrink, always the same: with it, the rest of a source may be
// as large as that of a real one.
func noise(size int) string {
	r := rand.NewChaCha8([32]byte{1})
	b := make([]byte, size)
	r.Read(b) // never fails
	return string(b)
}

// overflowing returns a hash database of Berkeley DB whose values are on pages of their own.
func overflowing(values ...string) string {
	const page, head = 32 << 10, 26
	order := binary.LittleEndian
	b := make([]byte, 2*page)
	order.PutUint32(b[12:], 0x061561)
	order.PutUint32(b[20:], page)
	b[25] = 8
	table := b[page : 2*page : 2*page]
	table[25] = 13
	order.PutUint16(table[20:], uint16(2*len(values)))
	at := page
	for k, v := range values {
		key := fmt.Sprintf("\x01mx%d.example\x00", k)
		at -= len(key)
		copy(table[at:], key)
		order.PutUint16(table[head+4*k:], uint16(at))
		at -= 12
		table[at] = 3
		order.PutUint32(table[at+4:], uint32(len(b)/page))
		order.PutUint32(table[at+8:], uint32(len(v)))
		order.PutUint16(table[head+4*k+2:], uint16(at))
		for v != "" {
			p := make([]byte, page)
			n := copy(p[head:], v)
			v = v[n:]
			p[25] = 7
			order.PutUint16(p[22:], uint16(n))
			order.PutUint32(p[16:], uint32(len(b)/page+1))
			b = append(b, p...)
		}
	}
	copy(b[page:], table)
	return string(b)
}
