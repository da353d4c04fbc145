package toolchain

import (
	"bytes"
	"compress/gzip"
	"errors"
)

// GzipSize returns the number of bytes to which gzip -9 compresses data.
func GzipSize(data []byte) (int, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return 0, err
	}
	_, err = w.Write(data)
	err = errors.Join(err, w.Close())
	return b.Len(), err
}
