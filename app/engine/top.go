package engine

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// count counts messages by a value, 0 being none, and ranks the values.
func (e *capture) count(rows []int32, limit int, value func(i int32) queue.Str, always ...queue.Str) ranking {
	t := e.tally()
	for _, i := range rows {
		if v := value(i); v != 0 {
			t.add(v)
		}
	}
	return e.rank(t, limit, always...)
}

// top makes a table of a ranking.
func top(r ranking, row func(counted) protocol.TopRow) protocol.TopTable {
	t := protocol.TopTable{Rows: []protocol.TopRow{}, Values: r.values, Rest: r.rest}
	for _, c := range r.first {
		t.Rows = append(t.Rows, row(c))
	}
	return t
}

// senders ranks envelope senders; the two ways of writing a null sender are
// one.
func (e *capture) senders(rows []int32, limit int, query string) protocol.TopTable {
	q, x := e.queue, e.index
	return top(e.count(rows, limit, func(i int32) queue.Str { return x.From[i] }), func(c counted) protocol.TopRow {
		name := q.Text(c.value)
		row := protocol.TopRow{Name: words.Visible(name), Count: c.count, Query: narrow(query, "from", exactAddress(name))}
		if name == queue.NullSender {
			row.Note = "empty sender: bounces"
		}
		return row
	})
}

// clients ranks who handed the messages in.
func (e *capture) clients(rows []int32, limit int, query string) protocol.TopTable {
	q := e.queue
	return top(e.count(rows, limit, func(i int32) queue.Str { return q.Client[i] }), func(c counted) protocol.TopRow {
		name, note := clientName(q.Text(c.value))
		return protocol.TopRow{Name: words.Visible(name), Note: words.Visible(note), Count: c.count, Query: narrow(query, "client", "="+q.Text(c.value))}
	})
}

// logins and scripts rank who handed the messages in, where that is recorded.
func (e *capture) logins(rows []int32, limit int, query string) protocol.TopTable {
	return e.recorded(rows, e.queue.Auth, "auth", limit, query)
}

func (e *capture) scripts(rows []int32, limit int, query string) protocol.TopTable {
	return e.recorded(rows, e.queue.Script, "script", limit, query)
}

// recorded ranks the values of a column that few messages have. It has no rows
// without any.
func (e *capture) recorded(rows []int32, col []queue.Str, key string, limit int, query string) protocol.TopTable {
	q := e.queue
	var some []int32
	for _, i := range rows {
		if col[i] != 0 {
			some = append(some, i)
		}
	}
	return top(e.count(some, limit, func(i int32) queue.Str { return col[i] }), func(c counted) protocol.TopRow {
		return protocol.TopRow{Name: words.Visible(q.Text(c.value)), Count: c.count, Query: narrow(query, key, "="+q.Text(c.value))}
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
func (e *capture) queueDirs(rows []int32, query string) protocol.TopTable {
	q := e.queue
	n := make([]int, len(q.Dirs))
	for _, i := range rows {
		n[q.Dir[i]]++
	}
	var dirs []uint16
	for d, count := range n {
		if count > 0 {
			dirs = append(dirs, uint16(d))
		}
	}
	sort.Slice(dirs, func(i, j int) bool {
		a, b := dirs[i], dirs[j]
		return cmp.Or(n[b]-n[a], strings.Compare(q.Dirs[a].Host, q.Dirs[b].Host), strings.Compare(q.Dirs[a].Path, q.Dirs[b].Path)) < 0
	})
	t := protocol.TopTable{Rows: []protocol.TopRow{}, Values: len(dirs)}
	for _, d := range dirs[:min(len(dirs), 100)] {
		dir := &q.Dirs[d]
		row := protocol.TopRow{Name: dir.Path, Note: words.Visible(dir.Host), Count: n[d], Query: narrow(query, "queue", exact("queue", dir.Path))}
		row.Query = narrow(row.Query, "host", dir.Host)
		t.Rows = append(t.Rows, row)
	}
	return t
}

// eachDomain calls f for each different recipient domain of each message; with
// none also for 0 where a message has no recipient with a domain.
func (e *capture) eachDomain(rows []int32, none bool, f func(i int32, domain queue.Str)) {
	x := e.index
	var last []int32 // by domain: the message of many recipients that had it last, plus one
	for _, i := range rows {
		from, to := e.queue.Recipients(i)
		domains := x.RcptDomain[from:to]
		found := false
		if len(domains) > fewDomains && last == nil {
			last = make([]int32, e.queue.Strings.Len())
		}
		for k, d := range domains {
			switch {
			case d == 0:
				continue
			case len(domains) > fewDomains:
				if last[d] == i+1 {
					continue
				}
				last[d] = i + 1
			case slices.Contains(domains[:k], d):
				continue
			}
			found = true
			f(i, d)
		}
		if none && !found {
			f(i, 0)
		}
	}
}

// fewDomains is how many recipients are compared with each other.
const fewDomains = 8

// tallyDomains counts messages by the domains of their recipients.
func (e *capture) tallyDomains(rows []int32) *tally {
	t := e.tally()
	e.eachDomain(rows, false, func(_ int32, d queue.Str) { t.add(d) })
	return t
}

// domainTables ranks the domains of recipients, a message counting once for
// each, and makes the table of destination by age.
func (e *capture) domainTables(o *protocol.Overview, v *view) {
	t := e.tallyDomains(v.rows)
	o.Domains = top(e.rank(t, overviewTop), func(c counted) protocol.TopRow {
		name := e.queue.Text(c.value)
		return protocol.TopRow{Name: words.Visible(name), Count: c.count, Query: narrow(v.query, "domain", name)}
	})
	o.Ages = e.ages(v, e.rank(t, overviewAges))
}

// ages makes the table of destination by age of the first domains.
func (e *capture) ages(v *view, first ranking) protocol.AgeTable {
	q, query := e.queue, v.query
	t := protocol.AgeTable{Total: protocol.AgeRow{Name: "All", Count: len(v.rows), Counts: make([]int, ageColumns), Query: query, Queries: bucketQueries(query)}, Rows: []protocol.AgeRow{}, Domains: first.values}
	s := e.sums(v)
	for _, cell := range s.order {
		for a, n := range s.cells[cell].ages {
			t.Total.Counts[a] += int(n)
		}
	}
	at := make([]uint8, q.Strings.Len()) // by domain: its row plus one
	for n, c := range first.first {
		name := q.Text(c.value)
		at[c.value] = uint8(n + 1)
		row := protocol.AgeRow{Name: words.Visible(name), Count: c.count, Counts: make([]int, ageColumns), Query: narrow(query, "domain", name)}
		row.Queries = bucketQueries(row.Query)
		t.Rows = append(t.Rows, row)
	}
	columns := e.ageColumns()
	e.eachDomain(v.rows, false, func(i int32, d queue.Str) {
		if n := at[d]; n > 0 && columns[i] < ageColumns {
			t.Rows[n-1].Counts[columns[i]]++
		}
	})
	return t
}
