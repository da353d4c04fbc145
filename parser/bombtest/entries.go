package bombtest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"github.com/klauspost/compress/flate"
)

// entries are zips that cost much by how their entries lie, or are called.
func entries() []Bomb {
	const text = "var/spool/mqueue/df4AB00009000001"
	return []Bomb{
		{Name: "20,000 entries that each hold the next one", File: "quoting.zip", Limit: "entries of the zip overlap", Make: func() []byte { return quoting(20_000) }},
		{Name: "60,000 entries in reverse order", File: "reverse.zip", Messages: Sound, Make: func() []byte {
			return reordered(many(60_000), func(d [][]byte) { slices.Reverse(d) })
		}},
		{Name: "60,000 entries in two halves by turns", File: "jumps.zip", Messages: Sound, Make: func() []byte {
			return reordered(many(60_000), func(d [][]byte) {
				half := len(d) / 2
				for i, e := range slices.Clone(d) {
					d[i/half%2+i%half*2] = e
				}
			})
		}},
		{Name: "500 entries with names of 60,000 bytes", File: "names.zip", Limit: "is too long", Messages: Sound, Make: func() []byte {
			es := soundEntries()
			for i := range 500 {
				es = append(es, entry{name: fmt.Sprint(i) + times("n", 60_000)})
			}
			return zipped(es)
		}},
		{Name: "2,000 entries with names of 60,000 bytes in a gzip", File: "names.zip.gz", Messages: 0, Limit: "the directory of the zip", Make: func() []byte {
			es := soundEntries()
			for i := range 2_000 {
				es = append(es, entry{name: fmt.Sprint(i) + times("n", 60_000)})
			}
			return gzipped(zipped(es))
		}},
		{Name: "a zip that claims 2^63 entries", File: "claims.zip", Messages: Sound, Make: func() []byte {
			b := zipped(soundEntries())
			at := bytes.LastIndex(b, []byte(endMagic))
			big := func(n uint64) []byte { return binary.LittleEndian.AppendUint64(nil, n) }
			directory := uint64(binary.LittleEndian.Uint32(b[at+16:]))
			// APPNOTE §4.3.14 and §4.3.15.
			end64 := slices.Concat([]byte("PK\x06\x06"), big(44), []byte{45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0}, big(1<<63), big(1<<63), big(uint64(at)-directory), big(directory))
			locator := slices.Concat([]byte("PK\x06\x07\x00\x00\x00\x00"), big(uint64(at)), []byte{1, 0, 0, 0})
			tail := bytes.Clone(b[at:])
			copy(tail[8:], "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff")
			return slices.Concat(b[:at], end64, locator, tail)
		}},
		{Name: "an entry that claims 16 EB", File: "size.zip", Messages: Sound, Make: func() []byte {
			return zipped(append(soundEntries(), entry{name: text, packed: string(deflated(times("0", 1<<10))), size: 1<<64 - 2, method: 8}))
		}},
		{Name: "an entry of 4 GiB of zeros", File: "zeros.zip", Limit: swollen, Messages: Sound, Make: func() []byte {
			return zipped(append(soundEntries(), entry{name: text, packed: string(deflatedZeros(4 << 30)), size: 4 << 30, method: 8}))
		}},
		{Name: "3,000 entries that are one archive of 1,000 files", File: "archives.zip", Limit: "entries of the zip overlap", Messages: Sound, Make: func() []byte {
			var b bytes.Buffer
			for i := range 1000 {
				b.Write(header(fmt.Sprint(i), '0', "", 0))
			}
			return overlapping(append(soundEntries(), entry{name: "x.tar", data: string(end(&b))}), 3000)
		}},
		{Name: "4 MiB of beginnings of entries", File: "beginnings.zip", Messages: Sound, Make: func() []byte {
			b := zipped(soundEntries())
			return append(b[:bytes.Index(b, []byte(directoryMagic))], strings.Repeat("PK\x03\x04", 1<<20)...)
		}},
		{Name: "4 MiB of ends of directories", File: "ends.zip", Messages: Sound, Make: func() []byte {
			b := zipped(soundEntries())
			return append(b[:bytes.Index(b, []byte(directoryMagic))], strings.Repeat(endMagic, 1<<20)...)
		}},
		{Name: "4 MiB of descriptors behind an entry", File: "descriptors.zip", Messages: Sound, Make: func() []byte {
			b := zipped(soundEntries())
			h := make([]byte, 31)
			copy(h, "PK\x03\x04")
			h[6], h[26], h[30] = 8, 1, 'a'
			return slices.Concat(b[:bytes.Index(b, []byte(directoryMagic))], h, bytes.Repeat([]byte("PK\x07\x08"), 1<<20))
		}},
		{Name: "300,000 empty folders", File: "folders.zip", Messages: Sound, Make: func() []byte {
			es := soundEntries()
			for i := range 300_000 {
				es = append(es, entry{name: fmt.Sprintf("q%d/mqueue/", i)})
			}
			return zipped(es)
		}},
	}
}

