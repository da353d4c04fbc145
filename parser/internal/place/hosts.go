package place

import (
	"maps"
	"path"
	"strings"
)

// NameHosts gives each root a name: the folder above the spool when there are
// several hosts, the server's own name when there is one. own are the server
// names in queue files; given are those in the files around the queue, or in the
// name of the folder.
func NameHosts(places []Place, own, given map[Root]string) map[Root]string {
	var roots []Root
	names := map[Root]string{}
	for _, p := range places {
		if _, ok := names[p.Root]; !ok {
			names[p.Root] = ""
			roots = append(roots, p.Root)
		}
	}
	for _, r := range roots {
		name := ""
		if r.Folder != "" {
			name = path.Base(r.Folder)
		}
		if given[r] != "" {
			name = given[r]
		}
		if name == "" || len(roots) == 1 && own[r] != "" && given[r] == "" {
			name = own[r]
		}
		if name == "" && len(roots) > 1 {
			name = stem(r.Archive)
		}
		names[r] = name
	}
	// Two of one archive are distinguished by their folders; names that still
	// clash, by the archive.
	type named struct{ archive, name string }
	clash := clashing(names, places)
	count := map[named]int{}
	for r := range clash {
		count[named{r.Archive, names[r]}]++
	}
	for r := range clash {
		if r.Folder != "" && count[named{r.Archive, names[r]}] > 1 {
			names[r] = r.Folder
		}
	}
	label := archiveLabels(roots)
	for r := range clashing(names, places) {
		if l := label[r.Archive]; l != "" && names[r] != l {
			names[r] = strings.TrimSpace(names[r] + " (" + l + ")")
		}
	}
	return names
}

// HostAt returns the host to whose server a folder belongs: that of the nearest
// root around it, one after which the folders are named, or the only one. It
// reports false if that is not known.
func (m *Map) HostAt(f Folder) (host string, ok bool) {
	q := m.queue
	if r, ok := m.index.around(f); ok && (r.Folder != "" || m.index.single()) {
		return q.Dirs[m.index.of[r][0]].Host, true
	}
	if m.index.all == nil {
		m.index.all = new(names)
		for d := range q.Dirs {
			m.index.all.add(q.Dirs[d].Host, d)
		}
		m.index.all.sort()
	}
	c := Components(f.Path)
	if name := m.collected(f); name != "" {
		c = append(c, name)
	}
	for n := len(c) - 1; n >= 0; n-- {
		if d, ok := m.index.all.find(c[n]); ok {
			return q.Dirs[d].Host, true
		}
	}
	for d := range q.Dirs {
		if q.Dirs[d].Host != q.Dirs[0].Host {
			return "", false
		}
	}
	if len(q.Dirs) == 0 {
		return "", false
	}
	return q.Dirs[0].Host, true
}

// archiveLabels gives each archive its file name, with the path where another
// archive has the same one.
func archiveLabels(roots []Root) map[string]string {
	label := map[string]string{}
	for _, r := range roots {
		if r.Archive != "" {
			label[r.Archive] = path.Base(r.Archive)
		}
	}
	count := map[string]int{}
	for _, base := range label {
		count[base]++
	}
	for archive, base := range label {
		if count[base] > 1 {
			label[archive] = archive
		}
	}
	return label
}

// clashing finds roots that share the name and a queue directory with another
// one: two captures, or two hosts. Archives of different directories of one
// host do not clash; they join.
func clashing(names map[Root]string, places []Place) map[Root]bool {
	type dir struct{ name, path string }
	roots := map[dir]map[Root]bool{}
	for _, p := range places {
		d := dir{names[p.Root], p.Path}
		if p.Path == "" {
			continue // it became part of another folder
		}
		if roots[d] == nil {
			roots[d] = map[Root]bool{}
		}
		roots[d][p.Root] = true
	}
	clash := map[Root]bool{}
	for _, same := range roots {
		if len(same) > 1 {
			maps.Copy(clash, same)
		}
	}
	return clash
}

// stem returns an archive's file name without its endings.
func stem(name string) string {
	name = path.Base(name)
	for _, end := range []string{".gz", ".tgz", ".xz", ".txz", ".bz2", ".tbz2", ".tbz", ".zst", ".tzst", ".zip", ".tar", ".txt", ".out"} {
		name = strings.TrimSuffix(name, end)
	}
	return strings.TrimSuffix(name, ".tar")
}
