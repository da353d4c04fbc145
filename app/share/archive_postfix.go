package share

import (
	"archive/tar"
	"bytes"
	"io"
	"path"
	"time"

	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// spoolFolder is the directory of Postfix's spool that stands for a state.
var spoolFolder = map[queue.State]string{
	queue.Processing: "active", queue.Deferred: "deferred", queue.Quarantined: "hold", queue.Lost: "corrupt", queue.Incomplete: "incoming",
}

// postfix writes the queue file of a message of Postfix, and the log of its last attempt. The file
// is made anew from what is known of the message: its envelope and header are redacted as
// those in a control file are, and its text as that of a data file.
func (a *archiver) postfix(i int32) error {
	q, m := a.t.q, a.t.rd
	sub := spoolFolder[q.State[i]]
	if sub == "" {
		sub = "incoming"
	}
	folder, id := a.folder(&q.Dirs[q.Dir[i]]), safe(m.ID(q.Text(q.ID[i])))
	text := postfixControl(q, i)
	c, _ := parser.ParseControl(string(redactControl(m, text)), "")
	body, err := a.postfixBody(i, aboutText(text))
	if err != nil {
		return err
	}
	c.Complete = q.Flags[i]&queue.Damaged == 0
	file, log := parser.PostfixFile(&c, body)
	if q.Data[i].Size >= 0 {
		a.sizes[i] = int64(len(body))
	}
	mode := int64(0o700)
	if q.State[i] == queue.Incomplete {
		mode = 0o600 // it is still being written
	}
	if err := a.spoolFile(path.Join(folder, sub, id), file, int64(q.Control[i].Time), mode); err != nil || log == nil {
		return err
	}
	return a.spoolFile(path.Join(folder, "defer", id), log, max(q.LastTry[i], 0), 0o600)
}

// postfixBody returns the text of a message, redacted.
func (a *archiver) postfixBody(i int32, fields []byte) ([]byte, error) {
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

// postfixControl is what is known of a message in the form of a control file.
func postfixControl(q *queue.Queue, i int32) []byte {
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
