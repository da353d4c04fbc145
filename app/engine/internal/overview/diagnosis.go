package overview

import (
	"slices"
	"sync"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/engine/internal/message"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage/causes"
	"github.com/spoolscope/spoolscope/app/triage/diagnosis"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Diagnose sums up the messages that match a query in a few sentences. names
// replaces the names in them, and then there are no queries; nil keeps all
// names. It returns nil while the queue is being read, and without messages.
func Diagnose(c *capture.Capture, query string, names diagnosis.Names) (*protocol.Diagnosis, error) {
	v, err := c.View(query)
	if err != nil || c.Partly {
		return nil, err
	}
	return diagnose(c, v, find(c, v, nil, nil), names), nil
}

// diagnose words the diagnosis of a view, whose causes are found.
func diagnose(c *capture.Capture, v *capture.View, found []*causes.Cause, names diagnosis.Names) *protocol.Diagnosis {
	opt := diagnosis.Options{Names: names, Loose: c.Queue.TakenBy == queue.NewestEntry, Cut: c.Partial}
	if v.Query != "" {
		opt.Whole = len(c.Queue.Order)
	}
	listed := sync.OnceValue(func() bool {
		return slices.ContainsFunc(c.Queue.Order, func(i int32) bool { return c.Queue.Flags[i]&queue.NoControl != 0 })
	})
	for _, p := range c.Queue.Problems {
		switch {
		case p.Kind == queue.KindTruncated:
			opt.Cut = true
		case p.Kind == queue.KindListing && !listed(): // the files say it all
		case message.KeepsUnknown(p.Kind):
			opt.Unread++
		}
	}
	d := diagnosis.New(c.Index, c.Sums(v), found, opt)
	if d == nil {
		return nil
	}
	out := &protocol.Diagnosis{
		Headline: d.Headline, Since: phrases(v.Query, d.Since), Sentences: texts(v.Query, d.Sentences),
		First: protocol.FirstStep{Title: d.First.Title, Text: texts(v.Query, d.First.Text), Cause: words.Visible(d.First.Cause), Count: d.First.Count, Command: d.First.Command, Compare: d.First.Compare},
	}
	if d.First.About != nil {
		out.First.Query = within(v.Query, d.First.About)
	}
	if names != nil {
		withoutQueries(out)
	}
	return out
}

// withoutQueries removes what leads to messages: queries have the names that
// the sentences must not have.
func withoutQueries(d *protocol.Diagnosis) {
	d.First.Cause, d.First.Query = "", ""
	for _, list := range append(append([][]protocol.Phrase{d.Since}, d.Sentences...), d.First.Text...) {
		for k := range list {
			list[k].Query = ""
		}
	}
}

func texts(query string, list [][]diagnosis.Phrase) [][]protocol.Phrase {
	out := make([][]protocol.Phrase, len(list))
	for k := range list {
		out[k] = phrases(query, list[k])
	}
	return out
}

func phrases(query string, list []diagnosis.Phrase) []protocol.Phrase {
	out := make([]protocol.Phrase, len(list))
	for k, p := range list {
		out[k] = protocol.Phrase{Text: p.Text, Strong: p.Strong}
		if p.About != nil {
			out[k].Query, out[k].Count = within(query, p.About), p.Count
		}
	}
	return out
}

// within adds a filter to a query and replaces nothing in it: a number in a
// sentence counts messages that match the whole query.
func within(query string, more *filter.Node) string {
	for _, n := range more.Parts() {
		query = filter.Narrow(query, n.Operand())
	}
	return query
}
