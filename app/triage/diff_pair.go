package triage

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/poll"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// pairing finds the messages that are in both captures.
type pairing struct {
	before, after *queue.Queue
	wanted        *poll.Poll

	// By directory of either capture: equal hosts share a number, and so do
	// equal directories of equal hosts.
	host, dir [2][]int32
	filled    [2]map[int32]bool // directories, by such numbers, with messages

	// Rows of the later capture by the text of their id, plus one; 0 means
	// none.
	first []int32 // by queue.Str
	next  []int32 // by row
}

// standing numbers hosts and directories.
func (p *pairing) standing() {
	sides := [2]*queue.Queue{p.before, p.after}
	names := [2][]string{hostNames(p.before), hostNames(p.after)}
	known := map[string]int32{}
	number := func(key string) int32 {
		n, ok := known[key]
		if !ok {
			n = int32(len(known))
			known[key] = n
		}
		return n
	}
	told := true
	for side, q := range sides {
		for _, i := range q.Order {
			if !p.wanted.More() {
				return
			}
			told = told && names[side][q.Dir[i]] != ""
		}
	}
	for side, q := range sides {
		p.filled[side] = map[int32]bool{}
		for d := range q.Dirs {
			name := ""
			if told {
				name = names[side][d]
			}
			p.host[side] = append(p.host[side], number("host "+name))
			p.dir[side] = append(p.dir[side], number("dir "+name+"\x00"+q.Dirs[d].Path))
		}
		for _, i := range q.Order {
			if !p.wanted.More() {
				return
			}
			p.filled[side][p.dir[side][q.Dir[i]]] = true
		}
	}
}

// hostNames returns the name of each directory's server: the one in its
// Received lines, else the folder's name if there are folders of several hosts.
// The folder of a single host may have any name: the host is then "".
func hostNames(q *queue.Queue) []string {
	byFolder := map[string]string{}
	for d := range q.Dirs {
		if byFolder[q.Dirs[d].Host] == "" {
			byFolder[q.Dirs[d].Host] = strings.ToLower(q.Dirs[d].Name)
		}
	}
	names := make([]string, len(q.Dirs))
	for d := range names {
		host := q.Dirs[d].Host
		if names[d] = byFolder[host]; names[d] == "" && len(byFolder) > 1 {
			names[d] = strings.ToLower(host)
		}
	}
	return names
}

// overlap finds the directories that have messages in one capture only.
func (p *pairing) overlap() (d Diff) {
	for side, only := range []*[]uint16{&d.OnlyBefore, &d.OnlyAfter} {
		seen := map[int32]bool{}
		for k, n := range p.dir[side] {
			if !p.filled[side][n] || seen[n] {
				continue
			}
			seen[n] = true
			if p.filled[1-side][n] {
				d.Alike = true
			} else {
				*only = append(*only, uint16(k))
			}
		}
	}
	return d
}

// byID indexes the later capture's ids.
func (p *pairing) byID() {
	a := p.after
	p.first, p.next = make([]int32, a.Strings.Len()), make([]int32, a.Len())
	for k := len(a.Order) - 1; k >= 0; k-- {
		if !p.wanted.More() {
			return
		}
		j := a.Order[k]
		p.next[j] = p.first[a.ID[j]]
		p.first[a.ID[j]] = j + 1
	}
}

// match finds the pairs of rows that are one message: first in the same
// directory, then in different ones of the same host.
func (p *pairing) match(found func(i, j int32)) {
	b, a := p.before, p.after
	taken := make([]bool, a.Len())
	var left []int32
	for pass, rows := range []*[]int32{&b.Order, &left} {
		for _, i := range *rows {
			if !p.wanted.More() {
				return
			}
			j := int32(0)
			if s, ok := a.Strings.Find(b.Text(b.ID[i])); ok {
				j = p.first[s]
			}
			for j != 0 && (taken[j-1] || !p.same(i, j-1, pass == 1)) {
				j = p.next[j-1]
			}
			if j != 0 {
				taken[j-1] = true
				found(i, j-1)
			} else if pass == 0 {
				left = append(left, i)
			}
		}
	}
}

// same reports whether two rows with one id are one message.
func (p *pairing) same(i, j int32, anywhere bool) bool {
	b, a := p.before, p.after
	timed := (b.Flags[i]|a.Flags[j])&queue.NoControl == 0
	if timed && b.Created[i] != a.Created[j] {
		return false
	}
	if !anywhere {
		return p.dir[0][b.Dir[i]] == p.dir[1][a.Dir[j]]
	}
	return timed && b.Created[i] != queue.NoNumber && p.host[0][b.Dir[i]] == p.host[1][a.Dir[j]]
}

// moved reports whether a message is in another directory than before. If the
// archives were packed at different levels, paths are guesses: then one capture
// must have both directories.
func (p *pairing) moved(i, j int32) bool {
	from, to := p.dir[0][p.before.Dir[i]], p.dir[1][p.after.Dir[j]]
	return from != to && (p.filled[0][to] || p.filled[1][from])
}
