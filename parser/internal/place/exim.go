package place

import (
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/exim/spool"
)

// eximSpool is the name of Exim's spool; Debian's has a number.
const eximSpool = "exim"

// eximFolder finds the queue of Exim that holds a file.
func eximFolder(file string) (string, bool) {
	f, ok := spool.Parse(file)
	return f.Spool, ok && f.Kind != spool.Hints
}

// eximPlace works out which spool of Exim a folder is, and of a named queue, which is a folder of
// the spool, its name (formats/exim.md §1.1). A spool that is not named like one was renamed, and
// distinguishes hosts.
func eximPlace(f Folder, spools map[Folder]bool) (p Place, named string) {
	c := Components(f.Path)
	p = Place{Root: Root{Archive: f.Archive}, Top: 3}
	up := []string{"var", "spool"}
	top := eximSpool
	at := slices.IndexFunc(c, func(s string) bool { return strings.HasPrefix(s, eximSpool) })
	for n := range len(c) - 1 {
		if hasSuffix(c[:n+1], up) {
			at = n + 1
			break
		}
	}
	switch {
	case at >= 0:
		top = c[at]
		named = strings.Join(c[at+1:], "/")
		if c = c[:at]; hasSuffix(c, up) {
			c = c[:len(c)-len(up)]
		} else if hasSuffix(c, up[1:]) {
			c = c[:len(c)-1]
		}
	case len(c) > 0 && spools[f.Up()]:
		named = c[len(c)-1]
		c = c[:len(c)-1]
	}
	p.Root.Folder = strings.Join(c, "/")
	p.Path = "/" + strings.Join(append(slices.Clone(up), top), "/")
	if named != "" {
		p.Path += "/" + named
	}
	return p, named
}
