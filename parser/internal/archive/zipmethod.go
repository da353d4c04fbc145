package archive

import (
	"archive/zip"
	"compress/bzip2"
	"io"
	"strings"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zstd"
)

// Methods of APPNOTE §4.4.5 beyond those of archive/zip.
const (
	methodBzip2 = 12
	methodZstd  = 93
)

// register tells r how to decode all methods that are read, with windows up to a
// size.
func register(r *zip.Reader, window int64) {
	r.RegisterDecompressor(zip.Deflate, func(r io.Reader) io.ReadCloser {
		return &dataFirst{ReadCloser: flate.NewReader(r)}
	})
	r.RegisterDecompressor(methodBzip2, func(r io.Reader) io.ReadCloser {
		return &dataFirst{ReadCloser: io.NopCloser(bzip2.NewReader(r))}
	})
	r.RegisterDecompressor(methodZstd, func(r io.Reader) io.ReadCloser {
		d, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
			zstd.WithDecoderMaxWindow(uint64(window)))
		if err != nil {
			return io.NopCloser(strings.NewReader(""))
		}
		return &dataFirst{ReadCloser: d.IOReadCloser()}
	})
}

// dataFirst returns an error only after the data that came with it: archive/zip
// drops the data of a read that ends in an error.
type dataFirst struct {
	io.ReadCloser
	err error
}

func (d *dataFirst) Read(p []byte) (int, error) {
	if d.err != nil {
		return 0, d.err
	}
	n, err := d.ReadCloser.Read(p)
	if n > 0 {
		d.err, err = err, nil
	}
	return n, err
}

// bounded reads up to a size exactly before it looks for more, for the same
// reason: archive/zip drops the data of a read that goes beyond.
type bounded struct {
	r    io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	p = p[:min(int64(len(p)), max(b.left, 1))]
	n, err := b.r.Read(p)
	b.left -= int64(n)
	return n, err
}
