package list

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// compared are the values of diff: as the facet calls them.
var compared = map[string]string{
	"came": "Came", "went": "Went", "stayed": "Stayed", "changed": "Stayed, but changed",
	"status": "For another reason", "tried": "Tried again", "untried": "Not tried again", "quarantined": "Set aside since",
	"released": "Released", "fewer": "Fewer recipients", "moved": "In another directory",
	"returned": "Returned", "expired": "Expired", "handled": "Set aside or lost before",
	"delivered": "Delivered", "bounced": "Bounced", "removed": "Removed by hand", "likely-removed": "Likely removed by hand",
	"discarded": "Discarded", "moved-on": "Under another ID", "unknown": "Unknown",
}

// diffValues counts the messages of a view by what changed between the
// captures.
func diffValues(c *capture.Capture, v *capture.View) ([]protocol.FacetValue, int) {
	var out []protocol.FacetValue
	for _, word := range triage.Words("diff") {
		term := filter.Word("diff", word)
		if n := c.Index.Count(term, v.Rows); n > 0 {
			out = append(out, protocol.FacetValue{Name: compared[word], Count: n, Token: term.String()})
		}
	}
	return out, len(out)
}

// eventValues counts the messages of a view by what logs have about them.
func eventValues(c *capture.Capture, v *capture.View) ([]protocol.FacetValue, int) {
	t := c.ValuesOf("event", v)
	var out []protocol.FacetValue
	for _, word := range triage.Words("event") {
		if s, ok := c.Queue.Strings.Find(word); ok && t.Of(s) > 0 {
			term := filter.Word("event", word)
			out = append(out, protocol.FacetValue{Name: c.Index.Words.Event(word), Count: t.Of(s), Token: term.String()})
		}
	}
	return out, len(out)
}

const maxFacetValues = 1000

// Facets answers the values by which a query can be narrowed. Each facet counts
// the messages that match the query without its own key's terms, so that
// ticking a second box shows what it adds.
func Facets(c *capture.Capture, req protocol.FacetsRequest) (protocol.Facets, error) {
	limit := req.Limit
	if limit <= 0 || limit > maxFacetValues {
		limit = maxFacetValues
	}
	all, err := c.View(req.Query)
	if err != nil {
		return protocol.Facets{}, err
	}
	q, x := c.Queue, c.Index
	out := protocol.Facets{Facets: []protocol.Facet{}}
	add := func(key, title string, count func(v *capture.View, ticked []queue.Str) ([]protocol.FacetValue, int)) {
		rows, on := all, map[string]bool{}
		var ticked []queue.Str // always shown, however rare
		if terms, rest := filter.Choice(req.Query, key); terms != nil {
			if found, err := c.View(rest); err == nil { // cannot fail: part of a valid query
				rows = found
			}
			for _, t := range terms {
				on[strings.ToLower(t)] = true
				if n, err := filter.Parse(t); err == nil {
					for _, value := range ticks(n.Term.Value()) {
						if s, ok := q.Strings.Find(value); ok && !slices.Contains(ticked, s) {
							ticked = append(ticked, s)
						}
					}
				}
			}
		}
		values, different := count(rows, ticked)
		if different == 0 || different == 1 && (key == "host" || key == "queue" || key == "system") {
			return
		}
		f := protocol.Facet{Key: key, Title: title, Values: []protocol.FacetValue{}}
		for n, v := range values {
			v.On = on[strings.ToLower(v.Token)]
			if n < limit || v.On {
				f.Values = append(f.Values, v)
			}
		}
		f.More = different - len(f.Values)
		out.Facets = append(out.Facets, f)
	}
	axis := func(key, title string) {
		add(key, title, func(v *capture.View, ticked []queue.Str) ([]protocol.FacetValue, int) {
			return axisValues(c, key, v, limit, ticked)
		})
	}
	axis("kind", "Kind")
	add("state", "State", func(v *capture.View, _ []queue.Str) ([]protocol.FacetValue, int) { return stateValues(c, v) })
	if c.Other != nil {
		add("diff", "Compared", func(v *capture.View, _ []queue.Str) ([]protocol.FacetValue, int) { return diffValues(c, v) })
	}
	if x.History != nil {
		add("event", "In the mail log", func(v *capture.View, _ []queue.Str) ([]protocol.FacetValue, int) { return eventValues(c, v) })
	}
	axis("source", "Source")
	add("server", "Server", func(v *capture.View, ticked []queue.Str) ([]protocol.FacetValue, int) {
		return facetValues(c, "server", c.Rank(c.ValuesOf("server", v), limit, ticked...), "this server")
	})
	axis("obstacle", "Obstacle")
	axis("side", "Who must act")
	add("code", "Reply code", func(v *capture.View, ticked []queue.Str) ([]protocol.FacetValue, int) {
		codes := make([]queue.Str, len(x.Cells))
		for n := range codes {
			codes[n] = q.Strings.Add(capture.CodeToken(&x.Reasons[x.Cells[n].Reason]))
		}
		return facetValues(c, "code", c.Rank(c.TallyCells(v, codes), limit, ticked...), "none")
	})
	add("domain", "Recipient domain", func(v *capture.View, ticked []queue.Str) ([]protocol.FacetValue, int) {
		return facetValues(c, "domain", c.TopOf("domain", v, limit, ticked...), "unknown")
	})
	add("from", "Sender", func(v *capture.View, ticked []queue.Str) ([]protocol.FacetValue, int) {
		r := c.TopOf("from", v, limit, ticked...)
		var values []protocol.FacetValue
		for _, top := range r.First {
			address := q.Text(top.Value)
			name := words.Visible(address)
			if address == queue.NullSender {
				name = "empty sender"
			}
			values = append(values, protocol.FacetValue{Name: name, Count: top.Count, Token: capture.Term("from", capture.ExactAddress(address)).String()})
		}
		return values, r.Values
	})
	add("queue", "Queue directory", func(v *capture.View, ticked []queue.Str) ([]protocol.FacetValue, int) {
		return dirValues(c, v, "queue", limit, ticked)
	})
	add("host", "Host", func(v *capture.View, ticked []queue.Str) ([]protocol.FacetValue, int) {
		return dirValues(c, v, "host", limit, ticked)
	})
	add("system", "Mail system", func(v *capture.View, ticked []queue.Str) ([]protocol.FacetValue, int) {
		return dirValues(c, v, "system", limit, ticked)
	})
	return out, nil
}

