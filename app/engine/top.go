package engine

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// counted is a value with the number of messages that have it.
type counted struct {
	value queue.Str
	count int
}

// count counts messages by a value and ranks the values, largest first, equal
// ones by name.
func (e *Engine) count(rows []int32, value func(i int32) (queue.Str, bool)) []counted {
	n := map[queue.Str]int{}
	for _, i := range rows {
		if v, ok := value(i); ok {
			n[v]++
		}
	}
	return e.ranked(n)
}

func (e *Engine) ranked(n map[queue.Str]int) []counted {
	list := make([]counted, 0, len(n))
	for v, c := range n {
		list = append(list, counted{v, c})
	}
	slices.SortFunc(list, func(a, b counted) int {
		return cmp.Or(b.count-a.count, e.queue.Strings.Compare(a.value, b.value))
	})
	return list
}

// top makes a ranking of the first values.
func top(list []counted, limit int, row func(counted) TopRow) TopTable {
	t := TopTable{Rows: []TopRow{}, Values: len(list)}
	for n, c := range list {
		if n < limit {
			t.Rows = append(t.Rows, row(c))
		} else {
			t.Rest += c.count
		}
	}
	return t
}

// senders ranks envelope senders; the two ways of writing a null sender are
// one.
func (e *Engine) senders(rows []int32, limit int, query string) TopTable {
	q := e.queue
	null := q.Strings.Add(queue.NullSender)
	bare := map[queue.Str]queue.Str{}
	list := e.count(rows, func(i int32) (queue.Str, bool) {
		if q.Flags[i]&queue.NullFrom != 0 {
			return null, true
		}
		s, ok := bare[q.Sender[i]]
		if !ok {
			s = q.Strings.Add(triage.Bare(q.Text(q.Sender[i])))
			bare[q.Sender[i]] = s
		}
		return s, q.Flags[i]&queue.HasSender != 0
	})
	return top(list, limit, func(c counted) TopRow {
		name := q.Text(c.value)
		row := TopRow{Name: display(name), Count: c.count, Query: narrow(query, "from", exactAddress(name))}
		if c.value == null {
			row.Note = "empty sender: bounces"
		}
		return row
	})
}

// exactAddress is the value of a from or to token that selects one address.
func exactAddress(a string) string {
	if strings.IndexByte(a, '@') > 0 || a == queue.NullSender {
		return a
	}
	return "=" + a
}

// clients ranks who handed the messages in.
func (e *Engine) clients(rows []int32, limit int, query string) TopTable {
	q := e.queue
	list := e.count(rows, func(i int32) (queue.Str, bool) { return q.Client[i], q.Client[i] != 0 })
	return top(list, limit, func(c counted) TopRow {
		name, note := clientName(q.Text(c.value))
		return TopRow{Name: display(name), Note: display(note), Count: c.count, Query: narrow(query, "client", "="+q.Text(c.value))}
	})
}

// clientName splits the macro $_ ("host [ip] (may be forged)", "user@localhost")
// into a name and a remark.
func clientName(v string) (name, note string) {
	name, rest, _ := strings.Cut(v, " ")
	switch {
	case v == "localhost" || strings.HasPrefix(v, "localhost ["):
		return "localhost", "this server"
	case strings.HasPrefix(name, "[") && rest == "":
		return strings.Trim(name, "[]"), "no reverse name"
	case strings.HasSuffix(name, "@localhost"):
		return name, "a local user or script"
	}
	return name, rest
}

// queueDirs ranks queue directories.
func (e *Engine) queueDirs(rows []int32, query string) TopTable {
	q := e.queue
	n := map[uint16]int{}
	for _, i := range rows {
		n[q.Dir[i]]++
	}
	dirs := make([]uint16, 0, len(n))
	for d := range n {
		dirs = append(dirs, d)
	}
	slices.SortFunc(dirs, func(a, b uint16) int {
		return cmp.Or(n[b]-n[a], strings.Compare(q.Dirs[a].Host, q.Dirs[b].Host), strings.Compare(q.Dirs[a].Path, q.Dirs[b].Path))
	})
	t := TopTable{Rows: []TopRow{}, Values: len(dirs)}
	for _, d := range dirs[:min(len(dirs), 100)] {
		dir := &q.Dirs[d]
		row := TopRow{Name: dir.Path, Note: display(dir.Host), Count: n[d], Query: narrow(query, "queue", dir.Path)}
		if dir.Host != "" {
			row.Query = narrow(row.Query, "host", dir.Host)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// domains ranks the domains of recipients; a message counts once for each.
func (e *Engine) domains(rows []int32, limit int, query string) TopTable {
	return top(e.countDomains(rows), limit, func(c counted) TopRow {
		name := e.queue.Text(c.value)
		return TopRow{Name: display(name), Count: c.count, Query: narrow(query, "domain", name)}
	})
}

// eachDomain calls f for each different recipient domain of each message; with
// none also for 0 where a message has no recipient with a domain.
func (e *Engine) eachDomain(rows []int32, none bool, f func(i int32, domain queue.Str)) {
	q := e.queue
	known := map[queue.Str]queue.Str{}
	var seen []queue.Str
	for _, i := range rows {
		from, to := q.Recipients(i)
		seen = seen[:0]
		for k := from; k < to; k++ {
			a := q.RcptAddr[k]
			d, ok := known[a]
			if !ok {
				d = q.Strings.Add(triage.Domain(q.Text(a)))
				known[a] = d
			}
			if d != 0 && !slices.Contains(seen, d) {
				seen = append(seen, d)
				f(i, d)
			}
		}
		if none && len(seen) == 0 {
			f(i, 0)
		}
	}
}

func (e *Engine) countDomains(rows []int32) []counted {
	n := map[queue.Str]int{}
	e.eachDomain(rows, false, func(_ int32, d queue.Str) { n[d]++ })
	return e.ranked(n)
}

// ages makes the table of destination by age.
func (e *Engine) ages(rows []int32, limit int, query string) AgeTable {
	q := e.queue
	list := e.countDomains(rows)
	t := AgeTable{Total: AgeRow{Name: "All", Count: len(rows), Counts: make([]int, len(AgeBuckets)+1), Query: query, Queries: bucketQueries(query)}, Rows: []AgeRow{}, Domains: len(list)}
	for _, i := range rows {
		if a := e.age(i); a >= 0 {
			t.Total.Counts[bucket(a)]++
		}
	}
	at := map[queue.Str]int{}
	for n, c := range list[:min(len(list), limit)] {
		name := q.Text(c.value)
		at[c.value] = n
		row := AgeRow{Name: display(name), Count: c.count, Counts: make([]int, len(AgeBuckets)+1), Query: narrow(query, "domain", name)}
		row.Queries = bucketQueries(row.Query)
		t.Rows = append(t.Rows, row)
	}
	e.eachDomain(rows, false, func(i int32, d queue.Str) {
		if n, ok := at[d]; ok {
			if a := e.age(i); a >= 0 {
				t.Rows[n].Counts[bucket(a)]++
			}
		}
	})
	return t
}
