package bombtest

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
)

// headers are tars with names, links and headers that cost much.
func headers() []Bomb {
	// long appends a member with a name of any length, as GNU tar writes it.
	long := func(b *bytes.Buffer, name string, flag byte, data string) {
		b.Write(header("././@LongLink", 'L', "", int64(len(name))))
		b.WriteString(name)
		pad(b)
		b.Write(header("x", flag, "", int64(len(data))))
		b.WriteString(data)
		pad(b)
	}
	repeat := func(n int, each func(b *bytes.Buffer, i int)) func() []byte {
		return func() []byte {
			b := soundTar()
			for i := range n {
				each(b, i)
			}
			return gzipped(end(b))
		}
	}
	emptyGzip := sync.OnceValue(func() []byte { return gzipped(nil) })
	qf := func(i int) string { return fmt.Sprintf("qf4AB0%05d000009", i) }
	return []Bomb{
		{Name: "40,000 names of 4,000 bytes", File: "names.tgz", Limit: "is too long", Messages: Sound, Make: repeat(40_000, func(b *bytes.Buffer, i int) {
			long(b, fmt.Sprint(i)+times("n", 4000), '0', "")
		})},
		{Name: "20,000 queue files in folders with names of 4,000 bytes", File: "long.tgz", Limit: "is too long", Messages: Sound, Make: repeat(20_000, func(b *bytes.Buffer, i int) {
			long(b, fmt.Sprint(i)+times("n", 3900)+"/mqueue/"+qf(i), '0', control("x", ""))
		})},
		{Name: "1,000 folders in each other, 8,000 files", File: "deeper.tgz", Messages: Sound, Make: repeat(8_000, func(b *bytes.Buffer, i int) {
			long(b, fmt.Sprint(i)+"/"+strings.Repeat("a/", 1000)+qf(i), '0', control("x", ""))
		})},
		{Name: "40,000 folders, each with a queue file", File: "folders.tgz", Limit: "folders with queue files", Messages: Sound, Make: repeat(40_000, func(b *bytes.Buffer, i int) {
			member(b, fmt.Sprintf("h%d/var/spool/mqueue/%s", i, qf(i)), control("x", ""))
		})},
		{Name: "300,000 folders called mqueue", File: "mqueues.tgz", Messages: Sound, Make: repeat(300_000, func(b *bytes.Buffer, i int) {
			b.Write(header(fmt.Sprintf("h%d/mqueue", i), '5', "", 0))
		})},
		{Name: "200,000 times the same queue file", File: "same.tgz", Messages: Sound, Make: repeat(200_000, func(b *bytes.Buffer, _ int) {
			member(b, "var/spool/mqueue/"+qf(9), control("x", ""))
		})},
		{Name: "200,000 data files of one message in turn with another", File: "turns.tgz", Messages: Sound, Make: repeat(200_000, func(b *bytes.Buffer, i int) {
			member(b, fmt.Sprintf("h%d/mqueue/df4AB000090000%02d", i%2, i%7), "<<< 550 no such user\n")
		})},
		{Name: "100,000 long names without a file, one after the other", File: "longlinks.tgz", Messages: Sound, Make: repeat(100_000, func(b *bytes.Buffer, i int) {
			b.Write(header("././@LongLink", 'L', "", 500))
			b.WriteString(times("n", 500))
			pad(b)
		})},
		{Name: "300,000 global headers", File: "global.tgz", Messages: Sound, Make: repeat(300_000, func(b *bytes.Buffer, i int) {
			b.Write(header("pax_global_header", 'g', "", 52))
			b.WriteString("52 comment=0123456789012345678901234567890123456789\n")
			pad(b)
		})},
		{Name: "100,000 extended headers that claim sizes of 8 EB", File: "sizes.tgz", Messages: Sound, Make: repeat(100_000, func(b *bytes.Buffer, i int) {
			const record = "28 size=9223372036854775807\n"
			b.Write(header("x", 'x', "", int64(len(record))))
			b.WriteString(record)
			pad(b)
			b.Write(header("y", '5', "", 0))
		})},
		{Name: "an extended header that claims a sparse file of 8 EB", File: "sparse.pax.tar", Limit: "the sparse file", Messages: Sound, Make: func() []byte {
			b := soundTar()
			records := pax("GNU.sparse.major", "1") + pax("GNU.sparse.minor", "0") + pax("GNU.sparse.name", "var/spool/mqueue/df4AB00009000001") + pax("GNU.sparse.realsize", "9223372036854775000")
			b.Write(header("x", 'x', "", int64(len(records))))
			b.WriteString(records)
			pad(b)
			member(b, "GNUSparseFile.0/x", "1\n0\n0\n"+strings.Repeat("\x00", 506))
			return end(b)
		}},
		{Name: "a sparse file with a map of 16 MiB", File: "map.tgz", Messages: Sound, Make: func() []byte {
			b := soundTar()
			h := header("var/spool/mqueue/df4AB00009000001", 'S', "", 0)
			copy(h[257:], "ustar  \x00")
			h[482] = 1
			large(h[483:495], 1<<20)
			b.Write(sum(h))
			part := make([]byte, blockSize)
			part[504] = 1
			for range 16 << 20 / blockSize {
				b.Write(part)
			}
			return gzipped(end(b))
		}},
		{Name: "2,000 sparse files with a map of 50 blocks", File: "maps.tgz", Messages: Sound, Make: repeat(2_000, func(b *bytes.Buffer, i int) {
			h := header(fmt.Sprintf("df4AC%05d000009", i), 'S', "", 0)
			copy(h[257:], "ustar  \x00")
			h[482] = 1
			large(h[483:495], 1<<20)
			b.Write(sum(h))
			part := make([]byte, blockSize)
			part[504] = 1
			for range 50 {
				b.Write(part)
			}
			b.Write(make([]byte, blockSize))
		})},
		{Name: "50,000 pairs of hard links to each other", File: "mutual.tgz", Messages: Sound, Make: repeat(50_000, func(b *bytes.Buffer, i int) {
			x, y := fmt.Sprintf("var/spool/mqueue/df4AC%05d000009", i), fmt.Sprintf("var/spool/mqueue/df4AD%05d000009", i)
			b.Write(header(x, '1', y, 0))
			b.Write(header(y, '1', x, 0))
		})},
		{Name: "50,000 pairs of links to each other", File: "loops.tgz", Messages: Sound, Make: repeat(50_000, func(b *bytes.Buffer, i int) {
			b.Write(header(fmt.Sprintf("a%d/mqueue", i), '2', fmt.Sprintf("../b%d/mqueue", i), 0))
			b.Write(header(fmt.Sprintf("b%d/mqueue", i), '2', fmt.Sprintf("../a%d/mqueue", i), 0))
		})},
		{Name: "50,000 links into themselves", File: "inward.tgz", Messages: Sound, Make: repeat(50_000, func(b *bytes.Buffer, i int) {
			b.Write(header(fmt.Sprintf("a%d/mqueue", i), '2', "mqueue/mqueue/mqueue/mqueue", 0))
		})},
		{Name: "10,000 tars in a tar, each with 20 files", File: "tars.tgz", Messages: Sound, Make: repeat(10_000, func(b *bytes.Buffer, i int) {
			var inner bytes.Buffer
			for k := range 20 {
				inner.Write(header(fmt.Sprintf("%d.%d", i, k), '0', "", 0))
			}
			member(b, fmt.Sprintf("%d.tar", i), string(end(&inner)))
		})},
		{Name: "30,000 archives in a tar", File: "opened.tgz", Limit: "archives inside this one", Messages: Sound, Make: repeat(30_000, func(b *bytes.Buffer, i int) {
			member(b, fmt.Sprintf("%d.gz", i), string(emptyGzip()))
		})},
		{Name: "200,000 devices and pipes", File: "devices.tgz", Messages: Sound, Make: repeat(200_000, func(b *bytes.Buffer, i int) {
			b.Write(header(fmt.Sprintf("dev/%d", i), "346"[i%3], "", 0))
		})},
		{Name: "sizes below zero", File: "negative.tar", Messages: Sound, Make: func() []byte {
			b := soundTar()
			for i := range 1000 {
				h := header(fmt.Sprint(i), '0', "", 0)
				for k := 124; k < 136; k++ {
					h[k] = 0xff
				}
				b.Write(sum(h))
			}
			return end(b)
		}},
		{Name: "names of 4,000 bytes that lead upwards", File: "dots.tgz", Messages: Sound, Make: repeat(20_000, func(b *bytes.Buffer, i int) {
			long(b, strings.Repeat("a/../", 800)+fmt.Sprint(i), '0', "")
		})},
		{Name: "a tar in a tar in a tar, 60 deep", File: "deep.tar", Limit: "deep inside archives", Messages: 0, Make: func() []byte {
			b := end(soundTar())
			for i := range 60 {
				var outer bytes.Buffer
				member(&outer, fmt.Sprintf("%d.tar", i), string(b))
				b = end(&outer)
			}
			return b
		}},
	}
}

// pax returns a record of an extended header.
func pax(key, value string) string {
	n := len(key) + len(value) + 3
	for digits := 1; ; digits++ {
		if s := fmt.Sprint(n + digits); len(s) == digits {
			return s + " " + key + "=" + value + "\n"
		}
	}
}
