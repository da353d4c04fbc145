package place

import (
	"slices"
	"strings"
)

// postfixSpool is the name of Postfix's spool; those of further instances begin with
// it by convention, as in "postfix-out".
const postfixSpool = "postfix"

// postfixPlace works out which spool of Postfix a folder is. One that is not named
// like a spool was renamed, and tells hosts apart (formats/postfix.md §1.4).
func postfixPlace(f Folder) Place {
	c := Components(f.Path)
	p := Place{Root: Root{Archive: f.Archive}, Path: "/var/spool/" + postfixSpool, Top: 3}
	up := []string{"var", "spool"}
	if n := len(c); n > 0 {
		last, before := c[n-1], c[:n-1]
		switch {
		case hasSuffix(before, up):
			before = before[:len(before)-len(up)]
		case strings.HasPrefix(last, postfixSpool):
			if hasSuffix(before, up[1:]) {
				before = before[:len(before)-1]
			}
		default:
			last, before = postfixSpool, c
		}
		p.Root.Folder = strings.Join(before, "/")
		p.Path = "/" + strings.Join(append(slices.Clone(up), last), "/")
	}
	return p
}
