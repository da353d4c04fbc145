package engine

import (
	"sort"
	"strings"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

const maxFacetValues = 1000

// Facets answers the values to narrow a query down by. Each facet counts the
// messages that match the query without the tokens of its own key, so that
// ticking a second box shows what it adds.
func (e *capture) Facets(req protocol.FacetsRequest) (protocol.Facets, error) {
	limit := req.Limit
	if limit <= 0 || limit > maxFacetValues {
		limit = maxFacetValues
	}
	all, err := e.view(req.Query)
	if err != nil {
		return protocol.Facets{}, err
	}
	q, x := e.queue, e.index
	out := protocol.Facets{Facets: []protocol.Facet{}}
	add := func(key, title string, count func(v *view, ticked []queue.Str) ([]protocol.FacetValue, int)) {
		rows, on := all, map[string]bool{}
		var ticked []queue.Str // what is ticked is shown however rare it is
		if terms, rest := filter.Choice(req.Query, key); terms != nil {
			if found, err := e.view(rest); err == nil { // it is part of a query that is understood
				rows = found
			}
			for _, t := range terms {
				on[strings.ToLower(t)] = true
				if n, err := filter.Parse(t); err == nil {
					if s, ok := q.Strings.Find(n.Term.Value()); ok {
						ticked = append(ticked, s)
					}
				}
			}
		}
		values, different := count(rows, ticked)
		if different == 0 || different == 1 && (key == "host" || key == "queue") {
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
	add("state", "State", e.stateValues)
	if e.other != nil {
		add("diff", "Compared", e.diffValues)
	}
	add("server", "Server", func(v *view, ticked []queue.Str) ([]protocol.FacetValue, int) {
		t := e.tally()
		for s, c := range e.eachCell(v) {
			t.addN(s.Server, c.n)
		}
		return e.facetValues("server", e.rank(t, maxFacetValues, ticked...), "this server")
	})
	add("code", "Reply code", func(v *view, ticked []queue.Str) ([]protocol.FacetValue, int) {
		codes := make([]queue.Str, len(x.Reasons))
		for r := range x.Reasons {
			codes[r] = q.Strings.Add(codeToken(&x.Reasons[r]))
		}
		t := e.tally()
		for s, c := range e.eachCell(v) {
			t.addN(codes[s.Reason], c.n)
		}
		return e.facetValues("code", e.rank(t, maxFacetValues, ticked...), "none")
	})
	add("domain", "Recipient domain", func(v *view, ticked []queue.Str) ([]protocol.FacetValue, int) {
		return e.facetValues("domain", e.rank(e.tallyDomains(v.rows), maxFacetValues, ticked...), "unknown")
	})
	add("from", "Sender", func(v *view, ticked []queue.Str) ([]protocol.FacetValue, int) {
		r := e.count(v.rows, maxFacetValues, func(i int32) queue.Str { return x.From[i] }, ticked...)
		var values []protocol.FacetValue
		for _, c := range r.first {
			address := q.Text(c.value)
			name := words.Visible(address)
			if address == queue.NullSender {
				name = "empty sender"
			}
			values = append(values, protocol.FacetValue{Name: name, Count: c.count, Token: term("from", exactAddress(address))})
		}
		return values, r.values
	})
	add("queue", "Queue directory", func(v *view, ticked []queue.Str) ([]protocol.FacetValue, int) {
		return e.dirValues(v.rows, "queue", ticked, func(d *queue.Dir) string { return d.Path })
	})
	add("host", "Host", func(v *view, ticked []queue.Str) ([]protocol.FacetValue, int) {
		return e.dirValues(v.rows, "host", ticked, func(d *queue.Dir) string { return d.Host })
	})
	return out, nil
}

func (e *capture) stateValues(v *view, _ []queue.Str) ([]protocol.FacetValue, int) {
	var n [queue.NumStates]int
	for s, c := range e.eachCell(v) {
		n[s.State] += c.n
	}
	var out []protocol.FacetValue
	for s, c := range n {
		name := queue.State(s).String()
		if c > 0 {
			out = append(out, protocol.FacetValue{Name: name, State: name, Count: c, Token: term("state", name)})
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Count > out[j].Count })
	return out, len(out)
}

// facetValues makes values of a ranking; none is how the empty one is shown.
// It also tells how many different ones there are.
func (e *capture) facetValues(key string, r ranking, none string) ([]protocol.FacetValue, int) {
	var out []protocol.FacetValue
	for _, c := range r.first {
		v := e.queue.Text(c.value)
		shown := words.Visible(v)
		if v == "" {
			shown = none
		}
		out = append(out, protocol.FacetValue{Name: shown, Count: c.count, Token: term(key, exact(key, v))})
	}
	return out, r.values
}

// dirValues counts by a property of the queue directory.
func (e *capture) dirValues(rows []int32, key string, ticked []queue.Str, of func(*queue.Dir) string) ([]protocol.FacetValue, int) {
	q := e.queue
	names := make([]queue.Str, len(q.Dirs))
	for d := range names {
		names[d] = q.Strings.Add(of(&q.Dirs[d]))
	}
	return e.facetValues(key, e.count(rows, maxFacetValues, func(i int32) queue.Str { return names[q.Dir[i]] }, ticked...), "unknown")
}
