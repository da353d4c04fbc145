package share

import (
	"archive/tar"
	"bytes"
	"io"
	"time"

	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// original returns a file of a spool unchanged: nil if anything is redacted, or if its bytes
// are not available.
func (a *archiver) original(f queue.FileRef) []byte {
	if a.t.rd.Redaction().Any() || f.Size < 0 || f.Size > parser.MaxQueueFile {
		return nil
	}
	r, err := a.t.q.Open(f)
	if err != nil {
		return nil
	}
	file, err := io.ReadAll(r)
	if err != nil {
		return nil
	}
	return file
}

// spoolBody returns the text of a message, redacted.
func (a *archiver) spoolBody(i int32, fields []byte) ([]byte, error) {
	q, rd := a.t.q, a.t.rd
	if q.Data[i].Size < 0 {
		return nil, nil
	}
	r, err := q.Open(q.Data[i])
	if err != nil || r.Size() > parser.MaxQueueFile {
		return []byte(redact.LeftOut + "\n"), nil
	}
	if !rd.Redaction().Any() {
		return io.ReadAll(r)
	}
	var buf bytes.Buffer
	err = rd.Body(&buf, r, fields, q.IsMade(i))
	return buf.Bytes(), err
}

// spoolControl returns what is known about a message in the form of a control file.
func spoolControl(q *queue.Queue, i int32) []byte {
	c, _, err := parser.ReadControl(q.Message(i))
	if err != nil {
		return rebuilt(q, i)
	}
	b := bytes.NewBuffer(envelopeOf(q, i))
	for _, name := range [...]string{"r", "s"} {
		if v := c.Macro(name); v != "" {
			b.WriteString("$" + name + v + "\n")
		}
	}
	for _, h := range c.Header {
		b.WriteString("H??" + h.Name + ":" + h.Value + "\n")
	}
	b.WriteString(".\n")
	return b.Bytes()
}

// spoolFile writes a file of a spool, whose mode and time say what Postfix does with it.
func (a *archiver) spoolFile(name string, data []byte, modified, mode int64) error {
	err := a.tar.WriteHeader(&tar.Header{
		Typeflag: tar.TypeReg, Name: name, Size: int64(len(data)), Mode: mode, ModTime: time.Unix(modified, 0), Uname: "root", Gname: "root",
	})
	if err != nil {
		return err
	}
	_, err = a.tar.Write(data)
	return err
}
