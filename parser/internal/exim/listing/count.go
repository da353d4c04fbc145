package listing

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/lazyregexp"
	"github.com/spoolscope/spoolscope/parser/queue"
)

var matches = lazyregexp.New(`^(\d+)? ?matches out of (\d+)? ?messages(?: \(\d+\))?$`)

// counts takes a line that is a count: of exim -bpc and exipick --bpc a number alone, of
// exiqgrep -c how many of the messages match. That number lacks where it is none.
func (p *parser) counts(text []byte) bool {
	if m := matches().FindSubmatch(text); m != nil {
		p.count(m[2])
		return true
	}
	if len(bytes.Trim(text, "0123456789")) > 0 || len(text) > 9 {
		return false
	}
	n, _ := strconv.Atoi(string(text))
	listed := p.Out.Entries
	if p.Open {
		listed++
	}
	if !p.command.count && (listed == 0 || n != listed) {
		return false
	}
	p.count(text)
	return true
}

// count takes the number of all messages.
func (p *parser) count(digits []byte) {
	p.Finish()
	n, _ := strconv.Atoi(string(digits))
	if len(p.Out.Totals) > 0 {
		listed := p.command
		p.Next(p.Out.Host)
		p.command = listed
	}
	p.Out.Totals, p.counted = append(p.Out.Totals, n), p.Last
	p.command.count = false
}

// table is what exiqsumm prints: recipients by domain. It has no messages.
type table struct {
	titled bool
	at     queue.Pos
	rows   []row
	total  int // recipients, -1 the line of the total is missing
}

type row struct {
	domain string
	count  int
}

// maxRows bounds the rows that are kept.
const maxRows = 100_000

var (
	tableTitles = lazyregexp.New(`^Count\s+Volume\s+Oldest\s+Newest\s+Domain$`)
	tableRow    = lazyregexp.New(`^(\d+)\s+\d+(?:KB|MB)?\s+\d+[mhdw]\s+\d+[mhdw]\s+(\S.*)$`)
)

// tabled takes a line of exiqsumm.
func (p *parser) tabled(text []byte) bool {
	if text[0] == 'C' && tableTitles().Match(text) {
		p.Finish()
		if p.Frame.Begun() && !p.command.known || p.Out.Entries > 0 || p.table.titled {
			p.Next(p.Out.Host)
		}
		p.table = table{titled: true, at: p.Last, total: -1}
		return true
	}
	if !p.table.titled {
		return false
	}
	m := tableRow().FindSubmatch(text)
	if m == nil {
		return false
	}
	n, _ := strconv.Atoi(string(m[1]))
	switch domain := string(m[2]); {
	case domain == "TOTAL":
		p.table.total = n
	case len(p.table.rows) < maxRows:
		p.table.rows = append(p.table.rows, row{domain, n})
	}
	return true
}

// problem reports what the table shows, and that it is not the whole queue.
func (t *table) problem() queue.Problem {
	rows := slices.Clone(t.rows)
	slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(b.count, a.count) })
	const most = 3
	var first []string
	for _, r := range rows[:min(most, len(rows))] {
		first = append(first, fmt.Sprintf("%s %s", r.domain, count.Text(int64(r.count))))
	}
	reason := "exiqsumm counts no recipients: no mail waits, or exim -bp printed nothing"
	if len(rows) > 0 {
		sum := 0
		for _, r := range rows {
			sum += r.count
		}
		reason = fmt.Sprintf("exiqsumm counts %s recipients in %s domains (%s), and lists no messages", count.Text(int64(sum)), count.Text(int64(len(rows))), strings.Join(first, ", "))
		if t.total < 0 {
			reason += "; its total is missing"
		} else if t.total != sum {
			reason += fmt.Sprintf("; its total says %s", count.Text(int64(t.total)))
		}
	}
	return queue.Problem{Pos: t.at, Kind: queue.KindCounts, Reason: reason}
}
