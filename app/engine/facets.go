package engine

import (
	"slices"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser/queue"
)

const maxFacetValues = 1000

// Facets answers the values to narrow a query down by. Each facet counts the
// messages that match the query without the tokens of its own key, so that
// ticking a second box shows what it adds.
func (e *Engine) Facets(req FacetsRequest) (Facets, error) {
	terms, err := triage.ParseQuery(req.Query)
	if err != nil {
		return Facets{}, err
	}
	limit := req.Limit
	if limit <= 0 || limit > maxFacetValues {
		limit = maxFacetValues
	}
	q, x := e.queue, e.index
	out := Facets{Facets: []Facet{}}
	add := func(key, title string, count func(rows []int32) []FacetValue) {
		rest := slices.DeleteFunc(slices.Clone(terms), func(t triage.Term) bool { return t.Key == key && !t.Not })
		on := map[string]bool{}
		for _, t := range terms {
			if t.Key == key && !t.Not {
				on[triage.Token(key, t.Value)] = true
			}
		}
		values := count(x.Select(rest))
		if len(values) == 0 || len(values) == 1 && (key == "host" || key == "queue") {
			return
		}
		f := Facet{Key: key, Title: title, Values: []FacetValue{}}
		for n, v := range values {
			v.On = on[v.Token]
			if n < limit || v.On {
				f.Values = append(f.Values, v)
			} else {
				f.More++
			}
		}
		out.Facets = append(out.Facets, f)
	}
	add("state", "State", e.stateValues)
	add("server", "Server", func(rows []int32) []FacetValue {
		return e.facetValues("server", e.count(rows, func(i int32) (queue.Str, bool) { return x.Server[i], true }), "none", "this server")
	})
	add("code", "Reply code", func(rows []int32) []FacetValue {
		codes := make([]queue.Str, len(x.Reasons))
		for r := range x.Reasons {
			if c := codeToken(&x.Reasons[r]); c != "none" {
				codes[r] = q.Strings.Add(c)
			}
		}
		return e.facetValues("code", e.count(rows, func(i int32) (queue.Str, bool) { return codes[x.Reason[i]], true }), "none", "none")
	})
	add("domain", "Recipient domain", func(rows []int32) []FacetValue {
		return e.facetValues("domain", e.countDomains(rows), "", "")
	})
	add("from", "Sender", func(rows []int32) []FacetValue {
		t := e.senders(rows, maxFacetValues, "")
		var out []FacetValue
		for _, r := range t.Rows {
			name := r.Name
			if name == queue.NullSender {
				name = "empty sender"
			}
			out = append(out, FacetValue{Name: name, Count: r.Count, Token: r.Query})
		}
		return out
	})
	add("queue", "Queue directory", func(rows []int32) []FacetValue {
		return e.dirValues(rows, "queue", func(d *queue.Dir) string { return d.Path })
	})
	add("host", "Host", func(rows []int32) []FacetValue {
		return e.dirValues(rows, "host", func(d *queue.Dir) string { return d.Host })
	})
	return out, nil
}

func (e *Engine) stateValues(rows []int32) []FacetValue {
	var n [queue.NumStates]int
	for _, i := range rows {
		n[e.queue.State[i]]++
	}
	var out []FacetValue
	for s, c := range n {
		name := queue.State(s).String()
		if c > 0 {
			out = append(out, FacetValue{Name: name, State: name, Count: c, Token: triage.Token("state", name)})
		}
	}
	slices.SortStableFunc(out, func(a, b FacetValue) int { return b.Count - a.Count })
	return out
}

// facetValues makes values of a ranking; the empty one gets a word and a name
// of its own, or is left out.
func (e *Engine) facetValues(key string, list []counted, word, name string) []FacetValue {
	var out []FacetValue
	for _, c := range list {
		v := e.queue.Text(c.value)
		shown := display(v)
		if v == "" {
			if word == "" {
				continue
			}
			v, shown = word, name
		}
		out = append(out, FacetValue{Name: shown, Count: c.count, Token: triage.Token(key, v)})
	}
	return out
}

// dirValues counts by a property of the queue directory.
func (e *Engine) dirValues(rows []int32, key string, of func(*queue.Dir) string) []FacetValue {
	q := e.queue
	names := make([]queue.Str, len(q.Dirs))
	for d := range names {
		names[d] = q.Strings.Add(of(&q.Dirs[d]))
	}
	return e.facetValues(key, e.count(rows, func(i int32) (queue.Str, bool) { return names[q.Dir[i]], true }), "", "")
}
