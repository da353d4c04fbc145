package redact

import (
	"bufio"
	"bytes"
	"io"

	"github.com/klauspost/compress/gzip"

	"github.com/spoolscope/spoolscope/app/words"
)

// Leak is a place in a file where an original is left that should be redacted.
type Leak struct {
	Where    string // the line, as "line 7", or the member of an archive
	Offset   int64  // in what was searched, in bytes
	Category string // one of Categories
	Encoding string // how it is written: "", percent, quoted-printable, xtext, entity, escape, encoded word, base64, utf-16
	Found    string // the original as it is written, on one line
	Excerpt  string // that with its surroundings, on one line
}

// Leaks searches a finished file, which may be compressed with gzip, as a Check
// does, and returns its first MaxLeaks leaks.
func (rd *Redactor) Leaks(file []byte) []Leak {
	found, _ := rd.LeaksIn(bytes.NewReader(file)) // what a damaged gzip file does not say cannot leak
	return found.Leaks
}

// LeaksIn is Leaks for a file that is read once. It fails when reading does.
func (rd *Redactor) LeaksIn(r io.Reader) (Findings, error) {
	in := bufio.NewReader(r)
	if magic, _ := in.Peek(2); string(magic) == "\x1f\x8b" {
		z, err := gzip.NewReader(in)
		if err != nil {
			return Findings{}, err
		}
		r = z
	} else {
		r = in
	}
	c := rd.Check()
	_, err := io.Copy(c, r)
	return c.End(), err
}

const (
	excerptAround = 32 // bytes on each side
	excerptFound  = 120
)

// leakAt describes what was found in a text, without its place.
func leakAt(text string, p span) Leak {
	found := text[p.from:min(p.to, p.from+excerptFound)]
	return Leak{
		Category: p.kind.category(), Encoding: p.encoding, Found: words.Printable(found),
		Excerpt: words.Printable(text[max(0, p.from-excerptAround):min(len(text), p.from+len(found)+excerptAround)]),
	}
}
