package redact

import (
	"bytes"
	"io"

	"github.com/klauspost/compress/gzip"

	"github.com/spoolscope/spoolscope/app/words"
)

// Leak is a place in a file with an original that should have been redacted.
type Leak struct {
	Where    string // the line, as "line 7", or the member of an archive
	Offset   int64  // in what was searched, in bytes
	Category string // one of Categories
	Encoding string // how it is written: "", percent, quoted-printable, xtext, entity, escape, encoded word, base64, utf-16
	Found    string // the original as it is written, on one line
	Excerpt  string // that with its surroundings, on one line
}

// Leaks searches a finished file as a Check does, and returns its first MaxLeaks
// leaks. If the file is compressed with gzip, what it decodes to is searched.
func (rd *Redactor) Leaks(file []byte) []Leak {
	var r io.Reader = bytes.NewReader(file)
	if z, err := gzip.NewReader(r); err == nil {
		r = z
	} else {
		r = bytes.NewReader(file)
	}
	c := rd.Check()
	io.Copy(c, r) // what cannot be decoded from a damaged gzip file cannot leak
	return c.End().Leaks
}

const (
	excerptAround = 32 // bytes on each side
	excerptFound  = 120
)

// leakAt describes what was found in a text, without its place.
func leakAt(text string, p span) Leak {
	found := text[p.from:min(p.to, p.from+excerptFound)]
	return Leak{
		Category: p.kind.Category(), Encoding: p.encoding, Found: words.Printable(found),
		Excerpt: words.Printable(text[max(0, p.from-excerptAround):min(len(text), p.from+len(found)+excerptAround)]),
	}
}
