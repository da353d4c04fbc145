package parser

import (
	"path"
	"strings"
)

// nameHosts gives each root a name: the folder above the spool when there are
// several hosts, the server's own name when there is one. root is what layout
// made, own the server names that the files tell, by root.
func nameHosts(places []place, own map[string]string) map[string]string {
	var roots []string
	names := map[string]string{}
	for _, p := range places {
		if _, ok := names[p.root]; !ok {
			names[p.root] = ""
			roots = append(roots, p.root)
		}
	}
	for _, r := range roots {
		archive, folder, _ := strings.Cut(r, "\x00")
		name := ""
		if folder != "" {
			name = path.Base(folder)
		}
		if name == "" || len(roots) == 1 && own[r] != "" {
			name = own[r]
		}
		if name == "" && len(roots) > 1 {
			name = stem(archive)
		}
		names[r] = name
	}
	for _, r := range clashing(roots, names, places) {
		archive, folder, _ := strings.Cut(r, "\x00")
		switch {
		case archive != "" && names[r] != stem(archive):
			names[r] = strings.TrimSpace(names[r] + " (" + path.Base(archive) + ")")
		case folder != "":
			names[r] = folder
		}
	}
	return names
}

// clashing lists roots that have the name of another one and a queue directory
// in common with it: two captures, or two hosts. Archives of different
// directories of one host do not clash; they join.
func clashing(roots []string, names map[string]string, places []place) []string {
	dirs := map[string]map[string]bool{}
	for _, p := range places {
		if dirs[p.root] == nil {
			dirs[p.root] = map[string]bool{}
		}
		dirs[p.root][p.path] = true
	}
	var out []string
	for _, a := range roots {
		for _, b := range roots {
			if a != b && names[a] == names[b] && share(dirs[a], dirs[b]) {
				out = append(out, a)
				break
			}
		}
	}
	return out
}

func share(a, b map[string]bool) bool {
	for k := range a {
		if b[k] {
			return true
		}
	}
	return false
}

// stem is an archive's file name without its endings.
func stem(name string) string {
	name = path.Base(name)
	for _, end := range []string{".gz", ".tgz", ".xz", ".txz", ".bz2", ".tbz2", ".tbz", ".zst", ".tzst", ".zip", ".tar", ".txt", ".out"} {
		name = strings.TrimSuffix(name, end)
	}
	return strings.TrimSuffix(name, ".tar")
}
