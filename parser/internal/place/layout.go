package place

import (
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/poll"
)

// Place is where a folder lay on its server.
type Place struct {
	Root Root
	Path string // "/var/spool/mqueue/qd1"; "" of a folder that became part of another
	Top  int    // components of Path that name the spool itself
	Sure bool   // a listing names this directory
}

// DefaultSpool is where sendmail keeps its queue by default; an archive that
// was packed from inside a spool does not name it.
const DefaultSpool = "/var/spool/mqueue"

var defaultSpool = Components(DefaultSpool[1:])

// layOut works out which queue directory each folder is. headings are the
// directories that listings name. Nothing depends on one layout: a heading
// whose end is the folder's end decides; then a component named like a spool
// (mqueue, clientmqueue …); then, for what was packed from inside, the highest
// folder is the spool (formats/sendmail.md §1.4).
func layOut(folders []Folder, headings []string, wanted *poll.Poll) []Place {
	split := make([][]string, len(headings))
	for k, h := range headings {
		split[k] = Components(strings.Trim(h, "/"))
	}
	places := make([]Place, len(folders))
	var inside []int // folders whose name does not identify them
	for i, f := range folders {
		c := Components(f.Path)
		if p, ok := byHeading(c, headings, split, wanted); ok {
			places[i] = p
		} else if p, ok := bySpoolName(c); ok {
			places[i] = p
		} else {
			inside = append(inside, i)
			continue
		}
	}
	tops := spools{of: map[Folder]bool{}} // of folders whose name does not identify them
	for _, i := range inside {
		tops.add(Folder{folders[i].Archive, strings.Join(spoolOf(Components(folders[i].Path)), "/")})
	}
	for _, i := range inside {
		places[i] = fromInside(folders[i], tops)
	}
	for i := range places {
		places[i].Root.Archive = folders[i].Archive
	}
	return places
}

// Components returns the elements of a path, none of "".
func Components(p string) []string {
	if p == "" {
		return nil
	}
	return strings.Split(p, "/")
}

// byHeading finds the heading that shares the longest end with the folder. split are their components.
func byHeading(c, headings []string, split [][]string, wanted *poll.Poll) (Place, bool) {
	best, bestN := Place{}, 0
	for k, h := range headings {
		if !wanted.More() {
			break
		}
		hc := split[k]
		n := 0
		for n < len(c) && n < len(hc) && c[len(c)-1-n] == hc[len(hc)-1-n] {
			n++
		}
		if n > bestN {
			bestN = n
			best = Place{Root: Root{Folder: strings.Join(c[:len(c)-n], "/")}, Path: h, Top: spoolTop(hc), Sure: true}
		}
	}
	return best, bestN > 0
}

// spoolTop counts the components up to the one named like a spool.
func spoolTop(c []string) int {
	for i, s := range c {
		if IsSpool(s) {
			return i + 1
		}
	}
	return len(c)
}

// IsSpool reports whether a directory is named like a spool.
func IsSpool(s string) bool {
	return strings.HasPrefix(s, "mqueue") || strings.HasPrefix(s, "clientmqueue")
}

// IsAside reports whether a directory is named like a spool that was put aside:
// mqueue.old, mqueue-bak, mqueue~. It says nothing about the one in use.
func IsAside(s string) bool {
	at := strings.LastIndexAny(s, ".-_~")
	if at < 0 || !IsSpool(s) {
		return false
	}
	switch strings.ToLower(strings.TrimRight(s[at+1:], "0123456789")) {
	case "old", "bak", "back", "backup", "orig", "save", "saved", "bad", "broken":
		return true
	}
	return s[at] == '~'
}

// IsClient reports whether a queue directory is the client submission queue:
// clientmqueue, on Debian mqueue-client.
func IsClient(path string) bool {
	for _, s := range Components(path) {
		if strings.HasPrefix(s, "clientmqueue") || strings.HasPrefix(s, "mqueue-client") {
			return true
		}
	}
	return false
}

// IsScanned reports whether a queue directory is the one that MailScanner takes
// mail from.
func IsScanned(path string) bool {
	for _, s := range Components(path) {
		if s == "mqueue.in" || s == "mqueue_in" || s == "mqueue-in" {
			return true
		}
	}
	return false
}

// bySpoolName splits at a component named like a spool.
func bySpoolName(c []string) (Place, bool) {
	at := slices.IndexFunc(c, IsSpool)
	if at < 0 {
		return Place{}, false
	}
	before := c[:at]
	up := []string{"var", "spool"}
	switch {
	case hasSuffix(before, up):
		before = before[:len(before)-2]
	case hasSuffix(before, up[1:]):
		before = before[:len(before)-1]
	}
	return Place{
		Root: Root{Folder: strings.Join(before, "/")},
		Path: "/" + strings.Join(slices.Concat(up, c[at:]), "/"),
		Top:  3,
	}, true
}

func hasSuffix(c, end []string) bool {
	return len(c) >= len(end) && slices.Equal(c[len(c)-len(end):], end)
}

// fromInside places a folder of an archive that was made inside the spool, or
// of one that was renamed: the highest folder above it that holds queue files,
// or qd directories, is the spool. tops are all such folders.
func fromInside(f Folder, tops spools) Place {
	c := Components(f.Path)
	n := 0
	for at := 0; n < len(c) && !tops.has(Folder{f.Archive, f.Path[:max(at-1, 0)]}); n++ {
		at += len(c[n]) + 1
	}
	return Place{
		Root: Root{Folder: strings.Join(c[:n], "/")},
		Path: "/" + strings.Join(slices.Concat(defaultSpool, c[n:]), "/"),
		Top:  len(defaultSpool),
	}
}

// spools are folders. The lengths of their paths save looking for each folder
// above a deep one.
type spools struct {
	of      map[Folder]bool
	lengths lengths
}

func (s *spools) add(f Folder) {
	s.of[f] = true
	s.lengths.add(f.Path)
}

func (s *spools) has(f Folder) bool { return s.lengths.has(f.Path) && s.of[f] }

// lengths are those of some paths.
type lengths []bool

func (l *lengths) add(path string) {
	for len(*l) <= len(path) {
		*l = append(*l, false)
	}
	(*l)[len(path)] = true
}

func (l lengths) has(path string) bool { return len(path) < len(l) && l[len(path)] }

// spoolOf leaves out qd directories at the end.
func spoolOf(c []string) []string {
	for len(c) > 0 && strings.HasPrefix(c[len(c)-1], "qd") {
		c = c[:len(c)-1]
	}
	return c
}
