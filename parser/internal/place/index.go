package place

import (
	"cmp"
	"slices"
	"strings"
)

// index finds directories with files by root, path or host: archives can hold thousands of them,
// and as many listings and configurations that each belong to one of them.
type index struct {
	roots   []Root              // the distinct ones, in the order of the directories
	of      map[Root][]uint16   // their directories
	at      map[rootPath]uint16 // the first directory of a path
	folders []string            // archive and path of each, sorted
	hosts   names               // of the directories with files, and the names that those say themselves
	all     *names              // of the hosts of all directories; made on first use
}

func (m *Map) newIndex() index {
	x := index{of: map[Root][]uint16{}, at: map[rootPath]uint16{}}
	for d, p := range m.places {
		if x.of[p.Root] == nil {
			x.roots = append(x.roots, p.Root)
		}
		x.of[p.Root] = append(x.of[p.Root], uint16(d))
		if _, ok := x.at[rootPath{p.Root, p.Path}]; !ok {
			x.at[rootPath{p.Root, p.Path}] = uint16(d)
		}
		x.folders = append(x.folders, m.folders[d].Archive+"\x00"+m.folders[d].Path+"/")
		x.hosts.add(m.queue.Dirs[d].Host, d)
		x.hosts.add(m.queue.Dirs[d].Name, d)
	}
	slices.Sort(x.folders)
	x.hosts.sort()
	return x
}

// single reports whether all directories with files belong to one host.
func (x *index) single() bool { return len(x.roots) <= 1 }

// around finds the nearest root that holds a folder.
func (x *index) around(f Folder) (r Root, ok bool) {
	for up := f.Path; ; up = Parent(up) {
		r = Root{Archive: f.Archive, Folder: up}
		if x.of[r] != nil || up == "" {
			return r, x.of[r] != nil
		}
	}
}

// rename gives a directory another path.
func (m *Map) rename(d uint16, path string) {
	p := &m.places[d]
	old := rootPath{p.Root, p.Path}
	p.Path = path
	if m.index.at[old] == d {
		delete(m.index.at, old)
		for _, other := range m.index.of[p.Root] {
			if m.places[other].Path == old.path {
				m.index.at[old] = other
				break
			}
		}
	}
	if first, ok := m.index.at[rootPath{p.Root, path}]; !ok || d < first {
		m.index.at[rootPath{p.Root, path}] = d
	}
}

// names are those of hosts, of which one may lack its domain.
type names struct {
	list  []hostName
	known map[string]int // what was searched for before: the directory, -1 for none
}

type hostName struct {
	name string // in lower case
	dir  int
}

func (n *names) add(name string, dir int) {
	if name != "" {
		n.list = append(n.list, hostName{strings.ToLower(name), dir})
	}
}

// sort must follow the last add. The first directory of each name stays.
func (n *names) sort() {
	slices.SortFunc(n.list, func(a, b hostName) int { return cmp.Or(strings.Compare(a.name, b.name), a.dir-b.dir) })
	n.list = slices.CompactFunc(n.list, func(a, b hostName) bool { return a.name == b.name })
	n.known = map[string]int{}
}

// find returns the first directory whose host has the name; either of the two names may lack its
// domain.
func (n *names) find(host string) (dir int, ok bool) {
	host = strings.ToLower(host)
	if host == "" {
		return 0, false
	}
	dir, ok = n.known[host]
	if !ok {
		dir = n.search(host)
		n.known[host] = dir
	}
	return dir, dir >= 0
}

func (n *names) search(host string) int {
	first := -1
	found := func(dir int) {
		if first < 0 || dir < first {
			first = dir
		}
	}
	from := func(name string) int {
		at, _ := slices.BinarySearchFunc(n.list, name, func(h hostName, name string) int { return strings.Compare(h.name, name) })
		return at
	}
	whole := func(name string) {
		if at := from(name); at < len(n.list) && n.list[at].name == name {
			found(n.list[at].dir)
		}
	}
	whole(host)
	for k := range len(host) {
		if host[k] == '.' && k > 0 {
			whole(host[:k])
		}
	}
	for at := from(host + "."); at < len(n.list) && strings.HasPrefix(n.list[at].name, host+"."); at++ {
		found(n.list[at].dir)
	}
	return first
}
