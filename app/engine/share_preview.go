package engine

import (
	"io"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/app/share"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words"
)

const (
	// previewLook is how many messages are searched for lines to show.
	previewLook = 5000
	// sizeSample is how many messages are written to estimate the size of all.
	sizeSample = 100
)

// preview answers what a file would redact, shown on lines of this queue, and
// how large each file would be.
func (e *Engine) preview(_ call, req protocol.PreviewRequest) (protocol.Preview, error) {
	s, err := e.selection(req.Known, req.Query, req.Hide, req.Own)
	if err != nil {
		return protocol.Preview{}, err
	}
	p := protocol.Preview{Rows: e.previewRows(s), Messages: len(s.Rows), Sizes: e.shareSizes(s), Names: map[string]string{}, Logs: e.logs()}
	p.Own = e.ownDomains(req.Own)
	for format := range shareKinds {
		p.Names[format] = e.shareName(format)
	}
	if m := e.redactors.known; m != nil {
		p.Known = len(m.People) + len(m.Domains) + len(m.Hosts) + len(m.Addresses) + len(m.IDs)
	}
	return p, nil
}

// ownDomains returns the domains of the organisation as the user corrected them, and
// those that the user took out.
func (e *Engine) ownDomains(corrections string) []protocol.OwnDomain {
	own := []protocol.OwnDomain{}
	domains, err := redact.CorrectOwn(e.foundOwn(), corrections)
	if err != nil {
		return own
	}
	for _, d := range domains {
		own = append(own, protocol.OwnDomain{Name: words.Visible(d.Name), Why: words.Visible(d.Why)})
	}
	for _, d := range e.foundOwn() {
		if !slices.ContainsFunc(domains, func(o redact.OwnDomain) bool { return o.Name == d.Name }) {
			own = append(own, protocol.OwnDomain{Name: words.Visible(d.Name), Why: words.Visible(d.Why), Out: true})
		}
	}
	slices.SortFunc(own, func(a, b protocol.OwnDomain) int { return strings.Compare(a.Name, b.Name) })
	return own
}

// previewRows shows one text of each kind that the messages have.
func (e *Engine) previewRows(s share.Selection) []protocol.PreviewRow {
	q, x, m := e.shown.Queue, e.shown.Index, s.Redactor
	var found [6]string
	const (
		sender, recipient, client, server, status, subject = 0, 1, 2, 3, 4, 5
	)
	first := func(at int, text string) {
		if found[at] == "" {
			found[at] = text
		}
	}
	for _, i := range s.Rows[:min(len(s.Rows), previewLook)] {
		if from := triage.Bare(q.Text(q.Sender[i])); strings.Contains(from, "@") {
			first(sender, from)
		}
		if at, end := q.Recipients(i); end > at {
			if to := triage.Bare(q.Text(q.RcptAddr[at])); strings.Contains(to, "@") {
				first(recipient, to)
			}
		}
		if c := q.Text(q.Client[i]); strings.Contains(c, "[") {
			first(client, c)
		}
		first(server, x.Reasons[x.Reason[i]].Server)
		if text := q.Text(q.Effective[i]); strings.ContainsAny(text, "@[") {
			first(status, text)
		}
		first(subject, q.Text(q.Subject[i]))
	}
	rows := []protocol.PreviewRow{}
	add := func(before, after string, out bool) {
		if before != "" {
			rows = append(rows, protocol.PreviewRow{Before: words.Visible(before), After: marked(words.Visible(before), words.Visible(after)), Out: out})
		}
	}
	r := m.Redaction()
	add(found[sender], m.Address(found[sender]), false)
	add(found[recipient], m.Address(found[recipient]), false)
	add(found[client], m.Host(found[client]), false)
	add(found[server], m.Server(found[server]), false)
	add(found[status], m.Text(found[status]), false)
	add(found[subject], m.Subject(found[subject]), r.Subjects)
	if len(s.Rows) > 0 && r.IDs {
		id := q.Text(q.ID[s.Rows[0]])
		add(id, m.ID(id), false)
	}
	return rows
}

// marked marks what redaction changed: word by word if the number of words is
// the same.
func marked(before, after string) []protocol.Piece {
	a, b := splitNames(before), splitNames(after)
	if len(a) != len(b) {
		if before == after {
			return []protocol.Piece{{Text: after}}
		}
		return []protocol.Piece{{Text: after, Var: true}}
	}
	pieces := []protocol.Piece{}
	for i := range b {
		changed := a[i] != b[i]
		if n := len(pieces); n > 0 && pieces[n-1].Var == changed {
			pieces[n-1].Text += b[i]
		} else {
			pieces = append(pieces, protocol.Piece{Text: b[i], Var: changed})
		}
	}
	return pieces
}

// splitNames splits a text into names and separators.
func splitNames(s string) []string {
	var list []string
	inName := func(c byte) bool {
		return c >= 0x80 || c == '.' || c == '-' || c == '_' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
	}
	start := 0
	for i := 1; i <= len(s); i++ {
		if i == len(s) || inName(s[i]) != inName(s[i-1]) {
			list = append(list, s[start:i])
			start = i
		}
	}
	return list
}

// counter counts the bytes written to it.
type counter int64

// Write implements io.Writer.
func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// shareSizes estimates the sizes of the files from some of their messages.
func (e *Engine) shareSizes(s share.Selection) map[string]int64 {
	sample := s
	if n := len(s.Rows); n > sizeSample {
		sample.Rows = make([]int32, sizeSample)
		for i := range sample.Rows {
			sample.Rows[i] = s.Rows[i*n/sizeSample]
		}
	}
	sizes := map[string]int64{}
	guess := func(format string, write func(w io.Writer) error) {
		var n counter
		if err := write(&n); err == nil && len(sample.Rows) > 0 {
			sizes[format] = int64(float64(n) * float64(len(s.Rows)) / float64(len(sample.Rows)))
		}
	}
	guess("csv", func(w io.Writer) error { return share.CSV(w, sample) })
	guess("jsonl", func(w io.Writer) error { return share.JSONLines(w, sample) })
	guess("archive", func(w io.Writer) error { return share.Archive(w, sample) })
	if n := len(s.Rows); n <= previewLook { // grows with the kinds of lines, not with messages
		var n counter
		if share.Text(&n, s) == nil {
			sizes["text"] = int64(n)
		}
	}
	if s.Redactor.Redaction().Bodies {
		guess("mbox", func(w io.Writer) error { return share.Mbox(w, sample, e.opener) })
	} else {
		sizes["mbox"] = e.plainSize(s.Rows)
	}
	sizes["eml"] = sizes["mbox"]
	sizes["viewer"] = (sizes["archive"] + 2) / 3 * 4
	return sizes
}

// plainSize estimates the total size of the messages' files.
func (e *Engine) plainSize(rows []int32) int64 {
	n := int64(0)
	for _, i := range rows {
		n += max(e.shown.Queue.Control[i].Size, 0) + max(e.shown.Queue.Size[i], 0)
	}
	return n
}
