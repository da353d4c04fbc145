package share

import (
	"fmt"
	"io"
	"strings"
)

// tarWriter writes a tar archive (POSIX ustar) of plain files owned by root.
// What the standard library does beyond that is not needed, and large.
type tarWriter struct {
	w   io.Writer
	err error
}

const tarBlock = 512

// header begins a file. Its size in bytes must follow by Write.
func (t *tarWriter) header(name string, size, modified int64) {
	prefix := ""
	if len(name) > 100 {
		if i := strings.LastIndexByte(name[:min(len(name), 156)], '/'); i > 0 && len(name)-i-1 <= 100 {
			prefix, name = name[:i], name[i+1:]
		} else { // GNU's way
			t.block("././@LongLink", "", 'L', int64(len(name)+1), 0)
			t.Write([]byte(name + "\x00"))
			t.pad(int64(len(name) + 1))
			name = name[:100]
		}
	}
	t.block(name, prefix, '0', size, modified)
}

func (t *tarWriter) block(name, prefix string, kind byte, size, modified int64) {
	var b [tarBlock]byte
	copy(b[0:100], name)
	copy(b[100:], "0000600\x000000000\x000000000\x00")
	copy(b[124:], fmt.Sprintf("%011o\x00", size&(1<<33-1)))
	if size >= 1<<33 { // 8 GiB: GNU's base 256
		for i := 0; i < 11; i++ {
			b[135-i] = byte(size >> (8 * i))
		}
		b[124] = 0x80
	}
	copy(b[136:], fmt.Sprintf("%011o\x00", max(modified, 0)&(1<<33-1)))
	copy(b[148:], "        ")
	b[156] = kind
	copy(b[257:], "ustar\x0000")
	copy(b[265:], "root")
	copy(b[297:], "root")
	copy(b[345:500], prefix)
	sum := 0
	for _, c := range b {
		sum += int(c)
	}
	copy(b[148:], fmt.Sprintf("%06o\x00 ", sum))
	t.Write(b[:])
}

// Write writes a file's bytes.
func (t *tarWriter) Write(p []byte) (int, error) {
	if t.err != nil {
		return 0, t.err
	}
	n, err := t.w.Write(p)
	t.err = err
	return n, err
}

// pad fills the last block of a file.
func (t *tarWriter) pad(size int64) {
	var zeros [tarBlock]byte
	if n := size % tarBlock; n > 0 {
		t.Write(zeros[n:])
	}
}

// file writes a whole file.
func (t *tarWriter) file(name string, data []byte, modified int64) {
	t.header(name, int64(len(data)), modified)
	t.Write(data)
	t.pad(int64(len(data)))
}

// close ends the archive.
func (t *tarWriter) close() error {
	t.Write(make([]byte, 2*tarBlock))
	return t.err
}
