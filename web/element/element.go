// Package element defines the format of the single file, which contains whatever the
// site fetches, as base64 in script elements that hold data and never run.
//
//	<script type="application/octet-stream" data-file="app.wasm.gz">H4sI…</script>
//
// Data that does not fit into one element continues in the next one of the same name.
// The elements are at the end of the body. A viewer is a single file with a queue
// inside: it has two more kinds of elements, after all others. The script boot.js
// reads the elements, and writes them when the page makes a viewer of itself.
//
// The package imports nothing, so that the site, which makes the single file,
// and the application, which makes viewers, share it without knowing each other.
package element

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
)

// The names of the elements.
const (
	Module = "app.wasm.gz"   // the program
	Sample = "sample.tar.xz" // the sample queue
	Page   = "page.html"     // the page without style, script and elements, from which boot.js makes viewers
	About  = "queue.json"    // of a viewer: a description of its queue, a protocol.Carried
	Queue  = "queue.tar.gz"  // of a viewer: the queue
)

// TextSize is the maximum length of the base64 in one element, in bytes: a piece is
// decoded quickly, and editors and mail programs cope with lines of that length.
const TextSize = 64 << 10

const (
	before = `<script type="application/octet-stream" data-file="`
	after  = "</script>\n"
	end    = "</body>"
)

// begin returns the start tag of an element.
func begin(name string) string { return before + name + `">` }

// Writer writes bytes as elements of one name.
type Writer struct {
	w    io.Writer
	name string
	buf  []byte
}

// NewWriter returns a Writer. If nothing is written to it, it writes no element.
func NewWriter(w io.Writer, name string) *Writer { return &Writer{w: w, name: name} }

const dataSize = TextSize / 4 * 3

// Write implements io.Writer.
func (e *Writer) Write(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 {
		take := min(len(p), dataSize-len(e.buf))
		e.buf, p = append(e.buf, p[:take]...), p[take:]
		if len(e.buf) == dataSize {
			if err := e.Close(); err != nil {
				return n - len(p), err
			}
		}
	}
	return n, nil
}

// Close writes the last element.
func (e *Writer) Close() error {
	if len(e.buf) == 0 {
		return nil
	}
	b := []byte(begin(e.name))
	b = base64.StdEncoding.AppendEncode(b, e.buf)
	b = append(b, after...)
	e.buf = e.buf[:0]
	_, err := e.w.Write(b)
	return err
}

// Split splits a single file, or a viewer made from one, at the place for a
// viewer's elements. Those already there are left out.
func Split(page []byte) (head, tail []byte, err error) {
	if !bytes.Contains(page, []byte(begin(Module))) {
		return nil, nil, errors.New("not the single file of Spoolscope")
	}
	at := bytes.LastIndex(page, []byte(end))
	if at < 0 {
		return nil, nil, errors.New("the single file has no </body>")
	}
	head, tail = page[:at], page[at:]
	for _, name := range []string{About, Queue} {
		if at := bytes.Index(head, []byte(begin(name))); at >= 0 {
			head = head[:at]
		}
	}
	return head, tail, nil
}