// ticks returns what the value of a term may be in the queue: as it is written,
// without the mark of an exact one, and in lower case.
func ticks(value string) []string {
	bare := strings.TrimPrefix(value, "=")
	if value == "none" {
		return []string{value, ""}
	}
	return []string{value, bare, strings.ToLower(bare)}
}

func stateValues(c *capture.Capture, v *capture.View) ([]protocol.FacetValue, int) {
	t := c.ValuesOf("state", v)
	var out []protocol.FacetValue
	for s := range queue.State(queue.NumStates) {
		name := s.String()
		if n, ok := c.Queue.Strings.Find(name); ok && t.Of(n) > 0 {
			out = append(out, protocol.FacetValue{Name: cmp.Or(c.Index.Words.States[name], name), State: name, Count: t.Of(n), Token: capture.Term("state", name).String()})
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Count > out[j].Count })
	return out, len(out)
}

// kindTitles are the kinds of messages as shown, but for quarantined ones.
var kindTitles = map[string]string{"bounce": "Bounces", "ordinary": "Ordinary"}

// axisValues counts by source, kind, side or obstacle, and names the values as the
// screens do.
func axisValues(c *capture.Capture, key string, v *capture.View, limit int, ticked []queue.Str) ([]protocol.FacetValue, int) {
	values, different := facetValues(c, key, c.Rank(c.ValuesOf(key, v), limit, ticked...), "none")
	names := map[string]string{} // of sources, by what is counted
	if key == "source" {
		for n := range c.Index.Sources {
			s := &c.Index.Sources[n]
			names[words.Visible(s.Label)] = words.Visible(s.Name)
		}
	}
	for n := range values {
		switch v := &values[n]; key {
		case "source":
			v.Name = cmp.Or(names[v.Name], v.Name)
		case "kind":
			v.Name = cmp.Or(kindTitles[v.Name], words.UpperFirst(c.Index.Words.Aside))
		case "side":
			v.Name = reason.Side(v.Name).Title()
		case "obstacle":
			v.Name = words.UpperFirst(c.Index.Phrase(reason.ObstacleOf(v.Name)))
		}
	}
	return values, different
}

// facetValues turns a ranking into values and returns how many distinct ones
// there are. The empty value is shown as none.
func facetValues(c *capture.Capture, key string, r capture.Ranking, none string) ([]protocol.FacetValue, int) {
	var out []protocol.FacetValue
	for _, top := range r.First {
		v := c.Queue.Text(top.Value)
		shown := words.Visible(v)
		if v == "" {
			shown = none
		}
		out = append(out, protocol.FacetValue{Name: shown, Count: top.Count, Token: capture.Term(key, capture.Exact(key, v)).String()})
	}
	return out, r.Values
}

// dirValues counts by a property of the queue directory that is known.
func dirValues(c *capture.Capture, v *capture.View, key string, limit int, ticked []queue.Str) ([]protocol.FacetValue, int) {
	t := c.ValuesOf(key, v)
	t.Keep(func(s queue.Str) bool { return s != 0 })
	return facetValues(c, key, c.Rank(t, limit, ticked...), "unknown")
}
