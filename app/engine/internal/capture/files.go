package capture

import (
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Find looks a message up by ref, id, or host/queue/id.
func (c *Capture) Find(req protocol.DetailRequest) (int32, error) {
	q := c.Queue
	if req.Ref >= 0 && req.ID == "" {
		if req.Ref < q.Len() {
			return int32(req.Ref), nil
		}
		return 0, fmt.Errorf("there is no message number %d", req.Ref)
	}
	id := req.ID[strings.LastIndexByte(req.ID, '/')+1:]
	s, ok := q.Strings.Find(id)
	if ok {
		for _, i := range q.Order {
			if q.ID[i] != s {
				continue
			}
			d := &q.Dirs[q.Dir[i]]
			if req.ID == id || req.ID == d.Path+"/"+id || req.ID == d.Host+"/"+strings.TrimPrefix(d.Path, "/")+"/"+id {
				return i, nil
			}
		}
	}
	return 0, fmt.Errorf("no message %q in this queue", req.ID)
}

// Control reads a message's control file again. It returns what the file says,
// its text, and what is wrong with it.
func (c *Capture) Control(i int32) (queue.Control, string, []queue.Problem, error) {
	q := c.Queue
	if q.Control[i].Size < 0 {
		return queue.Control{}, "", nil, queue.ErrNoBytes
	}
	return parser.ReadControlText(q.Message(i))
}

// body opens a message's data file again, or returns why it cannot be read.
func (c *Capture) body(i int32) (*io.SectionReader, string) {
	q := c.Queue
	if q.Data[i].Size < 0 {
		if q.Flags[i]&queue.FromLog != 0 {
			return nil, "Only the mail log was read. The text is in the queue on the server, if the message is still there."
		}
		if q.Flags[i]&queue.NoControl != 0 {
			return nil, "Only the listing of this queue was read. The text is in the data file on the server."
		}
		return nil, "The data file is missing, so there is no text."
	}
	r, err := q.Open(q.Data[i])
	if err != nil {
		return nil, "The text was not kept while the archive was read. Problems says why, and what helps."
	}
	return r, ""
}

// Message returns header and body of a message as its mail system would send them
// (formats/sendmail.md §3.2). Without a control file there is no header. The empty line
// between them belongs to neither; see Top.
func (c *Capture) Message(i int32) (header []byte, body *io.SectionReader, missing string) {
	header, _ = c.header(i)
	body, missing = c.body(i)
	return header, body, missing
}

// Top is Message with the empty line behind the header, which a message without a body may lack.
func (c *Capture) Top(i int32) (header []byte, body *io.SectionReader, missing string) {
	header, bare := c.header(i)
	body, missing = c.body(i)
	if !bare {
		header = append(header, '\n')
	}
	return header, body, missing
}

func (c *Capture) header(i int32) (header []byte, bare bool) {
	control, _, _, err := c.Control(i)
	if err != nil {
		return nil, false
	}
	return parser.Header(&control), control.Bare
}

func (c *Capture) RowOf(ref int) (int32, error) {
	if ref < 0 || ref >= c.Queue.Len() {
		return 0, fmt.Errorf("there is no message number %d", ref)
	}
	return int32(ref), nil
}

// fileKey is what the files of a message in one folder have in common.
type fileKey struct{ folder, id queue.Str }

// ByFile finds the message that a file belongs to.
func (c *Capture) ByFile(name string) (int32, bool) {
	if c.fileRows == nil {
		c.fileRows = map[fileKey]int32{}
		q := c.Queue
		for _, i := range q.Order {
			for _, f := range []queue.FileRef{q.Control[i], q.Data[i], q.Xscript(i)} {
				if f.Size >= 0 {
					c.fileRows[fileKey{f.Folder, f.ID}] = i
				}
			}
		}
	}
	dir, base := path.Split(name)
	folder, ok := c.Queue.Strings.Find(strings.TrimSuffix(dir, "/"))
	if !ok {
		return 0, false
	}
	for _, prefix := range [...]int{len("qf"), 0} { // some systems name a file by the id alone
		id, ok := c.Queue.Strings.Find(base[min(prefix, len(base)):])
		if !ok {
			continue
		}
		i, ok := c.fileRows[fileKey{folder, id}]
		if !ok {
			continue
		}
		for _, f := range []queue.FileRef{c.Queue.Control[i], c.Queue.Data[i], c.Queue.Xscript(i)} {
			if f.Size >= 0 && c.Queue.FileName(f) == name {
				return i, true
			}
		}
	}
	return 0, false
}
