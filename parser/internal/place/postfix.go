package place

import (
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/postfix/spool"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/name"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// postfixSpool is the name of Postfix's spool; those of further instances begin with
// it by convention, as in "postfix-out".
const postfixSpool = "postfix"

// postfixPlace works out which spool of Postfix a folder is. One that is not named
// like a spool was renamed, and distinguishes hosts (formats/postfix.md §1.4).
func postfixPlace(f Folder, _ map[Folder]bool) (Place, string) {
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
	return p, ""
}

// postfixFolder finds the spool of Postfix that holds a file.
func postfixFolder(file string) (string, bool) {
	f, ok := spool.Parse(file)
	if !ok {
		f = spool.Stray(file)
		ok = f.Spool != Parent(file) // of a directory that was packed from inside
	}
	return f.Spool, ok && !name.IsFile(f.ID)
}

// SpoolOf finds the spool of a listing of its mail system: the one with most of its ids, since
// nothing else in it names the spool; else the only one of its host.
func (m *Map) SpoolOf(in Listing, root Root) (dir uint16, ok bool) {
	q := m.queue
	system := q.Listings[in.Index].System
	if system == queue.Sendmail {
		return 0, false
	}
	var spools []uint16
	for _, d := range m.index.of[root] {
		if m.places[d].Path != "" && q.Dirs[d].System == system {
			spools = append(spools, d)
		}
	}
	most := 0
	for _, d := range spools {
		n := 0
		for e := in.First; e < m.tries(in); e++ {
			if m.tried++; m.Many() {
				break
			}
			if i, ok := q.Find(d, q.Text(q.Listed[e].ID)); ok && !q.Dropped(i) {
				n++
			}
		}
		if n > most {
			dir, most = d, n
		}
	}
	if most == 0 && len(spools) == 1 {
		return spools[0], true
	}
	return dir, most > 0
}

// listedSpools are where mail systems have their spools by default.
var listedSpools = map[queue.System]string{queue.Postfix: "/var/spool/" + postfixSpool, queue.Exim: "/var/spool/exim"}

// LoggedSpool returns the directory of messages that are known from a log only, which is made if it
// is the first of its host and mail system.
func (m *Map) LoggedSpool(system queue.System, host string) uint16 {
	path := listedSpools[system]
	if system == queue.Sendmail {
		path = DefaultSpool
	}
	return m.unfiled(queue.Dir{Host: host, Path: path, System: system}, Folder{})
}

// ListedSpool returns the directory of a listing without files, which is made if it is the first
// of its host and mail system.
func (m *Map) ListedSpool(in Listing, host string) uint16 {
	system := m.queue.Listings[in.Index].System
	return m.unfiled(queue.Dir{Host: host, Path: listedSpools[system], System: system}, in.Folder)
}
