package engine

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/content"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Detail answers one message.
func (e *capture) Detail(req protocol.DetailRequest) (protocol.Detail, error) {
	i, err := e.find(req)
	if err != nil {
		return protocol.Detail{}, err
	}
	q := e.queue
	d := protocol.Detail{
		Row: e.row(i), Prev: -1, Next: -1, Index: -1, Subject: words.Visible(q.Text(q.Subject[i])),
		Header: []protocol.HeaderField{}, Recipients: []protocol.DetailRecipient{}, Timeline: []protocol.Mark{}, Envelope: []protocol.Fact{},
		Files: e.files(i), Listing: e.listed(i), Differs: []string{}, Problems: []protocol.ProblemItem{},
	}
	if rows, err := e.sorted(req.Query, req.Sort, req.Desc); err == nil {
		d.Matched = len(rows)
		if n := slices.Index(rows, i); n >= 0 {
			d.Index = n
			if n > 0 {
				d.Prev = int(rows[n-1])
			}
			if n+1 < len(rows) {
				d.Next = int(rows[n+1])
			}
		}
	}
	c, text, bad, err := e.control(i)
	if err == nil && text != "" {
		d.Header = e.header(c)
		d.Control = controlText(text, words.Visible(q.FileName(q.Control[i])), bad)
	}
	d.Recipients = e.recipients(i, c)
	d.Envelope = append(e.elsewhere(i), e.envelope(i, c)...)
	d.Timeline, d.TimelineNow = e.timeline(i)
	d.Why = e.why(i)
	d.Why.Part = e.part(i)
	d.Transcript = e.transcript(i)
	d.Bounce = e.bounceDetail(i)
	d.Differs = e.differs(i)
	d.Same = e.same(i)
	names := map[string]bool{}
	for _, f := range []queue.FileRef{q.Control[i], q.Data[i], q.Xscript(i)} {
		if f.Size >= 0 {
			names[q.FileName(f)] = true
		}
	}
	for _, p := range q.Problems {
		if names[p.File] {
			d.Problems = append(d.Problems, e.problemItem(p))
		}
	}
	return d, nil
}

