package archive

import (
	"bytes"
	"compress/bzip2"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/therootcompany/xz"
)

// decoder reads a compressed stream: one unit (gzip member, xz stream, …)
// after the other, zero padding, and whatever follows.
type decoder struct {
	kind   string
	in     *stream
	window int64     // the largest that is decoded, see WindowLimit
	units  int       // begun so far
	cur    io.Reader // of the unit, nil between two

	gz   *gzip.Reader
	zr   *zstd.Decoder
	xzr  *xz.Reader
	xz   *xzSource
	last *recent
}

// spares are decoders for reuse, by their largest window. Each holds memory of
// that size: a new one for each of many small streams would cost far more than the
// streams.
type spares struct {
	zstd map[int64]*zstd.Decoder
	xz   map[int64]*xz.Reader
}

// take removes and returns a spare, nil if there is none.
func take[D any](m map[int64]*D, window int64) *D {
	d := m[window]
	delete(m, window)
	return d
}

// put makes d a spare.
func put[D any](m *map[int64]*D, window int64, d *D) {
	if *m == nil {
		*m = map[int64]*D{}
	}
	(*m)[window] = d
}

// beginnings of a unit after the first one.
var beginnings = map[string]string{"gzip": "\x1f\x8b\x08", "bzip2": "BZh", "xz": "\xfd7zXZ\x00", "zstd": "\x28\xb5\x2f\xfd"}

func (d *decoder) Read(p []byte) (int, error) {
	for {
		if d.cur == nil {
			if err := d.next(); err != nil {
				return 0, err
			}
		}
		n, err := d.cur.Read(p)
		if err == nil {
			return n, nil
		}
		if err = d.finish(err); err != nil {
			return n, err
		}
		if d.cur = nil; n > 0 {
			return n, nil
		}
	}
}

// next begins the unit that follows. io.EOF means that there is none.
func (d *decoder) next() error {
	if d.units > 0 {
		if err := d.padding(nil); err != nil {
			return err
		}
	}
	d.units++
	d.in.w.worked(stepWork)
	return d.open()
}

// newZstd makes a decoder for Reset. Concurrency 1 decodes without goroutines,
// which wasm has no use for.
func newZstd(window int64) (*zstd.Decoder, error) {
	return zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxWindow(uint64(window)))
}

// open makes the reader of a unit.
func (d *decoder) open() (err error) {
	switch d.kind {
	case "gzip":
		if d.gz == nil {
			d.gz = new(gzip.Reader)
		}
		if err = d.gz.Reset(d.in.r); err == nil {
			d.gz.Multistream(false)
			d.cur = d.gz
		}
	case "bzip2":
		d.last = &recent{r: d.in.r}
		d.cur = bzip2.NewReader(d.last)
	case "xz":
		d.xz = &xzSource{r: d.in.r}
		if d.xzr == nil {
			d.xzr = take(d.in.w.spares.xz, d.window)
		}
		if d.xzr == nil {
			d.xzr, err = xz.NewReader(d.xz, uint32(d.window))
		} else {
			err = d.xzr.Reset(d.xz)
		}
		if err != nil {
			return d.xzError(err)
		}
		d.xzr.Multistream(false)
		d.cur = inSteps{d.xzr}
	case "zstd":
		d.last = &recent{r: d.in.r}
		if d.zr = take(d.in.w.spares.zstd, d.window); d.zr == nil {
			d.zr, err = newZstd(d.window)
		}
		if err == nil {
			err = d.zr.Reset(d.last)
		}
		d.cur = d.zr
	}
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return err
}

