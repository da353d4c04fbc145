package record

import "io"

// Input is the bytes of a queue file, in memory or read on demand.
type Input struct {
	at   io.ReaderAt // nil if all is in memory
	size int64
	from int64 // offset of buf
	buf  []byte

	tailFrom int64 // offset of tail
	tail     []byte
}

// InMemory returns a file whose bytes are all in memory.
func InMemory(b []byte) *Input { return &Input{size: int64(len(b)), buf: b} }

// At returns a file that is read as needed.
func At(at io.ReaderAt, size int64) *Input { return &Input{at: at, size: size} }

// Size returns the size of the file.
func (in *Input) Size() int64 { return in.size }

// rest returns what is kept of n bytes from an offset on.
func (in *Input) rest(off int64, n int) []byte {
	for _, kept := range [...]struct {
		from int64
		b    []byte
	}{{in.from, in.buf}, {in.tailFrom, in.tail}} {
		if at := off - kept.from; at >= 0 && at < int64(len(kept.b)) {
			return kept.b[at:min(at+int64(n), int64(len(kept.b)))]
		}
	}
	return nil
}

// Whole reports whether no byte of the file was left out.
func (in *Input) Whole() bool { return in.at != nil || int64(len(in.buf)) == in.size }

// Start returns the bytes kept from the start of a file in memory.
func (in *Input) Start() []byte { return in.buf }

// window is how many bytes are read at once, and stride how many after a jump.
const (
	window = 64 << 10
	stride = 4 << 10
)

// Bytes returns n bytes from an offset on, fewer at the end of the file. They
// are valid until the next call.
func (in *Input) Bytes(off int64, n int) []byte {
	if off < 0 || off >= in.size || n <= 0 {
		return nil
	}
	n = int(min(int64(n), in.size-off))
	if off >= in.from && off+int64(n) <= in.from+int64(len(in.buf)) {
		return in.buf[off-in.from:][:n]
	}
	if in.at == nil {
		return in.rest(off, n)
	}
	ahead := window
	if off < in.from || off > in.from+int64(len(in.buf)) {
		ahead = stride // a jump: there may be many
	}
	most := int(min(int64(max(n, ahead)), in.size-off))
	if cap(in.buf) < most {
		in.buf = make([]byte, most)
	}
	got, _ := in.at.ReadAt(in.buf[:most], off) // what is missing ends the file early
	in.from, in.buf = off, in.buf[:got]
	return in.buf[:min(n, got)]
}
