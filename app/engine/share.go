package engine

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/app/share"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// shareKinds are the files that can be made: the end of the name, and the type.
var shareKinds = map[string]struct{ name, end, kind string }{
	"report":  {"-report", ".html", "text/html"},
	"viewer":  {"-viewer", ".html", "text/html"},
	"csv":     {"", ".csv", "text/csv"},
	"jsonl":   {"", ".jsonl", "application/jsonl"},
	"text":    {"", ".txt", "text/plain"},
	"mbox":    {"", ".mbox", "application/mbox"},
	"eml":     {"", ".eml", "message/rfc822"},
	"archive": {"", ".tar.gz", "application/gzip"},
}

// shareName names a file after the day of the capture.
func (e *Engine) shareName(format string) string {
	k, name := shareKinds[format], "spoolscope"
	name += k.name
	if t := e.shown.Queue.Taken; t != 0 {
		name += time.Unix(t, 0).UTC().Format("-20060102")
	}
	return name + k.end
}

// redactors keeps the last redactor, since making one goes through every name of
// the queue.
type redactors struct {
	known *redact.Map // loaded by the user
	hide  redact.Redaction
	own   string // the user's corrections
	made  *redact.Redactor
	of    *queue.Queue // what it was made for

	found   []redact.OwnDomain // of foundOf
	foundOf *queue.Queue
}

// redactor returns the redactor of a request; nil redacts nothing. own corrects
// the domains of the organisation.
func (e *Engine) redactor(hide, own string) (*redact.Redactor, error) {
	r, err := redact.Parse(hide)
	if err != nil || !r.Any() {
		return nil, err
	}
	c := &e.redactors
	if c.made == nil || c.hide != r || c.own != own || c.of != e.shown.Queue {
		domains, err := redact.CorrectOwn(e.foundOwn(), own)
		if err != nil {
			return nil, err
		}
		m, err := redact.NewOwn(e.shown.Queue, r, reason.Blame, c.known, domains)
		if err != nil {
			return nil, err
		}
		c.hide, c.own, c.made, c.of = r, own, m, e.shown.Queue
	}
	return c.made, nil
}

// foundOwn returns the domains of the organisation as worked out from the queue.
func (e *Engine) foundOwn() []redact.OwnDomain {
	c := &e.redactors
	if c.foundOf != e.shown.Queue {
		c.found, c.foundOf = redact.FindOwn(e.shown.Queue), e.shown.Queue
	}
	return c.found
}

// know loads the user's private list; an empty text forgets it.
func (e *Engine) know(text string) error {
	e.redactors.made = nil
	if text == "" {
		e.redactors.known = nil
		return nil
	}
	m, err := redact.ReadMap(strings.NewReader(text))
	if err == nil {
		// The list is validated only when it is used.
		_, err = redact.New(e.shown.Queue, redact.All, reason.Blame, m)
	}
	if err != nil {
		return err
	}
	e.redactors.known = m
	return nil
}

// selection returns the messages that a request for a file is about, with their
// redactor. known replaces the pseudonyms of an earlier file, unless it is nil.
func (e *Engine) selection(known *string, query, hide, own string) (share.Selection, error) {
	if known != nil {
		if err := e.know(*known); err != nil {
			return share.Selection{}, err
		}
	}
	rows, err := e.shown.Match(query)
	if err != nil {
		return share.Selection{}, err
	}
	rd, err := e.redactor(hide, own)
	return share.Selection{Index: e.shown.Index, Rows: rows, Redactor: rd}, err
}

// opener opens messages for mailboxes.
func (e *Engine) opener(row int32) (header []byte, body io.Reader, err error) {
	header, text, missing := e.shown.Message(row)
	switch {
	case text != nil:
		return header, text, nil
	case header == nil:
		return nil, nil, fmt.Errorf("%w: %s", share.ErrUnreadable, missing)
	}
	return header, nil, nil
}

// share makes the requested file, searches it for what it should hide, and
// leaves it with the page.
func (e *Engine) share(c call, req protocol.ShareRequest) (protocol.Shared, error) {
	if e.shown.Partly {
		return protocol.Shared{}, failure{Title: "The file could not be made.", Text: "The queue is still being read."}
	}
	made, err := e.makeShare(c, req)
	switch {
	case err == nil:
		return made, nil
	case c.Err() != nil:
		return made, failure{Title: "Stopped.", Text: "No file was made."}
	}
	return made, failure{Title: "The file could not be made.", Text: err.Error()}
}

