package message

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/content"
)

// MaxSave is the size of the largest part that can be saved from a browser: 512
// MiB, which fits in the memory of a page.
const MaxSave = 512 << 20

func parse(c *capture.Capture, i int32) (*content.Message, string) {
	header, body, missing := c.Message(i)
	opt := content.Options{Decode: c.Decode}
	if body == nil {
		return content.Parse(header, nil, 0, opt), missing
	}
	return content.Parse(header, body, body.Size(), opt), missing
}

// Content answers a message's text.
func Content(c *capture.Capture, req protocol.ContentRequest) (protocol.Content, error) {
	i, err := c.Find(protocol.DetailRequest{Ref: req.Ref, ID: req.ID})
	if err != nil {
		return protocol.Content{}, err
	}
	m, missing := parse(c, i)
	out := protocol.Content{
		Ref: int(i), From: words.Visible(m.From), To: words.Visible(m.To), Cc: words.Visible(m.Cc), Date: words.Visible(m.Date),
		Text: m.Text, TextFrom: m.TextFrom, Cut: m.Cut, HTML: m.HTML() != nil, Parts: []protocol.Part{}, Attachments: []protocol.Part{}, Notes: []string{},
	}
	if missing != "" {
		out.Notes = append(out.Notes, missing)
	} else {
		out.Notes = append(out.Notes, m.Notes...)
	}
	for _, p := range m.Parts {
		out.Parts = append(out.Parts, mimePart(p))
	}
	pictures := newThumbs(m)
	for _, p := range m.Attachments() {
		a := mimePart(p)
		pictures.add(&a, p)
		out.Attachments = append(out.Attachments, a)
	}
	return out, nil
}

func mimePart(p *content.Part) protocol.Part {
	return protocol.Part{
		Path: p.Path, Depth: p.Depth, Type: words.Visible(p.Type), Charset: words.Visible(p.Charset),
		Name: p.FileName(), Size: p.Decoded, Inline: p.Inline,
	}
}

// Part answers the bytes of one part, or of the whole message.
func Part(c *capture.Capture, req protocol.PartRequest) (protocol.File, error) {
	i, err := c.RowOf(req.Ref)
	if err != nil {
		return protocol.File{}, err
	}
	if req.Path == "" {
		var b bytes.Buffer
		if err := Write(c, &b, i); err != nil {
			return protocol.File{}, err
		}
		return protocol.File{Name: content.SafeName(c.Queue.Text(c.Queue.ID[i])+".eml", 1, "message/rfc822"), Type: "message/rfc822", Data: b.Bytes()}, nil
	}
	m, missing := parse(c, i)
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
		// The type is fixed, not the archive's: a browser might act on it.
		return protocol.File{Name: p.FileName(), Type: "application/octet-stream", Data: data}, nil
	}
	return protocol.File{}, fmt.Errorf("the message has no part %q", req.Path)
}

// Write writes a message as its mail system would send it, with its files' line
// endings.
func Write(c *capture.Capture, w io.Writer, i int32) error {
	top, body, missing := c.Top(i)
	if len(top) <= len("\n") && body == nil {
		return fmt.Errorf("%s", missing)
	}
	if _, err := w.Write(top); err != nil {
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
	maxSourceLines = 2000    // in an answer
	maxSourceLine  = 8 << 10 // bytes of a line that are shown
	maxSourceBytes = 64 << 20
)

// Source answers a window of lines of the message as its mail system would send it.
func Source(c *capture.Capture, req protocol.SourceRequest) (protocol.Source, error) {
	i, err := c.RowOf(req.Ref)
	if err != nil {
		return protocol.Source{}, err
	}
	top, body, missing := c.Top(i)
	out := protocol.Source{Ref: req.Ref, From: max(req.From, 0), Lines: []string{}, Missing: missing, Bytes: int64(len(top))}
	var r io.Reader = bytes.NewReader(top)
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

// lineReader reads lines of any length and keeps the start of long ones.
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