// many returns the sound queue and n small entries.
func many(n int) []byte {
	es := soundEntries()
	for i := range n {
		es = append(es, entry{name: fmt.Sprintf("x%07d", i), data: "text " + fmt.Sprint(i)})
	}
	return zipped(es)
}

// reordered returns a zip whose directory has its entries in another order.
func reordered(b []byte, order func([][]byte)) []byte {
	start := bytes.Index(b, []byte(directoryMagic))
	end := bytes.LastIndex(b, []byte(endMagic))
	var all [][]byte
	for rest := b[start:end]; len(rest) >= 46; {
		n := 46 + int(binary.LittleEndian.Uint16(rest[28:])) + int(binary.LittleEndian.Uint16(rest[30:])) + int(binary.LittleEndian.Uint16(rest[32:]))
		if string(rest[:4]) != directoryMagic || n > len(rest) {
			break // the records of zip64
		}
		all, rest = append(all, rest[:n]), rest[n:]
	}
	order(all)
	directory := bytes.Join(all, nil)
	return slices.Concat(b[:start], directory, b[start+len(directory):])
}

func deflated(text string) []byte {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestSpeed)
	if err != nil {
		panic(err)
	}
	w.Write([]byte(text)) // a buffer takes all
	w.Close()
	return b.Bytes()
}

// deflatedZeros is n zeros, a multiple of 64 MiB, deflated in parts: each ends at a
// byte and is not the last one, but for the end.
func deflatedZeros(n int64) []byte {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestSpeed)
	if err != nil {
		panic(err)
	}
	w.Write(make([]byte, 64<<20)) // a buffer takes all
	w.Flush()
	part := bytes.Clone(b.Bytes())
	return append(bytes.Repeat(part, int(n>>26)), deflated("")...)
}

// quoting returns a zip whose entries overlap without being the same: each begins with a
// stored block that is the header of the next one, so that all share the last data.
func quoting(n int) []byte {
	kernel := deflatedZeros(64 << 20)
	size := uint32(64 << 20)
	packed := uint32(len(kernel))
	type local struct {
		head         []byte
		packed, size uint32
	}
	all := make([]local, n)
	for i := n - 1; i >= 0; i-- {
		if i < n-1 {
			next := uint32(len(all[i+1].head))
			packed, size = packed+5+next, size+next
		}
		name := fmt.Sprintf("x%06d", i)
		h := make([]byte, 30, 30+len(name))
		copy(h, "PK\x03\x04\x14\x00\x00\x00\x08\x00")
		binary.LittleEndian.PutUint32(h[18:], packed)
		binary.LittleEndian.PutUint32(h[22:], size)
		binary.LittleEndian.PutUint16(h[26:], uint16(len(name)))
		all[i] = local{append(h, name...), packed, size}
	}
	var out, directory bytes.Buffer
	for i, l := range all {
		at := out.Len()
		if i > 0 { // RFC 1951 §3.2.4: a stored block that is not the last
			quoted := uint16(len(l.head))
			out.Write([]byte{0, byte(quoted), byte(quoted >> 8), ^byte(quoted), ^byte(quoted >> 8)})
			at = out.Len()
		}
		out.Write(l.head)
		d := make([]byte, 46)
		copy(d, directoryMagic+"\x14\x00\x14\x00\x00\x00\x08\x00")
		binary.LittleEndian.PutUint32(d[20:], l.packed)
		binary.LittleEndian.PutUint32(d[24:], l.size)
		binary.LittleEndian.PutUint16(d[28:], uint16(len(l.head)-30))
		binary.LittleEndian.PutUint32(d[42:], uint32(at))
		directory.Write(d)
		directory.Write(l.head[30:])
	}
	out.Write(kernel)
	tail := make([]byte, 22)
	copy(tail, endMagic)
	binary.LittleEndian.PutUint16(tail[8:], uint16(n))
	binary.LittleEndian.PutUint16(tail[10:], uint16(n))
	binary.LittleEndian.PutUint32(tail[12:], uint32(directory.Len()))
	binary.LittleEndian.PutUint32(tail[16:], uint32(out.Len()))
	return slices.Concat(out.Bytes(), directory.Bytes(), tail)
}
