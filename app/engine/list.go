package engine

import (
	"cmp"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

const maxPage = 1000

// sorted returns the messages that match a query in the order asked for.
func (e *capture) sorted(query, sort string, desc bool) ([]int32, error) {
	all, err := e.view(query)
	if err != nil {
		return nil, err
	}
	sort = cmp.Or(sort, "age")
	v, err := e.views.get(query, sort, desc, func() ([]int32, error) {
		return e.inOrder(all.rows, sort, desc), nil
	})
	if err != nil {
		return nil, err
	}
	return v.rows, nil
}

// Messages answers a window of the list.
func (e *capture) Messages(req protocol.MessagesRequest) protocol.Page {
	q := e.queue
	p := protocol.Page{Query: req.Query, Sort: cmp.Or(req.Sort, "age"), Desc: req.Desc, From: max(req.From, 0), Rows: []protocol.Row{}, Total: len(q.Order)}
	v, err := e.view(req.Query)
	if err != nil {
		p.QueryError = queryError(err)
		return p
	}
	if v.recipients == 0 {
		for _, i := range v.rows {
			v.recipients += int(q.RcptN[i])
			v.bytes += max(q.Size[i], 0)
		}
	}
	p.Matched, p.Recipients, p.Bytes = len(v.rows), v.recipients, v.bytes
	p.From = min(p.From, len(v.rows))
	end := min(len(v.rows), p.From+min(max(req.Count, 0), maxPage))
	if p.From == end {
		return p
	}
	rows, err := e.sorted(req.Query, req.Sort, req.Desc)
	if err != nil {
		p.QueryError = queryError(err)
		return p
	}
	for _, i := range rows[p.From:end] {
		p.Rows = append(p.Rows, e.row(i))
	}
	return p
}

// row is what the list shows of a message.
func (e *capture) row(i int32) protocol.Row {
	q, x := e.queue, e.index
	d := &q.Dirs[q.Dir[i]]
	r := &x.Reasons[x.Reason[i]]
	row := protocol.Row{
		Ref: int(i), ID: words.Visible(q.Text(q.ID[i])), Host: words.Visible(d.Host), Queue: words.Visible(d.Path), State: q.State[i].String(),
		Age: e.age(i), Tries: int(q.Attempts[i]), Size: q.Size[i],
		Code: r.CodeText(), Enhanced: r.EnhancedText(), Reason: r.Text,
	}
	if q.Created[i] != queue.NoNumber {
		row.Created = q.Created[i]
	}
	row.From, row.FromNote = e.from(i)
	if n := q.RcptN[i]; n > 0 {
		row.To = words.Visible(triage.Bare(q.Text(q.RcptAddr[q.RcptAt[i]])))
		row.More = int(n) - 1
	}
	return row
}

// from shows the sender: "" for the null sender, with a word for what it is.
func (e *capture) from(i int32) (name, note string) {
	q := e.queue
	switch {
	case q.Bounce[i] != 0:
		return "", bounceWord(q.Text(q.Bounce[i]))
	case q.Flags[i]&queue.NullFrom != 0:
		return "", "bounce"
	case q.Flags[i]&queue.HasSender == 0:
		return "", "unknown"
	}
	return words.Visible(triage.Bare(q.Text(q.Sender[i]))), ""
}

// bounceWord names a kind of bounce made here.
func bounceWord(kind string) string {
	switch kind {
	case "failure":
		return "bounce"
	case "warning-timeout":
		return "delay warning"
	case "postmaster-notification":
		return "double bounce"
	case "postmaster-warning":
		return "postmaster warning"
	case "return-receipt":
		return "receipt"
	}
	return words.Visible(kind)
}
