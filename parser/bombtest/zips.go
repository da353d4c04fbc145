package bombtest

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
)

// entry is an entry of a zip: data to be packed, or packed already.
type entry struct {
	name, data, packed string
	size               uint64
	method             uint16
	sum                uint32
}

func zipped(es []entry) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range es {
		if e.packed != "" {
			f, err := w.CreateRaw(&zip.FileHeader{Name: e.name, Method: e.method, UncompressedSize64: e.size, CompressedSize64: uint64(len(e.packed)), CRC32: e.sum})
			if err == nil {
				_, err = io.WriteString(f, e.packed)
			}
			if err != nil {
				panic(err)
			}
			continue
		}
		f, err := w.Create(e.name)
		if err == nil {
			_, err = io.WriteString(f, e.data)
		}
		if err != nil {
			panic(err)
		}
	}
	w.Close() // a buffer takes all
	return b.Bytes()
}

func soundEntries() (es []entry) {
	for _, f := range soundFiles() {
		es = append(es, entry{name: f.name, data: f.data})
	}
	return es
}

const (
	directoryMagic = "PK\x01\x02"
	endMagic       = "PK\x05\x06"
)

// zips are zips whose directory lies, or that hold nothing many times.
func zips() []Bomb {
	empty := func(n int) []byte {
		es := soundEntries()
		for i := range n {
			es = append(es, entry{name: fmt.Sprintf("%07d", i)})
		}
		return zipped(es)
	}
	return []Bomb{
		{"60,000 entries that are the same 1 MiB", "overlapping.zip", swollen, Sound, func() []byte {
			return overlapping(append(soundEntries(), entry{name: "var/spool/mqueue/df4AB00009000001", data: times("0", 1<<20)}), 60_000)
		}},
		{"200,000 empty entries", "empty.zip", "", Sound, func() []byte { return empty(200_000) }},
		{"200,000 empty entries without directory", "cut.zip", "the archive ends early", Sound, func() []byte {
			b := empty(200_000)
			return b[:bytes.Index(b, []byte(directoryMagic))]
		}},
		{"a directory of 60 MiB in a small gzip", "directory.zip.gz", "the directory of the zip is not read", Sound, func() []byte {
			return gzipped(overlapping(append(soundEntries(), entry{name: "x"}), 1_200_000))
		}},
		{"100,000 entries that claim to have no end", "streamed.zip", "is not where the directory of the zip says", 0, func() []byte {
			h := make([]byte, 31)
			copy(h, "PK\x03\x04")
			h[6], h[26], h[30] = 8, 1, 'a'
			b := zipped(soundEntries())
			return append(bytes.Repeat(h, 100_000), b[10:]...)
		}},
		{"zips in zips, 16 to the 6th", "nested.zip", "more than 3 deep inside archives", Sound, func() []byte {
			b := zipped([]entry{{name: "df4AB00009000001", data: times("0", 1<<20)}})
			for level := range 6 {
				var es []entry
				if level == 5 {
					es = soundEntries()
				}
				for i := range 16 {
					es = append(es, entry{name: fmt.Sprintf("%d.zip", i), data: string(b)})
				}
				b = zipped(es)
			}
			return b
		}},
	}
}

// overlapping returns a zip whose directory leads n more times to its last entry.
func overlapping(es []entry, n int) []byte {
	one := zipped(es)
	end := bytes.LastIndex(one, []byte(endMagic))
	directory := bytes.Index(one, []byte(directoryMagic))
	last := one[bytes.LastIndex(one[:end], []byte(directoryMagic)):end]
	out := append(bytes.Clone(one[:end]), bytes.Repeat(last, n)...)
	tail := bytes.Clone(one[end:])
	binary.LittleEndian.PutUint16(tail[8:], uint16(n+len(es)))
	binary.LittleEndian.PutUint16(tail[10:], uint16(n+len(es)))
	binary.LittleEndian.PutUint32(tail[12:], uint32(len(out)-directory))
	return append(out, tail...)
}
