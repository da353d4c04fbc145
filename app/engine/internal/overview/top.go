package overview

import (
	"cmp"
	"sort"
	"strings"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Rows of these tables on the first screen.
const (
	overviewTop  = 6
	overviewAges = 8
)

// top makes a table from a ranking.
func top(r capture.Ranking, row func(capture.Counted) protocol.TopRow) protocol.TopTable {
	t := protocol.TopTable{Rows: []protocol.TopRow{}, Values: r.Values, Rest: r.Rest}
	for _, c := range r.First {
		t.Rows = append(t.Rows, row(c))
	}
	return t
}

// submitters ranks the senders, clients, logins and scripts of a view. by has counted all messages
// that this server did not make itself.
func submitters(c *capture.Capture, o *protocol.Overview, v *capture.View, by *triage.Submitted) {
	by.AddMade()
	c.KeepTop("from", v, by.Senders)
	c.KeepTop("client", v, by.Clients)
	o.Senders, o.Clients = senders(c, v, overviewTop), clients(c, v, overviewTop)
	o.Logins = recorded(c, by.Logins, "auth", overviewTop, v.Query)
	o.Scripts = recorded(c, by.Scripts, "script", overviewTop, v.Query)
}

// senders ranks envelope senders; both spellings of the null sender are one.
func senders(c *capture.Capture, v *capture.View, limit int) protocol.TopTable {
	q, query := c.Queue, v.Query
	return top(c.TopOf("from", v, limit), func(top capture.Counted) protocol.TopRow {
		name := q.Text(top.Value)
		row := protocol.TopRow{Name: words.Visible(name), Count: top.Count, Query: capture.Narrow(query, capture.Term("from", capture.ExactAddress(name)))}
		if name == queue.NullSender {
			row.Note = "empty sender: bounces"
		}
		return row
	})
}

// clients ranks the clients that submitted the messages.
func clients(c *capture.Capture, v *capture.View, limit int) protocol.TopTable {
	q, query := c.Queue, v.Query
	return top(c.TopOf("client", v, limit), func(top capture.Counted) protocol.TopRow {
		name, note := capture.ClientName(q.Text(top.Value))
		return protocol.TopRow{Name: words.Visible(name), Note: words.Visible(note), Count: top.Count, Query: capture.Narrow(query, capture.Term("client", "="+q.Text(top.Value)))}
	})
}

// recorded ranks the logins or scripts that submitted messages, where they are recorded.
func recorded(c *capture.Capture, counted *triage.Tally, key string, limit int, query string) protocol.TopTable {
	q := c.Queue
	return top(c.Rank(counted, limit), func(top capture.Counted) protocol.TopRow {
		return protocol.TopRow{Name: words.Visible(q.Text(top.Value)), Count: top.Count, Query: capture.Narrow(query, capture.Term(key, "="+q.Text(top.Value)))}
	})
}

// queueDirs ranks queue directories.
func queueDirs(c *capture.Capture, v *capture.View) protocol.TopTable {
	q, query := c.Queue, v.Query
	sums := c.Sums(v).Dirs
	n := make([]int, len(sums))
	var dirs []uint16
	for d := range sums {
		if n[d] = sums[d].N(); n[d] > 0 {
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
		row := protocol.TopRow{Name: dir.Path, Note: words.Visible(dir.Host), Count: n[d], Query: capture.Narrow(query, capture.Term("queue", capture.Exact("queue", dir.Path)))}
		row.Query = capture.Narrow(row.Query, capture.Term("host", dir.Host))
		t.Rows = append(t.Rows, row)
	}
	return t
}

// domainTables ranks the domains of recipients, each once a message, and makes
// the table of destinations by age.
func domainTables(c *capture.Capture, o *protocol.Overview, v *capture.View) {
	o.Domains = top(c.TopOf("domain", v, overviewTop), func(top capture.Counted) protocol.TopRow {
		name := c.Queue.Text(top.Value)
		return protocol.TopRow{Name: words.Visible(name), Count: top.Count, Query: capture.Narrow(v.Query, capture.Term("domain", name))}
	})
	o.Ages = ages(c, v, c.TopOf("domain", v, overviewAges))
}

// ages makes the table of destinations by age for the first domains.
func ages(c *capture.Capture, v *capture.View, first capture.Ranking) protocol.AgeTable {
	q, query := c.Queue, v.Query
	t := protocol.AgeTable{Total: protocol.AgeRow{Name: "All", Count: len(v.Rows), Counts: make([]int, capture.AgeColumns), Query: query, Queries: capture.BucketQueries(query)}, Rows: []protocol.AgeRow{}, Domains: first.Values}
	s := c.Sums(v)
	for k := range s.Cells {
		for a, n := range s.Cells[k].Ages {
			t.Total.Counts[a] += int(n)
		}
	}
	at := c.Tally() // of each domain: its row plus one
	for n, top := range first.First {
		name := q.Text(top.Value)
		at.AddN(top.Value, n+1)
		row := protocol.AgeRow{Name: words.Visible(name), Count: top.Count, Counts: make([]int, capture.AgeColumns), Query: capture.Narrow(query, capture.Term("domain", name))}
		row.Queries = capture.BucketQueries(row.Query)
		t.Rows = append(t.Rows, row)
	}
	columns := c.AgeColumns()
	c.EachDomain(v.Rows, false, func(i int32, d queue.Str) {
		if n := at.Of(d); n > 0 && columns[i] < capture.AgeColumns {
			t.Rows[n-1].Counts[columns[i]]++
		}
	})
	return t
}