// finish interprets the error that ended a unit: nil lets the next one begin.
func (d *decoder) finish(err error) error {
	switch d.kind {
	case "gzip":
		if err == io.EOF {
			return nil
		}
		if errors.Is(err, gzip.ErrChecksum) {
			at := d.in.sourceOffset()
			d.in.w.add(d.in, queue.KindDamaged, at, err, "the checksum of the gzip data before byte %s is wrong", count.Text(at))
			return nil
		}
	case "bzip2":
		var bad bzip2.StructuralError
		if errors.As(err, &bad) && string(bad) == "bad magic value in continuation file" {
			return d.padding(d.last.tail(2))
		}
	case "xz":
		if err == io.EOF {
			d.xz.ended()
			return nil
		}
		return d.xzError(err)
	case "zstd":
		switch {
		case errors.Is(err, zstd.ErrMagicMismatch):
			return d.padding(d.last.tail(4))
		case errors.Is(err, zstd.ErrWindowSizeExceeded), errors.Is(err, zstd.ErrDecoderSizeExceeded):
			return fmt.Errorf("%w: the zstd window is larger than %d MiB", queue.ErrLimit, d.window>>20)
		}
	}
	return err
}

// xzError words an error of the xz package.
func (d *decoder) xzError(err error) error {
	switch {
	case err == xz.ErrMemlimit:
		return fmt.Errorf("%w: the xz dictionary is larger than %d MiB", queue.ErrLimit, d.window>>20)
	case d.xz.cut():
		return io.ErrUnexpectedEOF
	}
	return err
}

// padding examines what follows a unit, of which ahead was read already. Zeros
// are padding, to a tape's block or a sector. It returns nil when another unit
// begins, and io.EOF at the end, after a Problem when there was garbage.
func (d *decoder) padding(ahead []byte) error {
	s := d.in
	garbage := int64(-1) // where it begins
	if i := notZero(ahead); i >= 0 {
		garbage = s.sourceOffset() - int64(len(ahead)-i)
	}
	for garbage < 0 {
		buf, err := s.r.Peek(max(s.r.Buffered(), 1))
		if err != nil {
			return io.EOF
		}
		i := notZero(buf)
		if i < 0 {
			i = len(buf)
			s.r.Discard(i)
			continue
		}
		s.r.Discard(i)
		begin := beginnings[d.kind]
		if head, err := s.r.Peek(len(begin)); string(head) == begin && ahead == nil {
			return nil
		} else if err != nil && bytes.HasPrefix([]byte(begin), head) && i == 0 && ahead == nil {
			s.discard(int64(len(head)))
			return io.ErrUnexpectedEOF // cut inside the beginning
		}
		garbage = s.sourceOffset()
	}
	for s.discard(readMax) == nil {
	}
	if end := s.sourceOffset(); !s.failed() && !s.w.stopped() {
		s.w.add(s, queue.KindDamaged, garbage, nil, "%s bytes after the end of the %s data, from byte %s, are something else",
			count.Text(end-garbage), d.kind, count.Text(garbage))
	}
	return io.EOF
}

func (d *decoder) close() {
	spares := &d.in.w.spares
	if d.zr != nil && d.zr.Reset(nil) == nil {
		put(&spares.zstd, d.window, d.zr)
	}
	if d.xzr != nil {
		put(&spares.xz, d.window, d.xzr)
	}
	d.zr, d.xzr = nil, nil
}

func notZero(b []byte) int {
	for i, c := range b {
		if c != 0 {
			return i
		}
	}
	return -1
}

// recent is a reader that remembers the last bytes it gave, for decoders that
// read a little too far.
type recent struct {
	r interface {
		io.Reader
		io.ByteReader
	}
	last [4]byte // the newest at the end
}

func (r *recent) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	if n >= len(r.last) {
		copy(r.last[:], p[n-len(r.last):n])
	} else if n > 0 {
		copy(r.last[:], r.last[n:])
		copy(r.last[len(r.last)-n:], p[:n])
	}
	return n, err
}

func (r *recent) ReadByte() (byte, error) {
	c, err := r.r.ReadByte()
	if err == nil {
		r.last = [4]byte{r.last[1], r.last[2], r.last[3], c}
	}
	return c, err
}

// tail returns the last n bytes, at most 4.
func (r *recent) tail(n int) []byte { return r.last[len(r.last)-n:] }
