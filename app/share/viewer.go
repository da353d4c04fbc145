package share

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// The names of a viewer's elements, which boot.js reads.
const (
	viewerAbout = "queue.json"
	viewerData  = "queue.tar.gz"
)

// WriteViewer writes the elements that a viewer has before its </body>: what
// about says, and what archive writes. The viewer is the single file of the
// site with these inside.
func WriteViewer(w io.Writer, v protocol.Carried, archive func(io.Writer) error) error {
	about, err := json.Marshal(v)
	if err != nil {
		return err
	}
	e := &elements{w: w, name: viewerAbout}
	if _, err := e.Write(about); err != nil {
		return err
	}
	if err := e.end(); err != nil {
		return err
	}
	e = &elements{w: w, name: viewerData}
	if err := archive(e); err != nil {
		return err
	}
	return e.end()
}

// elements writes bytes as base64 in script elements, which are data and never
// run: 64 KiB of text each, as those of the single file.
type elements struct {
	w    io.Writer
	name string
	buf  []byte
}

const elementStart = `<script type="application/octet-stream" data-file="`

const elementBytes = 64 << 10 / 4 * 3

// Write implements io.Writer.
func (e *elements) Write(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 {
		take := min(len(p), elementBytes-len(e.buf))
		e.buf, p = append(e.buf, p[:take]...), p[take:]
		if len(e.buf) == elementBytes {
			if err := e.end(); err != nil {
				return n - len(p), err
			}
		}
	}
	return n, nil
}

// end writes what is left as an element.
func (e *elements) end() error {
	if len(e.buf) == 0 {
		return nil
	}
	b := append([]byte(elementStart), e.name...)
	b = append(b, `">`...)
	b = base64.StdEncoding.AppendEncode(b, e.buf)
	b = append(b, "</script>\n"...)
	e.buf = e.buf[:0]
	_, err := e.w.Write(b)
	return err
}

// ViewerTemplate splits a single file, or a viewer made of one, at the place for
// a viewer's elements; what elements it has are left out.
func ViewerTemplate(page []byte) (before, after []byte, err error) {
	if !bytes.Contains(page, []byte(`data-file="app.wasm.gz"`)) {
		return nil, nil, errors.New("not the single file of Spoolscope")
	}
	end := bytes.LastIndex(page, []byte("</body>"))
	if end < 0 {
		return nil, nil, errors.New("the single file has no end")
	}
	before, after = page[:end], page[end:]
	for _, name := range []string{viewerAbout, viewerData} {
		// They are the last, one behind the other.
		if at := bytes.Index(before, []byte(elementStart+name+`">`)); at >= 0 {
			before = before[:at]
		}
	}
	return before, after, nil
}
