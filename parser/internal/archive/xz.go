package archive

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// xzGuard stands before the xz package, which allocates whatever dictionary a
// block header asks for, up to 4 GiB. The package reads the first byte of a
// header by itself: that is when the header is looked at, in the buffer.
type xzGuard struct {
	recent
	buf    *bufio.Reader // what recent reads from
	window int64         // the largest dictionary that is decoded
}

func (g *xzGuard) Read(p []byte) (int, error) {
	if len(p) == 1 {
		if b, _ := g.buf.Peek(1); len(b) == 1 && b[0] != 0 && g.dictionary(b[0]) > g.window {
			return 0, fmt.Errorf("%w: the xz dictionary is larger than %d MiB", queue.ErrLimit, g.window>>20)
		}
	}
	// Looked at before it is read, or the byte could not be unread.
	return g.recent.Read(p)
}

// dictionary returns the size of the LZMA2 dictionary when a block header
// begins with the byte size (.xz 1.0.4 §3.1, §5.3.1). Compressed data may look
// like one, so a size beyond the limit counts only with the right checksum.
func (g *xzGuard) dictionary(size byte) int64 {
	length := (int(size) + 1) * 4
	head, _ := g.buf.Peek(2)
	if len(head) < 2 || head[1]&0x3c != 0 { // reserved bits
		return 0
	}
	head, _ = g.buf.Peek(length)
	if len(head) < length {
		return 0
	}
	rest := head[1:]
	fields := rest[1 : len(rest)-4]
	for _, present := range [...]byte{0x40, 0x80} { // compressed and uncompressed size
		if rest[0]&present == 0 {
			continue
		}
		_, n := binary.Uvarint(fields)
		if n <= 0 {
			return 0
		}
		fields = fields[n:]
	}
	if len(fields) < 3 || !bytes.HasPrefix(fields, []byte{0x21, 1}) || fields[2] > 40 {
		return 0
	}
	code := fields[2]
	dict := int64(2|code&1) << (code/2 + 11)
	if dict > g.window {
		sum := crc32.ChecksumIEEE(head[:length-4])
		if sum != binary.LittleEndian.Uint32(rest[len(rest)-4:]) {
			return 0
		}
	}
	return dict
}
