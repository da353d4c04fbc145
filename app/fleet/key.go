package fleet

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"time"
)

// Input is one file of an archive or a folder.
type Input struct {
	Name    string
	Size    int64
	ModTime time.Time // it may date the capture
	At      io.ReaderAt
}

// Digest returns the SHA-256 sum of what is in an archive; of a folder, that of
// its files with their names.
func Digest(inputs []Input) (string, error) {
	sum := sha256.New()
	for _, in := range inputs {
		if len(inputs) > 1 {
			fmt.Fprintf(sum, "%q %d\n", in.Name, in.Size)
		}
		if in.At == nil {
			continue
		}
		if _, err := io.Copy(sum, io.NewSectionReader(in.At, 0, in.Size)); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// Key identifies what is written for an archive: by its name, content, sizes and
// times, and by how it is exported. Another key means that something is different;
// it does not reveal the name of an archive to anybody who lacks its content.
func Key(archive, digest string, inputs []Input, options ...string) string {
	sum := sha256.New()
	fmt.Fprintf(sum, "%q %s %q\n", archive, digest, options)
	for _, in := range inputs {
		fmt.Fprintf(sum, "%d %d\n", in.Size, in.ModTime.UnixNano())
	}
	return hex.EncodeToString(sum.Sum(nil))
}
