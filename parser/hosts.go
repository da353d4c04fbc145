package parser

import (
	"maps"
	"path"
	"strings"
)

// nameHosts gives each root a name: the folder above the spool when there are
// several hosts, the server's own name when there is one. root is what layout
// made, own the server names that the files tell, given those that the files
// around the queue or the name of the folder give, both by root.
func nameHosts(places []place, own, given map[string]string) map[string]string {
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
		if given[r] != "" {
			name = given[r]
		}
		if name == "" || len(roots) == 1 && own[r] != "" && given[r] == "" {
			name = own[r]
		}
		if name == "" && len(roots) > 1 {
			name = stem(archive)
		}
		names[r] = name
	}
	// Two of one archive are told apart by their folders, what clashes still by
	// the archive.
	type named struct{ archive, name string }
	clash := clashing(names, places)
	count := map[named]int{}
	for r := range clash {
		archive, _, _ := strings.Cut(r, "\x00")
		count[named{archive, names[r]}]++
	}
	for r := range clash {
		archive, folder, _ := strings.Cut(r, "\x00")
		if folder != "" && count[named{archive, names[r]}] > 1 {
			names[r] = folder
		}
	}
	label := archiveLabels(roots)
	for r := range clashing(names, places) {
		archive, _, _ := strings.Cut(r, "\x00")
		if l := label[archive]; l != "" && names[r] != l {
			names[r] = strings.TrimSpace(names[r] + " (" + l + ")")
		}
	}
	return names
}

// archiveLabels gives each archive its file name, with the path where another
// archive has the same one.
func archiveLabels(roots []string) map[string]string {
	label := map[string]string{}
	for _, r := range roots {
		if archive, _, _ := strings.Cut(r, "\x00"); archive != "" {
			label[archive] = path.Base(archive)
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

// clashing finds roots that have the name of another one and a queue directory
// in common with it: two captures, or two hosts. Archives of different
// directories of one host do not clash; they join.
func clashing(names map[string]string, places []place) map[string]bool {
	type dir struct{ name, path string }
	roots := map[dir]map[string]bool{}
	for _, p := range places {
		d := dir{names[p.root], p.path}
		if p.path == "" {
			continue // it became part of another folder
		}
		if roots[d] == nil {
			roots[d] = map[string]bool{}
		}
		roots[d][p.root] = true
	}
	clash := map[string]bool{}
	for _, same := range roots {
		if len(same) > 1 {
			maps.Copy(clash, same)
		}
	}
	return clash
}

// stem is an archive's file name without its endings.
func stem(name string) string {
	name = path.Base(name)
	for _, end := range []string{".gz", ".tgz", ".xz", ".txz", ".bz2", ".tbz2", ".tbz", ".zst", ".tzst", ".zip", ".tar", ".txt", ".out"} {
		name = strings.TrimSuffix(name, end)
	}
	return strings.TrimSuffix(name, ".tar")
}
