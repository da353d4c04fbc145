package engine

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/content"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// MaxSave is the size of the largest part that can be saved from a browser:
// 512 MiB, a part of the memory that a page can have.
const MaxSave = 512 << 20

// body gives a message's data file again, or says why it cannot.
func (e *capture) body(i int32) (*io.SectionReader, string) {
	q := e.queue
	if q.Data[i].Size < 0 {
		if q.Flags[i]&queue.NoControl != 0 {
			return nil, "Only the listing of this queue was read. The text is in the data file on the server."
		}
		return nil, "The data file is missing, so there is no text."
	}
	r, err := q.Open(q.Data[i])
	if err != nil {
		return nil, "The text was not kept while the archive was read."
	}
	return r, ""
}

// message puts header and body of a message together as sendmail would send
// them (formats/sendmail.md §3.2). Without a control file there is no header.
func (e *capture) message(i int32) (header []byte, body *io.SectionReader, missing string) {
	if c, _, _, err := e.control(i); err == nil {
		header = parser.Header(&c)
	}
	body, missing = e.body(i)
	return header, body, missing
}

func (e *capture) check(ref int) (int32, error) {
	if ref < 0 || ref >= e.queue.Len() {
		return 0, fmt.Errorf("there is no message number %d", ref)
	}
	return int32(ref), nil
}

func (e *capture) parse(i int32) (*content.Message, string) {
	header, body, missing := e.message(i)
	opt := content.Options{Decode: e.decode}
	if body == nil {
		return content.Parse(header, nil, 0, opt), missing
	}
	return content.Parse(header, body, body.Size(), opt), missing
}

// Content answers a message's text.
func (e *capture) Content(req protocol.ContentRequest) (protocol.Content, error) {
	i, err := e.find(protocol.DetailRequest{Ref: req.Ref, ID: req.ID})
	if err != nil {
		return protocol.Content{}, err
	}
	m, missing := e.parse(i)
	c := protocol.Content{
		Ref: int(i), From: words.Visible(m.From), To: words.Visible(m.To), Cc: words.Visible(m.Cc), Date: words.Visible(m.Date),
		Text: m.Text, TextFrom: m.TextFrom, Cut: m.Cut, Parts: []protocol.Part{}, Attachments: []protocol.Part{}, Notes: []string{},
	}
	if missing != "" {
		c.Notes = append(c.Notes, missing)
	} else {
		c.Notes = append(c.Notes, m.Notes...)
	}
	for _, p := range m.Parts {
		c.Parts = append(c.Parts, part(p))
	}
	for _, p := range m.Attachments() {
		c.Attachments = append(c.Attachments, part(p))
	}
	return c, nil
}

func part(p *content.Part) protocol.Part {
	return protocol.Part{
		Path: p.Path, Depth: p.Depth, Type: words.Visible(p.Type), Charset: words.Visible(p.Charset),
		Name: p.FileName(), Size: p.Decoded, Inline: p.Inline,
	}
}

// Part answers the bytes of one part, or of the whole message.
func (e *capture) Part(req protocol.PartRequest) (protocol.File, error) {
	i, err := e.check(req.Ref)
	if err != nil {
		return protocol.File{}, err
	}
	if req.Path == "" {
		var b bytes.Buffer
		if err := e.WriteMessage(&b, i); err != nil {
			return protocol.File{}, err
		}
		return protocol.File{Name: content.SafeName(e.queue.Text(e.queue.ID[i])+".eml", 1, "message/rfc822"), Type: "message/rfc822", Data: b.Bytes()}, nil
	}
	m, missing := e.parse(i)
	if missing != "" {
		return protocol.File{}, fmt.Errorf("%s", missing)
	}
	for _, p := range m.Parts {
		if p.Path != req.Path {
			continue
		}
		data, err := io.ReadAll(io.LimitReader(m.Open(p), MaxSave+1))
		if err != nil {
			return protocol.File{}, err
		}
		if len(data) > MaxSave {
			return protocol.File{}, fmt.Errorf("the part is larger than %s, which is what a page can save; use spoolscope show on the server", words.Size(MaxSave))
		}
		// The type is not the archive's: a browser might act on it.
		return protocol.File{Name: p.FileName(), Type: "application/octet-stream", Data: data}, nil
	}
	return protocol.File{}, fmt.Errorf("the message has no part %q", req.Path)
}

// WriteMessage writes a message as sendmail would send it, with the line ends
// of its files.
func (e *capture) WriteMessage(w io.Writer, i int32) error {
	header, body, missing := e.message(i)
	if header == nil && body == nil {
		return fmt.Errorf("%s", missing)
	}
	if _, err := w.Write(append(header, '\n')); err != nil {
		return err
	}
	if body == nil {
		return nil
	}
	_, err := io.Copy(w, body)
	return err
}

// Limits of the Source tab.
const (
	maxSourceLines = 2000    // in one answer
	maxSourceLine  = 8 << 10 // bytes of a line that are shown
	maxSourceBytes = 64 << 20
)

// Source answers a window of lines of the message as sendmail would send it.
func (e *capture) Source(req protocol.SourceRequest) (protocol.Source, error) {
	i, err := e.check(req.Ref)
	if err != nil {
		return protocol.Source{}, err
	}
	header, body, missing := e.message(i)
	out := protocol.Source{Ref: req.Ref, From: max(req.From, 0), Lines: []string{}, Missing: missing, Bytes: int64(len(header) + 1)}
	var r io.Reader = bytes.NewReader(append(header, '\n'))
	if body != nil {
		r = io.MultiReader(r, body)
		out.Bytes += body.Size()
	}
	count := min(max(req.Count, 0), maxSourceLines)
	lines := lineReader{r: io.LimitReader(r, maxSourceBytes)}
	for {
		line, ok := lines.next()
		if !ok {
			break
		}
		if out.Total >= out.From && len(out.Lines) < count {
			out.Lines = append(out.Lines, words.Visible(strings.TrimSuffix(line, "\r")))
		}
		out.Total++
	}
	out.Cut = out.Bytes > maxSourceBytes
	return out, nil
}

// lineReader reads lines of any length; of long ones the start.
type lineReader struct {
	r    io.Reader
	buf  [32 << 10]byte
	have []byte
	err  error
}

func (l *lineReader) next() (string, bool) {
	var line []byte
	started := false
	for {
		if len(l.have) == 0 {
			if l.err != nil {
				return string(line), started
			}
			var n int
			n, l.err = l.r.Read(l.buf[:])
			l.have = l.buf[:n]
			continue
		}
		started = true
		nl := bytes.IndexByte(l.have, '\n')
		part := l.have
		if nl >= 0 {
			part = l.have[:nl]
		}
		line = append(line, part[:min(len(part), maxSourceLine-len(line))]...)
		if nl >= 0 {
			l.have = l.have[nl+1:]
			return string(line), true
		}
		l.have = nil
	}
}
