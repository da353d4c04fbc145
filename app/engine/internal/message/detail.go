package message

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/content"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Detail answers one message.
func Detail(c *capture.Capture, req protocol.DetailRequest) (protocol.Detail, error) {
	i, err := c.Find(req)
	if err != nil {
		return protocol.Detail{}, err
	}
	q := c.Queue
	d := protocol.Detail{
		Row: c.Row(i), Prev: -1, Next: -1, Index: -1, Subject: words.Visible(q.Text(q.Subject[i])),
		Header: []protocol.HeaderField{}, Recipients: []protocol.DetailRecipient{}, Timeline: []protocol.Mark{}, Envelope: []protocol.Fact{},
		Files: files(c, i), Listing: listed(c, i), Differs: []string{}, Problems: []protocol.ProblemItem{},
	}
	if rows, err := c.Sorted(req.Query, req.Sort, req.Desc); err == nil {
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
	control, text, bad, err := c.Control(i)
	if err == nil && text != "" {
		d.Header = header(c, control)
		d.Control = controlText(text, words.Visible(q.FileName(q.Control[i])), q.Dirs[q.Dir[i]].System, bad)
	}
	d.Recipients = recipients(c, i, control)
	d.Envelope = append(elsewhere(c, i), envelope(c, i, control)...)
	d.Timeline, d.TimelineNow = timeline(c, i)
	d.Why = why(c, i)
	d.Why.Part = part(c, i)
	d.Transcript = transcript(c, i)
	d.History = History(c, i)
	d.Bounce = bounceDetail(c, i)
	d.Differs = differs(c, i)
	d.Same = same(c, i)
	names := map[string]bool{}
	for _, f := range []queue.FileRef{q.Control[i], q.Data[i], q.Xscript(i)} {
		if f.Size >= 0 {
			names[q.FileName(f)] = true
		}
	}
	for _, p := range q.Problems {
		if names[p.File] {
			d.Problems = append(d.Problems, problemItem(c, p))
		}
	}
	return d, nil
}

// header decodes the header for reading. Fields that sendmail added itself or
// does not send on are marked (formats/sendmail.md §2.7, §3.2).
func header(c *capture.Capture, control queue.Control) []protocol.HeaderField {
	out := make([]protocol.HeaderField, 0, len(control.Header))
	for _, h := range control.Header {
		out = append(out, protocol.HeaderField{
			Name:   words.Visible(h.Name),
			Value:  words.Visible(content.DecodeHeader(h.Value, c.Decode)),
			Raw:    words.VisibleLines(h.Value),
			Added:  h.Cond != "",
			Hidden: !parser.Sent(h, control.Flags),
		})
	}
	return out
}

// recipients makes the Recipients table.
func recipients(c *capture.Capture, i int32, control queue.Control) []protocol.DetailRecipient {
	q := c.Queue
	out := []protocol.DetailRecipient{}
	from, to := q.Recipients(i)
	for k := from; k < to; k++ {
		addr, status := q.Text(q.RcptAddr[k]), q.Text(q.RcptStat[k])
		r := protocol.DetailRecipient{Address: words.Visible(triage.Bare(addr)), State: q.State[i].String(), Reason: []protocol.Piece{}}
		r.Called = c.Index.WordsOf(i).States[r.State]
		if q.LastTry[i] != queue.NoNumber {
			r.LastTry = q.LastTry[i]
		}
		if status == "" {
			status = q.Text(q.Status[i])
		}
		if q.Flags[i]&queue.LogStatus != 0 {
			status = loggedStatus(c, i, addr)
		}
		if status != "" {
			why := reason.Parse(status)
			r.Code, r.Enhanced, r.Reason, r.Server = why.CodeText(), why.EnhancedText(), []protocol.Piece{{Text: reasonText(status, &why)}}, words.Visible(why.Server)
			if r.Server == "" {
				r.Server = words.Visible(triage.Domain(addr))
			}
		}
		if n := int(k - from); n < len(control.Recipients) {
			r.Flags = recipientFlags(control.Recipients[n])
			r.Expanded = words.Visible(alias(control.Recipients[n].Controlling))
		}
		out = append(out, r)
		if len(out) == 1000 {
			break
		}
	}
	return out
}

// loggedStatus returns the reason that a mail log has for one recipient, where the queue has none, or a
// delay warning in its place: the last failure that names the recipient, or else that of the message.
func loggedStatus(c *capture.Capture, i int32, addr string) string {
	q, h := c.Queue, c.Index.History
	events := h.Of(i)
	for n := len(events) - 1; n >= 0; n-- {
		e := &events[n]
		if e.Kind != queue.EventDeferred && e.Kind != queue.EventNotTried || !slices.ContainsFunc(h.Recipients[e.RcptAt:e.RcptAt+e.RcptN], func(r queue.Str) bool {
			return strings.EqualFold(triage.Bare(q.Text(r)), triage.Bare(addr))
		}) {
			continue
		}
		if text := strings.TrimPrefix(q.Text(e.Text), "Deferred"); strings.Trim(text, ": ") != "" && text != "queued" {
			return q.Text(e.Text)
		}
	}
	return q.Text(q.Effective[i])
}

// reasonText returns a status as given, without "Deferred: " and without the codes
// that are shown next to it.
func reasonText(status string, r *reason.Reason) string {
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

// alias extracts the alias from a C record: user:uid:gid:alias, or :alias.
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
func files(c *capture.Capture, i int32) []protocol.FileFact {
	q := c.Queue
	out := []protocol.FileFact{}
	for _, f := range []queue.FileRef{q.Control[i], q.Data[i], q.Xscript(i)} {
		if f.Size >= 0 {
			name := q.FileName(f)
			out = append(out, protocol.FileFact{Kind: prefix(name), Path: words.Visible(name), Size: f.Size})
		}
	}
	return out
}

// prefix returns the two letters with which a queue file's name begins.
func prefix(name string) string {
	base := name[strings.LastIndexByte(name, '/')+1:]
	return base[:min(2, len(base))]
}

// same counts the messages of the same group, with the query that selects them.
func same(c *capture.Capture, i int32) *protocol.TopRow {
	q, x := c.Queue, c.Index
	server := q.Text(x.Server[i])
	group := filter.All(capture.Group(q.State[i].String(), &x.Reasons[x.Reason[i]]), capture.Term("server", server))
	count := x.Count(group, q.Order)
	if count < 2 {
		return nil
	}
	return &protocol.TopRow{Name: words.Visible(server), Count: count, Query: group.String()}
}

// elsewhere returns what the other capture holds about a message.
func elsewhere(c *capture.Capture, i int32) []protocol.Fact {
	if c.Other == nil {
		return nil
	}
	f := protocol.Fact{Name: "Earlier capture", Value: "not there"}
	if c.Earlier {
		f.Name = "Later capture"
	}
	if j := c.Index.Partner(i); j >= 0 {
		q := c.Other.Queue
		state := q.State[j].String()
		f.Value = cmp.Or(words.LowerFirst(c.Other.Index.WordsOf(j).States[state]), state)
		if n := q.Attempts[j]; n >= 0 {
			f.Value += ", " + words.Plural(n, "try", "tries")
		}
		f.Value += ", " + words.Plural(q.RcptN[j], "recipient", "recipients")
		f.Note = words.Visible(q.Text(q.Effective[j]))
	}
	return []protocol.Fact{f}
}