func (e *Engine) makeShare(c call, req protocol.ShareRequest) (protocol.Shared, error) {
	kind, ok := shareKinds[req.Format]
	if !ok || e.opt.Make == nil {
		return protocol.Shared{}, fmt.Errorf("%q cannot be made", req.Format)
	}
	s, err := e.selection(req.Known, req.Query, req.Hide, req.Own)
	if err != nil {
		return protocol.Shared{}, err
	}
	out := protocol.Shared{Name: e.shareName(req.Format), Type: kind.kind, Format: req.Format, Matched: len(s.Rows), Leaks: []protocol.ShareLeak{}}
	if n := req.Only; n > 0 {
		if n > len(s.Rows) {
			return protocol.Shared{}, fmt.Errorf("there is no message %d of %d", n, len(s.Rows))
		}
		s.Rows = s.Rows[n-1 : n]
	}
	out.Messages = len(s.Rows)
	if req.Format == "archive" || req.Format == "viewer" {
		out.Logs = e.logs()
	}
	if req.Format == "eml" && len(s.Rows) == 1 {
		out.Name = s.FileName(s.Rows[0])
	}
	sink := e.opt.Make()
	w := &countingWriter{ctx: c, w: sink, report: func(n int64) {
		c.progress(protocol.Progress{Name: out.Name, Read: n, Size: req.Size, Messages: out.Messages, Phase: protocol.PhaseShare})
	}}
	w.report(0)
	found, err := e.writeShare(w, s, req)
	if req.Only > 0 && errors.Is(err, share.ErrUnreadable) {
		out.Unreadable = true
		return out, nil
	}
	if err != nil {
		return protocol.Shared{}, err
	}
	out.Leaks, out.MoreLeaks, out.Searched = shareLeaks(found.Leaks), found.More, found.Searched
	out.Size = w.n
	out.Stream, err = sink.End()
	return out, err
}

// writeShare writes the requested file about the messages of s, and returns
// what is left in it that should be redacted. For a viewer it writes the
// elements of share.WriteViewer.
func (e *Engine) writeShare(w io.Writer, s share.Selection, req protocol.ShareRequest) (redact.Findings, error) {
	check := s.Redactor.Check()
	err := e.writeChecked(w, s, req, check)
	return check.End(), err
}

// writeChecked writes a file to w, and what a reader should check in it.
func (e *Engine) writeChecked(w io.Writer, s share.Selection, req protocol.ShareRequest, check *redact.Check) error {
	plain := io.MultiWriter(w, check)
	archive := func(w io.Writer) error {
		return check.Archive(w, parser.Plain, func(w io.Writer) error { return share.Archive(w, s) })
	}
	switch req.Format {
	case "report":
		var page bytes.Buffer
		if err := writeReport(e.shown, io.MultiWriter(w, &page), s, req.Query); err != nil {
			return err
		}
		_, err := check.Write(share.TextOfReport(page.Bytes()))
		return err
	case "csv":
		return share.CSV(plain, s)
	case "jsonl":
		return share.JSONLines(plain, s)
	case "text":
		return share.Text(plain, s)
	case "mbox":
		return share.Mbox(plain, s, e.opener)
	case "eml":
		return share.EML(plain, s, e.opener)
	case "archive":
		return archive(w)
	case "viewer":
		v := e.viewer(s, req)
		check.Note("title and note", v.Title+"\n"+v.Note)
		check.Note("name of the archive", v.Name)
		check.Note("filter", v.Query+"\n"+v.ID)
		return share.WriteViewer(w, v, archive)
	}
	return fmt.Errorf("%q cannot be made", req.Format)
}

// shareLeaks converts leaks for the page.
func shareLeaks(found []redact.Leak) []protocol.ShareLeak {
	leaks := make([]protocol.ShareLeak, len(found))
	for i, l := range found {
		leaks[i] = protocol.ShareLeak{
			Where: words.Visible(l.Where), Category: l.Category, Encoding: l.Encoding, Found: words.Visible(l.Found), Excerpt: words.Visible(l.Excerpt),
		}
	}
	return leaks
}

// viewer describes a viewer's data. The filter is redacted too: it may hold names.
// So may the name of the archive, which is often that of a host.
func (e *Engine) viewer(s share.Selection, req protocol.ShareRequest) protocol.Carried {
	name := s.Redactor.Text(e.shown.Archive.Name)
	if s.Redactor.Redaction().Hosts {
		name = "queue.tar.gz"
	}
	v := protocol.Carried{
		Name: name, Title: req.Title, Note: req.Note, Taken: e.shown.Queue.Taken,
		Messages: len(s.Rows), Total: len(e.shown.Queue.Order), View: req.View, Query: s.Redactor.Text(req.ViewQuery),
	}
	if req.ViewID != "" {
		v.ID = redactID(s.Redactor, req.ViewID)
	}
	v.Logs = e.logs()
	if s.Redactor != nil {
		v.Hidden = s.Redactor.Redaction().String()
	}
	return v
}

// logs returns how many mail logs were read. They are of all mail, and no archive has them.
func (e *Engine) logs() int {
	return e.shown.Queue.History.MailLogs()
}

// redactID redacts what identifies a message in an address: "ID" or
// "host/queue/ID".
func redactID(m *redact.Redactor, id string) string {
	at := 0
	for i := range len(id) {
		if id[i] == '/' {
			at = i + 1
		}
	}
	return m.Text(id[:at]) + m.ID(id[at:])
}

// shareMap answers the private list of names and their pseudonyms, to be saved
// separately.
func (e *Engine) shareMap(_ call, req protocol.ShareMapRequest) (protocol.File, error) {
	m, err := e.redactor(req.Hide, req.Own)
	if err != nil {
		return protocol.File{}, err
	}
	if m == nil {
		return protocol.File{}, errors.New("nothing is hidden, so there is no list")
	}
	var b shareBuffer
	if err := m.Map().Write(&b); err != nil {
		return protocol.File{}, err
	}
	return protocol.File{Name: "PRIVATE-spoolscope-map.json", Type: "application/json", Data: b}, nil
}

type shareBuffer []byte

// Write implements io.Writer.
func (b *shareBuffer) Write(p []byte) (int, error) {
	*b = append(*b, p...)
	return len(p), nil
}
