package inflate

import (
	"bufio"
	"compress/gzip"
	"encoding/binary"
	"hash/crc32"
	"io"
)

// Gzip decodes one member of a gzip stream (RFC 1952 §2.3).
type Gzip struct {
	Reader
	sum  uint32
	size uint32
	end  error // after the member
}

// Flags of a header (§2.3.1).
const (
	flagHeaderSum = 1 << 1
	flagExtra     = 1 << 2
	flagName      = 1 << 3
	flagComment   = 1 << 4
	flagsReserved = 0xe0
)

// maxText is how many bytes of a name or a comment in a header are read.
const maxText = 512

// Reset reads the header of the member that follows in src. The error is io.EOF if nothing
// follows, io.ErrUnexpectedEOF if the header is cut, and gzip.ErrHeader if it is none.
func (g *Gzip) Reset(src *bufio.Reader) error {
	g.Reader.Reset(src)
	g.sum, g.size, g.end = 0, 0, nil
	h := header{src: src}
	return h.read()
}

// Read implements io.Reader. Behind the data it returns gzip.ErrChecksum if that is not what the trailer
// says, or else io.EOF.
func (g *Gzip) Read(p []byte) (int, error) {
	if g.end != nil {
		return 0, g.end
	}
	n, err := g.Reader.Read(p)
	g.sum = crc32.Update(g.sum, crc32.IEEETable, p[:n])
	g.size += uint32(n)
	if err == io.EOF {
		err = g.trailer()
	}
	g.end = err
	return n, err
}

// trailer compares what was decoded with what the trailer says.
func (g *Gzip) trailer() error {
	var b [8]byte
	if _, err := io.ReadFull(g.src, b[:]); err != nil {
		return cut(err)
	}
	if binary.LittleEndian.Uint32(b[:]) != g.sum || binary.LittleEndian.Uint32(b[4:]) != g.size {
		return gzip.ErrChecksum
	}
	return io.EOF
}

// cut is an error of reading what must be there.
func cut(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// header reads a header and sums it up.
type header struct {
	src *bufio.Reader
	sum uint32
	buf [10]byte
}

func (h *header) read() error {
	fixed, err := h.bytes(10)
	if err != nil {
		return err
	}
	if fixed[0] != 0x1f || fixed[1] != 0x8b || fixed[2] != 8 {
		return gzip.ErrHeader
	}
	flags := fixed[3]
	if flags&flagExtra != 0 {
		b, err := h.bytes(2)
		if err != nil {
			return cut(err)
		}
		for n := binary.LittleEndian.Uint16(b); n > 0; n-- {
			if _, err := h.bytes(1); err != nil {
				return cut(err)
			}
		}
	}
	for _, flag := range [...]byte{flagName, flagComment} {
		if flags&flag != 0 {
			if err := h.text(); err != nil {
				return err
			}
		}
	}
	if flags&flagHeaderSum != 0 {
		want := uint16(h.sum)
		b, err := h.bytes(2)
		if err != nil {
			return cut(err)
		}
		if binary.LittleEndian.Uint16(b) != want {
			return gzip.ErrHeader
		}
	}
	if flags&flagsReserved != 0 {
		return gzip.ErrHeader
	}
	return nil
}

// bytes reads n bytes, at most 10, which are valid until the next call.
func (h *header) bytes(n int) ([]byte, error) {
	b := h.buf[:n]
	_, err := io.ReadFull(h.src, b)
	h.sum = crc32.Update(h.sum, crc32.IEEETable, b)
	return b, err
}

// text steps over a text and the NUL that ends it.
func (h *header) text() error {
	for range maxText {
		b, err := h.bytes(1)
		if err != nil {
			return cut(err)
		}
		if b[0] == 0 {
			return nil
		}
	}
	return gzip.ErrHeader
}
