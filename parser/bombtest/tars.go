package bombtest

import (
	"bytes"
	"fmt"
	"strings"
)

// tars are tars that claim more than they hold, or hold nothing many times.
func tars() []Bomb {
	return []Bomb{
		{"a sparse file that claims 4 TB", "sparse.tar", "the sparse file", Sound, func() []byte {
			b := soundTar()
			b.Write(sparse("var/spool/mqueue/df4AB00009000001", 4e12))
			return end(b)
		}},
		{"1,000 sparse files of 60 MiB", "holes.tar", swollen, Sound, func() []byte {
			b := soundTar()
			for i := range 1000 {
				b.Write(sparse(fmt.Sprintf("var/spool/mqueue/df4AB0%04d000009", i), 60<<20))
			}
			return end(b)
		}},
		{"a file that claims 8 EB", "huge.tar", "the archive ends early", Sound, func() []byte {
			b := soundTar()
			b.Write(header("var/spool/mqueue/df4AB00009000001", '0', "", 1<<63-1))
			return append(b.Bytes(), "text"...)
		}},
		{"a million empty files, gzip", "empty.tgz", "more than one for each 16 bytes", Sound, func() []byte {
			var b bytes.Buffer
			for i := range 100_000 {
				b.Write(header(fmt.Sprintf("%06d", i), '0', "", 0))
			}
			return append(gzipped(soundTar().Bytes()), bytes.Repeat(gzipped(b.Bytes()), 10)...)
		}},
		{"500 extended headers of 1 MiB", "pax.tgz", swollen, Sound, func() []byte {
			b := soundTar()
			records := times("12 a=bcdefg\n", 1<<20)
			for range 500 {
				b.Write(header("x", 'x', "", int64(len(records))))
				b.WriteString(records)
				pad(b)
				b.Write(header("y", '0', "", 0))
			}
			return gzipped(end(b))
		}},
		{"an extended header of 4 GB", "header.tar", "an extended header of 4,000,000,000 bytes is left out", Sound, func() []byte {
			b := soundTar()
			b.Write(header("x", 'L', "", 4e9))
			return b.Bytes()
		}},
		{"400 folders in each other, 20,000 files", "deep.tgz", "more than 10,000 folders with queue files", Sound, func() []byte {
			b := soundTar()
			for i := range 20_000 {
				name := fmt.Sprintf("%d/", i) + strings.Repeat("a/", 400) + fmt.Sprintf("qf4AB0%05d000009", i)
				b.Write(header("././@LongLink", 'L', "", int64(len(name))))
				b.WriteString(name)
				pad(b)
				member(b, "x", control("x", ""))
			}
			return gzipped(end(b))
		}},
		{"100,000 hard links to a file of 16 MiB", "links.tgz", "read for each hard link", Sound, func() []byte {
			b := soundTar()
			const first = "var/spool/mqueue/df4AB00009000001"
			member(b, first, times("<<< 550 no such user\n", 16<<20))
			for i := range 100_000 {
				b.Write(header(fmt.Sprintf("var/spool/mqueue/df4AC%05d000009", i), '1', first, 0))
			}
			return gzipped(end(b))
		}},
		{"100,000 hard links in a chain", "chain.tgz", "", Sound, func() []byte {
			b := soundTar()
			last := "var/spool/mqueue/df4AB00000000001"
			for i := range 100_000 {
				name := fmt.Sprintf("var/spool/mqueue/df4AC%05d000009", i)
				b.Write(header(name, '1', last, 0))
				last = name
			}
			return gzipped(end(b))
		}},
		{"50,000 links to links to a folder of 1,000 messages", "symlinks.tgz", "links to links to folders", Sound, func() []byte {
			b := soundTar()
			for i := range 1000 {
				member(b, fmt.Sprintf("q/mqueue/qf4AC%05d000009", i), control("x", ""))
			}
			last := "q/mqueue"
			for i := range 50_000 {
				name := fmt.Sprintf("l%d/mqueue", i)
				b.Write(header(name, '2', "../"+last, 0))
				last = name
			}
			return gzipped(end(b))
		}},
		{"4 MiB of damage between 3 messages", "damaged.tar", "are not understood and were stepped over", Sound, func() []byte {
			b := soundTar()
			b.WriteString(times("ustar", 4<<20))
			return end(b)
		}},
	}
}

// sparse returns the header of a file that is nothing but a hole.
func sparse(name string, size int64) []byte {
	h := header(name, 'S', "", 0)
	copy(h[257:], "ustar  \x00")
	large(h[483:495], size)
	return sum(h)
}
