package parser

import (
	"path"

	"github.com/spoolscope/spoolscope/parser/internal/place"
	"github.com/spoolscope/spoolscope/parser/internal/postfix/spool"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// reportInSpool reports a file in a directory of Postfix's spool that is not one of its
// queue files. It returns false for others.
func (l *loader) reportInSpool(o other) bool {
	f, ok := spool.Locate(path.Join(o.folder.Path, o.name))
	if !ok || o.dir {
		return false
	}
	d, ok := l.Places.Find(place.Folder{Archive: o.folder.Archive, Path: f.Spool})
	if !ok || l.Dirs[d].System != queue.Postfix {
		return false
	}
	l.Problem(queue.KindNotQueue, path.Join(o.folder.Path, o.name), "a file in %s that Postfix ignores: its name is not a queue id", f.Directory)
	return true
}

// emptyPostfix reports whether directories of Postfix's spool show that there is no mail:
// all directories with messages to be tried are present.
func (l *loader) emptyPostfix() bool {
	seen := map[place.Folder]map[spool.Directory]bool{}
	for _, o := range l.others {
		d := spool.DirectoryOf(o.name)
		if !o.dir || d == spool.None {
			continue
		}
		if seen[o.folder] == nil {
			seen[o.folder] = map[spool.Directory]bool{}
		}
		seen[o.folder][d] = true
		if has := seen[o.folder]; has[spool.Active] && has[spool.Incoming] && has[spool.Deferred] {
			return true
		}
	}
	return false
}
