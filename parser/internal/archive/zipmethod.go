package archive

import (
	"archive/zip"
	"compress/bzip2"
	"io"

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
// The decoders are used again for the next entry: only one is open at a time.
func register(r *zip.Reader, window int64) {
	var deflate io.ReadCloser
	r.RegisterDecompressor(zip.Deflate, func(r io.Reader) io.ReadCloser {
		if deflate == nil {
			deflate = flate.NewReader(r)
		} else if err := deflate.(flate.Resetter).Reset(r, nil); err != nil {
			return &dataFirst{err: err}
		}
		return &dataFirst{r: deflate}
	})
	r.RegisterDecompressor(methodBzip2, func(r io.Reader) io.ReadCloser {
		return &dataFirst{r: bzip2.NewReader(r)}
	})
	var zstandard *zstd.Decoder
	r.RegisterDecompressor(methodZstd, func(r io.Reader) io.ReadCloser {
		var err error
		if zstandard == nil {
			zstandard, err = newZstd(window)
		}
		if err == nil {
			err = zstandard.Reset(r)
		}
		return &dataFirst{r: zstandard, err: err}
	})
}

// dataFirst returns an error only after the data that came with it: archive/zip
// drops the data of a read that ends in an error.
type dataFirst struct {
	r   io.Reader
	err error
}

// Close implements io.Closer. The decoder is not closed: it is used again.
func (d *dataFirst) Close() error { return nil }

func (d *dataFirst) Read(p []byte) (int, error) {
	if d.err != nil {
		return 0, d.err
	}
	n, err := d.r.Read(p)
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
