package parser

import (
	"slices"
	"strings"
)

// folder is a folder of an archive that holds queue files. Sub-directories
// named qf, df and xf are already folded into it.
type folder struct {
	archive string // the archive it came from, "" for files and folders given as they are
	path    string // "host1/var/spool/mqueue/qd1"
}

// place is where a folder lay on its server.
type place struct {
	root string // the same for all folders of one host: what stands before the spool
	path string // "/var/spool/mqueue/qd1"
	top  int    // components of path that name the spool itself
	sure bool   // a listing names this directory
}

// defaultSpool is where sendmail keeps its queue unless told otherwise; what
// was packed from inside a spool has no other name.
var defaultSpool = []string{"var", "spool", "mqueue"}

// layout works out which queue directory each folder is. headings are the
// directories that listings name. Nothing depends on one layout: a heading
// whose end is the folder's end decides; then a component named like a spool
// (mqueue, clientmqueue …); then, for what was packed from inside, the highest
// folder is the spool (formats/sendmail.md §1.4).
func layout(folders []folder, headings []string) []place {
	places := make([]place, len(folders))
	var inside []int // folders without a name that tells
	for i, f := range folders {
		c := components(f.path)
		if p, ok := byHeading(c, headings); ok {
			places[i] = p
		} else if p, ok := bySpoolName(c); ok {
			places[i] = p
		} else {
			inside = append(inside, i)
			continue
		}
	}
	tops := map[folder]bool{} // spools of folders without a name that tells
	for _, i := range inside {
		c := spoolOf(components(folders[i].path))
		tops[folder{folders[i].archive, strings.Join(c, "/")}] = true
	}
	for _, i := range inside {
		places[i] = fromInside(folders[i], tops)
	}
	for i := range places {
		places[i].root = folders[i].archive + "\x00" + places[i].root
	}
	return places
}

func components(p string) []string {
	if p == "" {
		return nil
	}
	return strings.Split(p, "/")
}

// byHeading finds the heading that shares the longest end with the folder.
func byHeading(c []string, headings []string) (place, bool) {
	best, bestN := place{}, 0
	for _, h := range headings {
		hc := components(strings.Trim(h, "/"))
		n := 0
		for n < len(c) && n < len(hc) && c[len(c)-1-n] == hc[len(hc)-1-n] {
			n++
		}
		if n > bestN {
			bestN = n
			best = place{root: strings.Join(c[:len(c)-n], "/"), path: h, top: spoolTop(hc), sure: true}
		}
	}
	return best, bestN > 0
}

// spoolTop counts the components up to the one named like a spool.
func spoolTop(c []string) int {
	for i, s := range c {
		if isSpool(s) {
			return i + 1
		}
	}
	return len(c)
}

func isSpool(s string) bool {
	return strings.HasPrefix(s, "mqueue") || strings.HasPrefix(s, "clientmqueue")
}

// isClient tells whether a queue directory is the client submission queue:
// clientmqueue, on Debian mqueue-client.
func isClient(path string) bool {
	for _, s := range components(path) {
		if strings.HasPrefix(s, "clientmqueue") || strings.HasPrefix(s, "mqueue-client") {
			return true
		}
	}
	return false
}

// isScanned tells whether a queue directory is the one that MailScanner takes
// mail from.
func isScanned(path string) bool {
	for _, s := range components(path) {
		if s == "mqueue.in" || s == "mqueue_in" || s == "mqueue-in" {
			return true
		}
	}
	return false
}

// bySpoolName splits at a component named like a spool.
func bySpoolName(c []string) (place, bool) {
	at := slices.IndexFunc(c, isSpool)
	if at < 0 {
		return place{}, false
	}
	before := c[:at]
	up := []string{"var", "spool"}
	switch {
	case hasSuffix(before, up):
		before = before[:len(before)-2]
	case hasSuffix(before, up[1:]):
		before = before[:len(before)-1]
	}
	return place{
		root: strings.Join(before, "/"),
		path: "/" + strings.Join(slices.Concat(up, c[at:]), "/"),
		top:  3,
	}, true
}

func hasSuffix(c, end []string) bool {
	return len(c) >= len(end) && slices.Equal(c[len(c)-len(end):], end)
}

// fromInside places a folder of an archive that was made inside the spool, or
// of one that was renamed: the highest folder above it that holds queue files,
// or qd directories, is the spool. tops are all such folders.
func fromInside(f folder, tops map[folder]bool) place {
	c := components(f.path)
	n := 0
	for n < len(c) && !tops[folder{f.archive, strings.Join(c[:n], "/")}] {
		n++
	}
	return place{
		root: strings.Join(c[:n], "/"),
		path: "/" + strings.Join(slices.Concat(defaultSpool, c[n:]), "/"),
		top:  len(defaultSpool),
	}
}

// spoolOf leaves out qd directories at the end.
func spoolOf(c []string) []string {
	for len(c) > 0 && strings.HasPrefix(c[len(c)-1], "qd") {
		c = c[:len(c)-1]
	}
	return c
}
