package bombtest

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strings"
)

// RFC 8878 §3.1.1: a frame without checksum and content size, its window, and a last
// block of one byte as it is.
func frame(window byte) string {
	return "\x28\xb5\x2f\xfd\x00" + string([]byte{window}) + "\x09\x00\x00x"
}

// window8 and so on are window descriptors (RFC 8878 §3.1.1.1.2).
const (
	window8   = 13 << 3
	window64  = 16 << 3
	window128 = 17 << 3
)

// repeated returns a frame with n blocks that each say 128 KiB of one byte, in 4 bytes.
func repeated(c byte, n int) []byte {
	const block = 128 << 10
	head := func(last uint32) []byte {
		v := last | 1<<1 | block<<3
		return []byte{byte(v), byte(v >> 8), byte(v >> 16), c}
	}
	return slices.Concat([]byte("\x28\xb5\x2f\xfd\x00\x38"), bytes.Repeat(head(0), n-1), head(1))
}

// streams are compressed streams that cost much in other ways than by their size.
func streams() []Bomb {
	sound := func() []byte { return end(soundTar()) }
	emptyBzip2, _ := base64.StdEncoding.DecodeString("QlpoORdyRThQkAAAAAA=") // it is right
	return []Bomb{
		{Name: "4 GiB of one byte in blocks of 4 bytes, zstd", File: "blocks.tar.zst", Limit: swollen, Messages: Sound, Make: func() []byte {
			b := soundTar()
			b.Write(header("var/spool/mqueue/df4AB00009000001", '0', "", 4<<30))
			return append(zstded(b.Bytes()), repeated('a', 32<<10)...)
		}},
		{Name: "4 GiB of zeros in gzip, zstd and xz", File: "three.tar.gz.zst.xz", Limit: swollen, Messages: Sound, Make: func() []byte {
			return xzipped(zstded(append(gzipped(soundTar().Bytes()), zeros(4<<30)...)), 1<<20)
		}},
		{Name: "a text of one line of 4 GiB, gzip", File: "line.gz", Limit: swollen, Make: func() []byte { return zeros(4 << 30) }},
		{Name: "300,000 frames of a byte, zstd", File: "frames.zst", Messages: Sound, Make: func() []byte {
			return append(zstded(sound()), strings.Repeat(frame(0), 300_000)...)
		}},
		{Name: "200,000 frames of a byte with a window of 128 MiB, zstd", File: "wide.zst", Messages: Sound, Make: func() []byte {
			return append(zstded(sound()), strings.Repeat(frame(window128), 200_000)...)
		}},
		{Name: "60,000 streams of a byte, xz", File: "streams.xz", Messages: Sound, Make: func() []byte {
			return append(xzipped(sound(), 1<<20), bytes.Repeat(xzipped([]byte{0}, 1<<16), 60_000)...)
		}},
		{Name: "200,000 empty streams, bzip2", File: "empty.bz2", Messages: 0, Make: func() []byte {
			return bytes.Repeat(emptyBzip2, 200_000)
		}},
		{Name: "a name of 16 MiB in the header, gzip", File: "name.gz", Make: func() []byte {
			return append([]byte("\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\x03"), times("n", 16<<20)...)
		}},
		{Name: "a dictionary of 1.5 GiB, xz", File: "dictionary1536.xz", Limit: "the xz dictionary is larger than", Make: func() []byte {
			return xzipped([]byte("x"), 1536<<20)
		}},
		{Name: "windows of 128, 64 and 8 MiB in each other, zstd and xz", File: "three.tar.zst", Limit: "is larger than 8 MiB", Messages: Sound, Make: func() []byte {
			b := soundTar()
			x := string(xzipped(zstdFrame([]byte(frame(window8)), window64), 64<<20))
			z := string(zstdFrame(xzipped([]byte("x"), 8<<20), window64))
			for range 50 {
				member(b, "x.xz", x)
				member(b, "x.zst", z)
			}
			return zstdFrame(end(b), window128)
		}},
		{Name: "1,000 windows of 64 MiB, zstd and xz by turns", File: "turns.tar", Messages: Sound, Make: func() []byte {
			b := soundTar()
			x := string(xzipped([]byte("x"), 64<<20))
			for range 500 {
				member(b, "x.xz", x)
				member(b, "x.zst", frame(window64))
			}
			return end(b)
		}},
		{Name: "a window of 64 MiB in a zip in zstd in a zip", File: "windows.zip.zst", Messages: Sound, Make: func() []byte {
			inner := zipped([]entry{{name: "x", packed: frame(window64), size: 1, method: 93, sum: 0x8cdc1683}})
			es := soundEntries()
			for range 100 {
				es = append(es, entry{name: "y.zip", data: string(inner)})
			}
			return zstdFrame(zipped(es), window128)
		}},
		{Name: "4 MiB of beginnings of streams, gzip", File: "beginnings.gz", Messages: Sound, Limit: "are something else", Make: func() []byte {
			return append(gzipped(sound()), strings.Repeat("\x00\x1f\x8b", 4<<20/3)...)
		}},
		{Name: "a 7z archive", File: "sealed.7z", Limit: "a 7z archive", Make: func() []byte {
			return append([]byte("7z\xbc\xaf\x27\x1c\x00\x04"), times("\xff", 1<<20)...)
		}},
		{Name: "an lzip file with a dictionary of 512 MiB", File: "dictionary.lz", Limit: "lzip", Make: func() []byte {
			return append([]byte("LZIP\x01\x1d"), times("\x00", 1<<20)...)
		}},
	}
}

// zstdFrame is data as it is in a frame with a window of a size.
func zstdFrame(data []byte, window byte) []byte {
	const most = 128 << 10
	out := append([]byte("\x28\xb5\x2f\xfd\x00"), window)
	for {
		n := min(len(data), most)
		v := uint32(n) << 3
		if n == len(data) {
			v |= 1
		}
		out = append(out, byte(v), byte(v>>8), byte(v>>16))
		out = append(out, data[:n]...)
		if data = data[n:]; len(data) == 0 {
			return out
		}
	}
}
