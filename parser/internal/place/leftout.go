package place

import (
	"path"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// rootPath is a directory of a server.
type rootPath struct {
	root Root
	path string
}

// LeaveOut finds folders inside a queue directory that sendmail ignores:
// copies and messages put aside by hand. A directory that a listing names, or
// whose name says qd, is a queue; without any listing, one is left out if all
// its messages are copies of those above it.
func (m *Map) LeaveOut() {
	m.leftOut = map[uint16]string{}
	direct := map[rootPath]uint16{} // directories that hold control files themselves
	var known lengths               // of their paths
	listed := map[Root]bool{}       // roots with a sure place
	for d, p := range m.places {
		direct[rootPath{p.Root, p.Path}] = uint16(d)
		known.add(p.Path)
		listed[p.Root] = listed[p.Root] || p.Sure
	}
	full := make([]bool, len(m.queue.Dirs))
	for i, d := range m.queue.Dir {
		full[d] = full[d] || m.queue.Control[i].Size >= 0
	}
	var rows map[uint16][]int32
	for d, p := range m.places {
		above, ok := above(p, direct, known, full)
		if p.Sure || !ok || m.queue.Dirs[d].System != queue.Sendmail || strings.HasPrefix(path.Base(p.Path), "qd") {
			continue
		}
		if listed[p.Root] {
			m.leftOut[uint16(d)] = "no listing names it"
			continue
		}
		if rows == nil {
			rows = map[uint16][]int32{}
			for i := range int32(m.queue.Len()) {
				rows[m.queue.Dir[i]] = append(rows[m.queue.Dir[i]], i)
			}
		}
		copies := true
		for _, i := range rows[uint16(d)] {
			if _, ok := m.queue.Find(above, m.queue.Text(m.queue.ID[i])); !ok {
				copies = false
				break
			}
		}
		if copies {
			m.leftOut[uint16(d)] = "it holds copies of messages in the queue above it"
		}
	}
}

// above finds the queue directory with control files that holds a folder.
func above(p Place, direct map[rootPath]uint16, known lengths, full []bool) (uint16, bool) {
	up := path.Clean(p.Path)
	for n := strings.Count(strings.Trim(up, "/"), "/"); n >= max(p.Top, 1); n-- {
		up = up[:strings.LastIndexByte(up, '/')]
		if !known.has(up) {
			continue
		}
		if d, ok := direct[rootPath{p.Root, up}]; ok && full[d] {
			return d, true
		}
	}
	return 0, false
}
