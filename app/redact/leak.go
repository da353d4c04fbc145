package redact

import (
	"bytes"
	"errors"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/spoolscope/spoolscope/app/words"
)

// Leak is a place in a file where something is that should be hidden.
type Leak struct {
	Offset   int64  `json:"offset"`   // in the file; of a .gz, in what it decodes to
	Category string `json:"category"` // addresses, hosts, subjects or ids
	Encoding string `json:"encoding"` // how it is written: "", percent, quoted-printable, xtext, entity, escape, encoded word, base64, utf-16
	Found    string `json:"found"`    // the original as it is written
	Excerpt  string `json:"excerpt"`  // that and what is around it, on one line
}

// MaxLeaks is how many leaks are told of a file.
const MaxLeaks = 100

// Leaks searches a finished file, which may be compressed with gzip, for
// originals: those of the queue, and those that were masked while the file was
// written. They are found in any case and in escaped and encoded forms. Names
// that are common words are found inside addresses only, subjects of less
// than two words or 12 letters not at all. At most MaxLeaks are returned.
func (rd *Redactor) Leaks(file []byte) []Leak {
	leaks, _ := rd.LeaksIn(bytes.NewReader(file)) // damaged bytes are none of the mask's
	return leaks
}

const (
	leakWindow  = 1 << 20
	leakOverlap = 8 << 10 // originals and what is around them are shorter
)

// LeaksIn is Leaks for a file that is read once from its start. It fails when
// reading does.
func (rd *Redactor) LeaksIn(r io.Reader) ([]Leak, error) {
	if rd == nil || !rd.hide.HidesText() {
		return nil, nil
	}
	buf := make([]byte, 0, leakWindow+2*leakOverlap)
	head := make([]byte, 2)
	n, err := io.ReadFull(r, head)
	r = io.MultiReader(bytes.NewReader(head[:n]), r)
	if err == nil && head[0] == 0x1f && head[1] == 0x8b {
		z, err := gzip.NewReader(r)
		if err != nil {
			return nil, err
		}
		r = z
	}
	var leaks []Leak
	base, from := int64(0), 0 // offset of buf, and of what was not looked at yet
	for {
		n, err := io.ReadFull(r, buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		end := len(buf)
		last := err != nil
		if !last {
			end -= leakOverlap
		}
		text := string(buf)
		for _, p := range rd.spans(text, known) {
			if p.from < from || p.from >= end {
				continue
			}
			leaks = append(leaks, leakAt(text, p, base))
			if len(leaks) == MaxLeaks {
				return leaks, nil
			}
		}
		if last {
			if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
				err = nil
			}
			return leaks, err
		}
		keep := end - leakOverlap
		base += int64(keep)
		buf = append(buf[:0], buf[keep:]...)
		from = end - keep
	}
}

const (
	excerptAround = 32 // bytes on each side
	excerptFound  = 120
)

func leakAt(text string, p span, base int64) Leak {
	found := text[p.from:min(p.to, p.from+excerptFound)]
	return Leak{
		Offset: base + int64(p.from), Category: p.kind.category(), Encoding: p.encoding, Found: words.Printable(found),
		Excerpt: words.Printable(text[max(0, p.from-excerptAround):min(len(text), p.from+len(found)+excerptAround)]),
	}
}
