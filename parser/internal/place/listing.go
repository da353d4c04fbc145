package place

import (
	"slices"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Listing is the place of a listing, and its content.
type Listing struct {
	Index  int    // in Queue.Listings
	Folder Folder // where its file lay
	Text   int    // number of the text; one can hold several listings
	First  int    // range in Queue.Listed
	End    int
}

// maxTried is how many entries of a listing are searched for among the files; fewer beside
// many directories, but no less than minTried.
const (
	maxTried = 2000
	minTried = 20
)

// tries returns the end of the entries of a listing that are searched for.
func (m *Map) tries(in Listing) int {
	const most = 200_000 // of entries in directories
	return min(in.End, in.First+min(maxTried, max(minTried, most/max(len(m.places), 1))))
}

// RootOf finds the host of a listing: the one that it names, or the one with
// most of its ids; if none, the only one, or the one whose folder is nearest.
// several means that its text has listings of more than one host.
func (m *Map) RootOf(in Listing, several bool) Root {
	host := m.queue.Listings[in.Index].Host
	if host != "" {
		if d, ok := m.index.hosts.find(host); ok {
			return m.places[d].Root
		}
	}
	if root, ok := m.rootByIDs(in); ok {
		return root
	}
	own := Root{Archive: in.Folder.Archive, Folder: in.Folder.Path}
	if host != "" && several {
		own.Host = host
		return own
	}
	if r, ok := m.index.around(in.Folder); ok {
		return r
	}
	if len(m.index.roots) == 1 {
		return m.index.roots[0]
	}
	return own
}

// rootByIDs finds the host with most of a listing's ids.
func (m *Map) rootByIDs(in Listing) (best Root, ok bool) {
	q := m.queue
	count := map[Root]int{}
	for e := in.First; e < m.tries(in); e++ {
		if m.tried += len(m.places); m.Many() {
			break
		}
		id := q.Text(q.Listed[e].ID)
		for _, r := range m.index.roots {
			if slices.ContainsFunc(m.index.of[r], func(d uint16) bool { _, ok := q.Find(d, id); return ok }) {
				count[r]++
			}
		}
	}
	if len(count) == 0 {
		return best, false
	}
	most := 0
	for _, r := range m.index.roots { // in order, so that the result is the same every time
		n := count[r]
		if n > 0 && r.Archive == in.Folder.Archive && r.Folder == in.Folder.Path {
			n++ // of two captures with the same ids, the one beside the listing
		}
		if n > most {
			best, most = r, n
		}
	}
	return best, most > 0
}

// HostOf returns the name of the host of a root, or for a listing without files the
// name that it gives itself, or its folder. several means that listings came in more
// than one text.
func (m *Map) HostOf(in Listing, root Root, several bool) string {
	if of := m.index.of[root]; len(of) > 0 {
		return m.queue.Dirs[of[0]].Host
	}
	if host := m.queue.Listings[in.Index].Host; host != "" {
		return host
	}
	if host := m.collected(in.Folder); host != "" {
		return host
	}
	if several || len(m.places) > 0 {
		if c := Components(in.Folder.Path); len(c) > 0 {
			return c[len(c)-1]
		}
	}
	return ""
}

// DirsOf returns the queue directory of each heading of a listing, and at the end
// that of the entries before any heading. A heading that is not among the
// files gets a directory of its own.
func (m *Map) DirsOf(in Listing, root Root, host string) []uint16 {
	q := m.queue
	headings := q.Listings[in.Index].Queues
	dirs := make([]uint16, len(headings)+1)
	taken := map[uint16]bool{}
	for k := range dirs {
		path, named := DefaultSpool, k < len(headings) && headings[k].Path != ""
		if named {
			path = headings[k].Path
		}
		var found bool
		dirs[k], found = m.index.at[rootPath{root, path}]
		if !found {
			dirs[k], found = m.made[madeDir{queue.Sendmail, host, path}]
		}
		if !found {
			dirs[k], found = m.dirByIDs(in, k, root, taken)
			if found && named {
				dir := &q.Dirs[dirs[k]]
				m.rename(dirs[k], path)
				dir.Path, dir.Scanned = path, IsScanned(path)
			}
		}
		if !found && (k < len(headings) || m.hasUnheaded(in)) {
			dirs[k] = m.unfiled(queue.Dir{Host: host, Path: path, Client: IsClient(path), Scanned: IsScanned(path)}, in.Folder)
		}
		taken[dirs[k]] = true
	}
	return dirs
}

// madeDir is a directory without files, which listings or logs name.
type madeDir struct {
	system     queue.System
	host, path string
}

// unfiled returns a directory without files, a new one on first use. Beyond what their index can
// hold, they share the last one.
func (m *Map) unfiled(dir queue.Dir, lay Folder) uint16 {
	key := madeDir{dir.System, dir.Host, dir.Path}
	d, ok := m.made[key]
	if ok {
		return d
	}
	q := m.queue
	if len(q.Dirs) < 1<<16-1 {
		q.Dirs = append(q.Dirs, dir)
		m.folders = append(m.folders, lay)
		m.index.all = nil
	}
	d = uint16(len(q.Dirs) - 1)
	if m.made == nil {
		m.made = map[madeDir]uint16{}
	}
	m.made[key] = d
	return d
}

// dirByIDs finds a directory of files whose name does not identify it, because
// it was renamed or packed from inside: the one with most of the ids
// under the heading k.
func (m *Map) dirByIDs(in Listing, k int, root Root, taken map[uint16]bool) (dir uint16, ok bool) {
	q := m.queue
	count := map[uint16]int{}
	for e := in.First; e < m.tries(in); e++ {
		if int(q.Listed[e].Queue) != k {
			continue
		}
		dirs := m.index.of[root]
		if m.tried += len(dirs); m.Many() {
			break
		}
		for _, d := range dirs {
			if p := &m.places[d]; !p.Sure && p.Path != "" && !taken[d] {
				if i, ok := q.Find(d, q.Text(q.Listed[e].ID)); ok && !q.Dropped(i) {
					count[d]++
				}
			}
		}
	}
	most := 0
	for d, n := range count { // of those with most the first
		if n > most || n == most && d < dir {
			dir, most = d, n
		}
	}
	return dir, most > 0
}

func (m *Map) hasUnheaded(in Listing) bool {
	for e := in.First; e < in.End; e++ {
		if m.queue.Listed[e].Queue < 0 {
			return true
		}
	}
	return false
}
