package archive

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"hash/crc32"

	"github.com/therootcompany/xz"
)

// xzSource feeds the xz package, which reads ahead, from a buffer that keeps what
// it did not need: the bytes after the end of a stream.
type xzSource struct {
	r    *bufio.Reader
	lent int            // bytes of the buffer that were given last
	tail [xzFooter]byte // given before those
}

// xzFooter is the length of a stream's footer: CRC32, backward size, flags and
// magic (.xz 1.0.4 §2.1.2).
const xzFooter = 12

func (x *xzSource) Read(p []byte) (int, error) {
	x.take(x.lent)
	b, err := x.r.Peek(min(max(x.r.Buffered(), 1), len(p)))
	if len(b) == 0 {
		return 0, err
	}
	x.lent = copy(p, b)
	return x.lent, nil
}

// take removes n bytes from the buffer that were given.
func (x *xzSource) take(n int) {
	if b, _ := x.r.Peek(n); len(b) >= len(x.tail) {
		copy(x.tail[:], b[len(b)-len(x.tail):])
	} else {
		copy(x.tail[:], x.tail[len(b):])
		copy(x.tail[len(x.tail)-len(b):], b)
	}
	_, _ = x.r.Discard(n) // they are in the buffer
	x.lent -= n
}

// ended moves past the footer of the stream that ended in the bytes given last.
func (x *xzSource) ended() {
	b, _ := x.r.Peek(x.lent)
	seen := append(x.tail[:], b...)
	for at := 1; at <= len(b); at++ {
		f := seen[at : at+xzFooter]
		if f[10] == 'Y' && f[11] == 'Z' && crc32.ChecksumIEEE(f[4:10]) == binary.LittleEndian.Uint32(f) {
			x.take(at)
			break
		}
	}
	x.lent = 0
}

// cut reports whether everything was given and does not end in a footer.
func (x *xzSource) cut() bool {
	x.take(x.lent)
	_, err := x.r.Peek(1)
	return err != nil && !bytes.HasSuffix(x.tail[:], []byte("YZ"))
}

// xzStep is how many bytes are asked of the xz package at once: it drops what it
// decoded in a call when the data after it turns out to be damaged.
const xzStep = 64

// inSteps fills a buffer in small steps.
type inSteps struct{ r *xz.Reader }

func (s inSteps) Read(p []byte) (n int, err error) {
	for n < len(p) && err == nil {
		var k int
		k, err = s.r.Read(p[n:min(n+xzStep, len(p))])
		n += k
	}
	return n, err
}
