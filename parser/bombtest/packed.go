package bombtest

import (
	"bytes"
	"encoding/base64"
	"slices"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
)

// swollen is what the limit on unpacked bytes says.
const swollen = "unpacked, it is more than 250 times as large as it is packed"

// packed are streams that unpack to gigabytes.
func packed() []Bomb {
	return []Bomb{
		{"a file of 4 GiB of zeros, gzip", "zeros.tgz", swollen, Sound, func() []byte {
			b := soundTar()
			b.Write(header("var/spool/mqueue/df4AB00009000001", '0', "", 4<<30))
			return append(gzipped(b.Bytes()), zeros(4<<30)...)
		}},
		{"4 GiB of zeros after a tar, gzip", "after.tgz", swollen, Sound, func() []byte {
			return append(gzipped(end(soundTar())), zeros(4<<30)...)
		}},
		{"a file of 4 GiB of zeros, zstd", "zeros.tar.zst", swollen, Sound, func() []byte {
			b := soundTar()
			b.Write(header("var/spool/mqueue/df4AB00009000001", '0', "", 4<<30))
			return append(zstded(b.Bytes()), bytes.Repeat(zstded(make([]byte, 64<<20)), 64)...)
		}},
		{"a file of 4 GiB of zeros, bzip2", "zeros.tar.bz2", swollen, 0, func() []byte {
			b, _ := base64.StdEncoding.DecodeString(zeros45) // it is right
			return bytes.Repeat(b, 95)
		}},
		{"a file of 1 GiB of zeros, xz", "zeros.tar.xz", swollen, Sound, func() []byte {
			b := soundTar()
			b.Write(header("var/spool/mqueue/df4AB00009000001", '0', "", 1<<30))
			return append(xzipped(b.Bytes(), 1<<20), bytes.Repeat(xzipped(make([]byte, 8<<20), 1<<20), 128)...)
		}},
		{"4 GiB of zeros in gzip in gzip", "zeros.gz.gz", swollen, Sound, func() []byte {
			return gzipped(append(gzipped(end(soundTar())), zeros(4<<30)...))
		}},
		{"gzip in gzip, 20 deep", "deep.gz", "more than 3 deep inside archives", 0, func() []byte {
			b := end(soundTar())
			for range 20 {
				b = gzipped(b)
			}
			return b
		}},
		{"a million empty members of gzip", "empty.gz", "", Sound, func() []byte {
			return append(gzipped(end(soundTar())), bytes.Repeat(gzipped(nil), 1e6)...)
		}},
		{"a million skippable frames of zstd", "skip.zst", "", Sound, func() []byte {
			return append(zstded(end(soundTar())), bytes.Repeat([]byte("\x50\x2a\x4d\x18\x00\x00\x00\x00"), 1e6)...)
		}},
	}
}

// zeros45 is bzip2 of 45 MiB of zeros.
const zeros45 = "QlpoOTFBWSZTWQ4J4t8BX45AAMAAAAggADCATUZCoCWpCoCXMUFZJlNZl6e+HAAJ2sAEwAAAAQAIIAAwzAmqaZIhW1REK8XckU4UJCLtHuiA"

var megabytes = sync.OnceValue(func() []byte { return gzipped(make([]byte, 64<<20)) })

// zeros is gzip of n zeros, a multiple of 64 MiB.
func zeros(n int64) []byte { return bytes.Repeat(megabytes(), int(n>>26)) }

func gzipped(data []byte) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed) // the level is right
	w.Write(data)                                   // a buffer takes all
	w.Close()
	return b.Bytes()
}

func zstded(data []byte) []byte {
	w, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	if err != nil {
		panic(err)
	}
	return w.EncodeAll(data, nil)
}

// xzipped is xz with a dictionary of a size.
func xzipped(data []byte, dictionary int) []byte {
	var b bytes.Buffer
	w, err := xz.WriterConfig{DictCap: dictionary}.NewWriter(&b)
	if err != nil {
		panic(err)
	}
	w.Write(data) // a buffer takes all
	w.Close()
	return b.Bytes()
}

// windows are streams whose headers ask for much memory.
func windows() []Bomb {
	return []Bomb{
		{"a window of 2 GiB, zstd", "window.zst", "the zstd window is larger than 128 MiB", 0, func() []byte { return []byte(frame(21 << 3)) }},
		{"2,000 windows of 64 MiB in a tar, zstd", "windows.tar", "", Sound, func() []byte {
			b := soundTar()
			for range 2000 {
				member(b, "x.zst", frame(16<<3))
			}
			return end(b)
		}},
		{"2,000 dictionaries of 64 MiB in a tar, xz", "dictionaries.tar", "", Sound, func() []byte {
			b := soundTar()
			tiny := string(xzipped([]byte("x"), 64<<20))
			for range 2000 {
				member(b, "x.xz", tiny)
			}
			return end(b)
		}},
		{"2,000 streams with a dictionary of 128 MiB, xz", "dictionary.xz", "", Sound, func() []byte {
			return slices.Concat(xzipped(end(soundTar()), 1<<20), bytes.Repeat(xzipped([]byte("x"), 128<<20), 2000))
		}},
		{"3,000 windows of 64 MiB in a zip, zstd", "windows.zip", "", Sound, func() []byte {
			var es []entry
			for _, f := range soundFiles() {
				es = append(es, entry{name: f.name, data: f.data})
			}
			for range 3000 {
				es = append(es, entry{name: "x", packed: frame(16 << 3), size: 1, method: 93, sum: 0x8cdc1683})
			}
			return zipped(es)
		}},
	}
}
