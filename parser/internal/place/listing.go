package place

import (
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Listing is where a listing lay, and what it has.
type Listing struct {
	Index  int    // in Queue.Listings
	Folder Folder // where its file lay
	Text   int    // number of the text; one can hold several listings
	First  int    // range in Queue.Listed
	End    int
}

// maxTried is how many entries of a listing are looked for among the files, and
// maxTries how often that is done for all listings and folders together.
const (
	maxTried = 2000
	maxTries = 30_000_000
)

// RootOf finds the host of a listing: the one that it names, or the one with
// most of its ids; if none, the only one, or the one whose folder is nearest.
// several means that its text has listings of more than one host.
func (m *Map) RootOf(in Listing, several bool) Root {
	q, host := m.queue, m.queue.Listings[in.Index].Host
	if host != "" {
		for d, p := range m.places {
			if sameHost(q.Dirs[d].Host, host) || sameHost(q.Dirs[d].Name, host) {
				return p.Root
			}
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
	best, depth := own, -1
	for _, p := range m.places {
		if p.Root.Holds(in.Folder) && len(p.Root.Folder) > depth {
			best, depth = p.Root, len(p.Root.Folder)
		}
	}
	if depth < 0 && len(m.places) > 0 && single(m.places) {
		return m.places[0].Root
	}
	return best
}

// rootByIDs finds the host with most of a listing's ids.
func (m *Map) rootByIDs(in Listing) (best Root, ok bool) {
	q := m.queue
	count := map[Root]int{}
	for e := in.First; e < min(in.End, in.First+maxTried); e++ {
		if m.tried += len(m.places); m.tried > maxTries {
			break
		}
		seen := map[Root]bool{}
		for d, p := range m.places {
			if !seen[p.Root] {
				if _, ok := q.Find(uint16(d), q.Text(q.Listed[e].ID)); ok {
					seen[p.Root] = true
					count[p.Root]++
				}
			}
		}
	}
	most := 0
	for _, p := range m.places { // in order, so that the result is the same every time
		n := count[p.Root]
		if n > 0 && p.Root.Archive == in.Folder.Archive && p.Root.Folder == in.Folder.Path {
			n++ // of two captures with the same ids the one beside the listing
		}
		if n > most {
			best, most = p.Root, n
		}
	}
	return best, most > 0
}

// sameHost compares two names of hosts, of which one may lack its domain.
func sameHost(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	a, b = strings.ToLower(a), strings.ToLower(b)
	return a == b || strings.HasPrefix(a, b+".") || strings.HasPrefix(b, a+".")
}

func single(places []Place) bool {
	for _, p := range places {
		if p.Root != places[0].Root {
			return false
		}
	}
	return true
}

// HostOf is the name of the host of a root, or for a listing without files what
// it says itself, or the folder it lay in. several means that listings came in
// more than one text.
func (m *Map) HostOf(in Listing, root Root, several bool) string {
	for d, p := range m.places {
		if p.Root == root {
			return m.queue.Dirs[d].Host
		}
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
	for k := range dirs {
		path, named := DefaultSpool, k < len(headings) && headings[k].Path != ""
		if named {
			path = headings[k].Path
		}
		found := false
		for d, p := range m.places {
			if p.Root == root && p.Path == path {
				dirs[k], found = uint16(d), true
				break
			}
		}
		if !found {
			dirs[k], found = m.listed[listedDir{host, path}]
		}
		if !found {
			dirs[k], found = m.dirByIDs(in, k, root, dirs[:k])
			if found && named {
				dir := &q.Dirs[dirs[k]]
				m.places[dirs[k]].Path, dir.Path, dir.Scanned = path, path, IsScanned(path)
			}
		}
		if !found && (k < len(headings) || m.hasUnheaded(in)) {
			dirs[k] = m.list(host, path, in)
		}
	}
	return dirs
}

// listedDir is a directory that listings name.
type listedDir struct{ host, path string }

// list adds a directory that is known from a listing. Beyond what their index can
// hold, they share the last one.
func (m *Map) list(host, path string, in Listing) uint16 {
	q := m.queue
	if len(q.Dirs) < 1<<16-1 {
		q.Dirs = append(q.Dirs, queue.Dir{Host: host, Path: path, Client: IsClient(path), Scanned: IsScanned(path)})
		m.folders = append(m.folders, in.Folder)
	}
	d := uint16(len(q.Dirs) - 1)
	if m.listed == nil {
		m.listed = map[listedDir]uint16{}
	}
	if _, ok := m.listed[listedDir{host, path}]; !ok {
		m.listed[listedDir{host, path}] = d
	}
	return d
}

// dirByIDs finds a directory of files whose name does not identify it, because
// it was renamed or packed from inside: the one with most of the ids
// under the heading k.
func (m *Map) dirByIDs(in Listing, k int, root Root, taken []uint16) (dir uint16, ok bool) {
	q := m.queue
	count := map[uint16]int{}
	for e := in.First; e < min(in.End, in.First+maxTried); e++ {
		if int(q.Listed[e].Queue) != k {
			continue
		}
		if m.tried += len(m.places); m.tried > maxTries {
			break
		}
		for d, p := range m.places {
			if p.Root == root && !p.Sure && p.Path != "" && !slices.Contains(taken, uint16(d)) {
				if i, ok := q.Find(uint16(d), q.Text(q.Listed[e].ID)); ok && !q.Dropped(i) {
					count[uint16(d)]++
				}
			}
		}
	}
	most := 0
	for d := range m.places {
		if n := count[uint16(d)]; n > most {
			dir, most = uint16(d), n
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
