package capture

import (
	"slices"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Values counts messages by the values of a key, each value once a message; 0
// is no value. It reports whether the key has values that can be counted. The
// tally is valid until the next one is requested.
func (c *Capture) Values(key string, rows []int32) (*triage.Tally, bool) {
	if of := c.cellValues(key); of != nil {
		return c.byCell(rows, of), true
	}
	q, x := c.Queue, c.Index
	var of func(i int32) queue.Str
	column := func(col []queue.Str) func(i int32) queue.Str { return func(i int32) queue.Str { return col[i] } }
	switch key {
	case "from":
		of = column(x.From)
	case "sender-domain":
		domains := map[queue.Str]queue.Str{}
		of = func(i int32) queue.Str {
			d, ok := domains[x.From[i]]
			if !ok {
				d = q.Strings.Add(triage.Domain(q.Text(x.From[i])))
				domains[x.From[i]] = d
			}
			return d
		}
	case "client":
		of = column(q.Client)
	case "origin":
		of = column(q.OriginBy)
	case "auth":
		of = column(x.Login)
	case "helo":
		of = column(q.Helo)
	case "script":
		of = column(x.Script)
	case "kind":
		names := c.kindNames()
		of = func(i int32) queue.Str { return names[x.Kind(i)] }
	case "source":
		labels := c.sourceLabels()
		of = func(i int32) queue.Str { return labels[x.Source[i]] }
	case "created":
		of = c.days(func(i int32) int64 { return q.Created[i] })
	case "tried":
		of = c.days(x.LastTried)
	case "subject":
		of = column(q.Subject)
	case "id":
		of = column(q.ID)
	case "queue", "host", "system":
		dirs := c.dirNames(key)
		of = func(i int32) queue.Str { return dirs[q.Dir[i]] }
	case "domain", "to", "remote", "sent-to", "event":
		return c.severalValues(key, rows), true
	default:
		return nil, false
	}
	t := c.Tally()
	for _, i := range rows {
		t.Add(of(i))
	}
	return t, true
}

// byCell counts messages by a value that each cell has.
func (c *Capture) byCell(rows []int32, of []queue.Str) *triage.Tally {
	n := make([]int, len(of))
	for _, i := range rows {
		n[c.Index.Cell[i]]++
	}
	t := c.Tally()
	for cell, n := range n {
		t.AddN(of[cell], n)
	}
	return t
}

// cellValues returns the value of a key by cell; nil if messages of one cell may
// differ in it.
func (c *Capture) cellValues(key string) []queue.Str {
	q, x := c.Queue, c.Index
	var of func(n int, cell *triage.Cell) queue.Str
	switch key {
	case "state":
		of = func(_ int, cell *triage.Cell) queue.Str { return q.Strings.Add(cell.State.String()) }
	case "server":
		of = func(_ int, cell *triage.Cell) queue.Str { return cell.Server }
	case "obstacle":
		of = func(n int, _ *triage.Cell) queue.Str { return q.Strings.Add(x.Obstacles[x.Obstacle[n]].ID) }
	case "side":
		of = func(n int, _ *triage.Cell) queue.Str { return q.Strings.Add(string(x.Obstacles[x.Obstacle[n]].Side)) }
	case "code", "enhanced", "reason", "why":
		texts := c.reasonValues(key)
		of = func(_ int, cell *triage.Cell) queue.Str { return texts[cell.Reason] }
	default:
		return nil
	}
	values := make([]queue.Str, len(x.Cells))
	for n := range values {
		values[n] = of(n, &x.Cells[n])
	}
	return values
}

// days returns the day of a time of each row, in UTC, as created: takes it; 0 if
// it is unknown.
func (c *Capture) days(at func(i int32) int64) func(i int32) queue.Str {
	const day = 86400
	names := map[int64]queue.Str{}
	return func(i int32) queue.Str {
		t := at(i)
		if t == queue.NoNumber {
			return 0
		}
		t -= (t%day + day) % day
		name, ok := names[t]
		if !ok {
			name = c.Queue.Strings.Add(triage.Span{From: t, To: t + day}.String())
			names[t] = name
		}
		return name
	}
}

// reasonValues returns each reason's value of a key. Texts that differ only in
// case are one value, as in the filter.
func (c *Capture) reasonValues(key string) []queue.Str {
	x := c.Index
	out := make([]queue.Str, len(x.Reasons))
	first := map[string]string{}
	for r := range x.Reasons {
		v := ""
		switch key {
		case "code":
			v = x.Reasons[r].CodeText()
		case "enhanced":
			v = x.Reasons[r].EnhancedText()
		case "why":
			v = x.Topics[r].ID
		case "reason":
			v = words.Join(x.Reasons[r].Text)
			if f, ok := first[x.Text(int32(r))]; ok {
				v = f
			}
			first[x.Text(int32(r))] = v
		}
		out[r] = c.Queue.Strings.Add(v)
	}
	return out
}

// severalValues counts by keys of which a message can have several values.
func (c *Capture) severalValues(key string, rows []int32) *triage.Tally {
	q := c.Queue
	if key == "domain" {
		t := c.Tally()
		c.EachDomain(rows, true, func(_ int32, d queue.Str) { t.Add(d) })
		return t
	}
	t := c.Tally()
	var all []queue.Str
	for _, i := range rows {
		switch key {
		case "remote":
			all = c.Index.Remotes(i, all[:0])
		case "sent-to":
			all = c.Index.SentTo(i, all[:0])
		case "event":
			all = c.Index.EventKinds(i, all[:0])
		default:
			from, to := q.Recipients(i)
			all = append(all[:0], q.RcptAddr[from:to]...)
			slices.Sort(all)
			all = slices.Compact(all)
		}
		for _, s := range all {
			t.Add(s)
		}
		if len(all) == 0 {
			t.Add(0)
		}
	}
	return t
}

// Steps are the ranges in which numbers are counted.
var Steps = map[string][]string{
	"age":   ageSteps(),
	"size":  {"<1k", "1k..10k", "10k..100k", "100k..1M", "1M..10M", ">10M", "none"},
	"tries": {"0", "1", "2..5", "6..20", "21..50", ">50", "none"},
}

// ageSteps returns AgeBuckets as values of terms.
func ageSteps() []string {
	last := len(protocol.AgeBuckets) - 1
	out := []string{triage.AgeTerm("<=", protocol.AgeBuckets[0]).Term.Value()}
	for b := range last {
		out = append(out, triage.AgeRange(protocol.AgeBuckets[b], protocol.AgeBuckets[b+1]).Term.Value())
	}
	return append(out, triage.AgeTerm(">", protocol.AgeBuckets[last]).Term.Value(), "none")
}

// kindNames returns the values of kind:, by kind.
func (c *Capture) kindNames() (names [triage.NumKinds]queue.Str) {
	for k := range names {
		names[k] = c.Queue.Strings.Add(triage.Kind(k).String())
	}
	return names
}

// sourceLabels returns the values of source:, by source of the index.
func (c *Capture) sourceLabels() []queue.Str {
	labels := make([]queue.Str, len(c.Index.Sources))
	for n := range labels {
		labels[n] = c.Queue.Strings.Add(c.Index.Sources[n].Label)
	}
	return labels
}

// dirNames returns the values of queue:, host: or system:, by queue directory.
func (c *Capture) dirNames(key string) []queue.Str {
	q := c.Queue
	names := make([]queue.Str, len(q.Dirs))
	for d := range names {
		switch key {
		case "queue":
			names[d] = q.Strings.Add(q.Dirs[d].Path)
		case "host":
			names[d] = q.Strings.Add(q.Dirs[d].Host)
		default:
			names[d] = q.Strings.Add(q.Dirs[d].System.String())
		}
	}
	return names
}