// find looks a message up by ref, id, or host/queue/id.
func (e *capture) find(req protocol.DetailRequest) (int32, error) {
	q := e.queue
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

// control reads a message's control file again: what it says, its text, and
// what is wrong with it.
func (e *capture) control(i int32) (queue.Control, string, []queue.Problem, error) {
	q := e.queue
	if q.Control[i].Size < 0 {
		return queue.Control{}, "", nil, queue.ErrNoBytes
	}
	r, err := q.Open(q.Control[i])
	if err != nil {
		return queue.Control{}, "", nil, err
	}
	text, err := io.ReadAll(io.LimitReader(r, parser.MaxControl))
	if err != nil {
		return queue.Control{}, "", nil, err
	}
	c, problems := parser.ParseControl(string(text), q.FileName(q.Control[i]))
	return c, string(text), problems, nil
}

// header decodes the header for reading. What sendmail added itself, and what
// it does not send on, is marked (formats/sendmail.md §2.7, §3.2).
func (e *capture) header(c queue.Control) []protocol.HeaderField {
	out := make([]protocol.HeaderField, 0, len(c.Header))
	for _, h := range c.Header {
		out = append(out, protocol.HeaderField{
			Name:   words.Visible(h.Name),
			Value:  words.Visible(content.DecodeHeader(h.Value, e.decode)),
			Raw:    words.VisibleLines(h.Value),
			Added:  h.Cond != "",
			Hidden: !parser.Sent(h, c.Flags),
		})
	}
	return out
}

// recipients makes the Recipients table.
func (e *capture) recipients(i int32, c queue.Control) []protocol.DetailRecipient {
	q := e.queue
	out := []protocol.DetailRecipient{}
	from, to := q.Recipients(i)
	for k := from; k < to; k++ {
		addr, status := q.Text(q.RcptAddr[k]), q.Text(q.RcptStat[k])
		r := protocol.DetailRecipient{Address: words.Visible(triage.Bare(addr)), State: q.State[i].String(), Reason: []protocol.Piece{}}
		if q.LastTry[i] != queue.NoNumber {
			r.LastTry = q.LastTry[i]
		}
		if status == "" {
			status = q.Text(q.Status[i])
		}
		if status != "" {
			reason := triage.Parse(status)
			r.Code, r.Enhanced, r.Reason, r.Server = reason.CodeText(), reason.EnhancedText(), []protocol.Piece{{Text: reasonText(status, &reason)}}, words.Visible(reason.Server)
			if r.Server == "" {
				r.Server = words.Visible(triage.Domain(addr))
			}
		}
		if n := int(k - from); n < len(c.Recipients) {
			r.Flags = recipientFlags(c.Recipients[n])
			r.Expanded = words.Visible(alias(c.Recipients[n].Controlling))
		}
		out = append(out, r)
		if len(out) == 1000 {
			break
		}
	}
	return out
}

// reasonText is a status as it was given, without "Deferred: " and the codes
// that stand beside it.
func reasonText(status string, r *triage.Reason) string {
	s := strings.TrimPrefix(status, "Deferred: ")
	if code := r.CodeText(); code != "" {
		s = strings.TrimPrefix(s, code)
		s = strings.TrimLeft(s, " -")
		if en := r.EnhancedText(); en != "" {
			s = strings.TrimPrefix(s, en)
		}
	}
	return words.Visible(strings.TrimSpace(s))
}

// recipientFlags puts the letters before an address into words
// (formats/sendmail.md §2.5).
func recipientFlags(r queue.Recipient) string {
	var out []string
	if strings.Contains(r.Flags, "N") {
		var want []string
		for _, f := range []struct{ letter, word string }{{"S", "success"}, {"F", "failure"}, {"D", "delay"}} {
			if strings.Contains(r.Flags, f.letter) {
				want = append(want, f.word)
			}
		}
		if len(want) == 0 {
			out = append(out, "asked for no notice")
		} else {
			out = append(out, "asked for a notice of "+strings.Join(want, ", "))
		}
	}
	for _, f := range []struct{ letter, words string }{
		{"B", "blind copy"}, {"X", "MX secured by DNSSEC"},
	} {
		if strings.Contains(r.Flags, f.letter) {
			out = append(out, f.words)
		}
	}
	return strings.Join(out, "; ")
}

// alias takes the alias out of a C record: user:uid:gid:alias, or :alias.
func alias(c string) string {
	if a, ok := strings.CutPrefix(c, ":"); ok {
		return a
	}
	parts := strings.SplitN(c, ":", 4)
	if len(parts) == 4 {
		return parts[3]
	}
	return ""
}

// files lists the files of a message.
func (e *capture) files(i int32) []protocol.FileFact {
	q := e.queue
	out := []protocol.FileFact{}
	for _, f := range []queue.FileRef{q.Control[i], q.Data[i], q.Xscript(i)} {
		if f.Size >= 0 {
			name := q.FileName(f)
			out = append(out, protocol.FileFact{Kind: prefix(name), Path: words.Visible(name), Size: f.Size})
		}
	}
	return out
}

// prefix is the two letters that a queue file's name begins with.
func prefix(name string) string {
	base := name[strings.LastIndexByte(name, '/')+1:]
	return base[:min(2, len(base))]
}

// same counts the messages of the same group, by the query that leads to them.
func (e *capture) same(i int32) *protocol.TopRow {
	q, x := e.queue, e.index
	server := q.Text(x.Server[i])
	query := narrowServer(narrowReason("", q.State[i].String(), &x.Reasons[x.Reason[i]]), server)
	n, err := filter.Parse(query)
	if err != nil {
		return nil
	}
	count := x.Count(n, q.Order)
	if count < 2 {
		return nil
	}
	return &protocol.TopRow{Name: words.Visible(server), Count: count, Query: query}
}

// elsewhere is what the other of two captures has of a message.
func (e *capture) elsewhere(i int32) []protocol.Fact {
	if e.other == nil {
		return nil
	}
	f := protocol.Fact{Name: "Earlier capture", Value: "not there"}
	if e.earlier {
		f.Name = "Later capture"
	}
	if j := e.index.Partner(i); j >= 0 {
		q := e.other.queue
		f.Value = q.State[j].String()
		if n := q.Attempts[j]; n >= 0 {
			f.Value += ", " + words.Plural(n, "try", "tries")
		}
		f.Value += ", " + words.Plural(q.RcptN[j], "recipient", "recipients")
		f.Note = words.Visible(q.Text(q.Effective[j]))
	}
	return []protocol.Fact{f}
}
