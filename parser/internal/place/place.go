// Package place determines which folder of an archive is which queue directory
// of which host, and to which of them a listing belongs. Archives are made in
// every way: of the whole server, of the spool, from inside it, of many hosts
// side by side, renamed. Only names of files and folders count, and the ids of
// rows.
package place

import (
	"path"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/sendmail/name"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Folder is a folder of an archive that holds queue files. Sub-directories
// named qf, df and xf are already folded into it.
type Folder struct {
	Archive string // the archive it came from, "" for files and folders that were given directly
	Path    string // "host1/var/spool/mqueue/qd1"
}

// Up returns the folder above, which is itself at the top.
func (f Folder) Up() Folder { return Folder{f.Archive, Parent(f.Path)} }

// layouts are the layouts of the mail systems with spools, by queue.System: the spool folder
// that holds a file, and which spool a folder is. spools are all these folders.
var layouts = [...]struct {
	folder func(file string) (spool string, ok bool)
	place  func(f Folder, spools map[Folder]bool) (p Place, named string)
}{
	queue.Sendmail: {},
	queue.Postfix:  {postfixFolder, postfixPlace},
	queue.Exim:     {eximFolder, eximPlace},
}

// FolderOf returns the folder to which a file belongs, by its cleaned name. A
// sub-directory of the layout belongs to the folder above it, and all directories
// of a spool are one folder.
func FolderOf(archive, file string) Folder {
	for _, of := range layouts {
		if of.folder == nil {
			continue
		}
		if spool, ok := of.folder(file); ok {
			return Folder{archive, spool}
		}
	}
	dir := Parent(file)
	if name.IsFolder(path.Base(dir)) {
		dir = Parent(dir)
	}
	return Folder{archive, dir}
}

// Parent returns the folder of a cleaned name, "" at the top.
func Parent(name string) string {
	return strings.TrimSuffix(name[:strings.LastIndexByte(name, '/')+1], "/")
}

// Root is what all folders of one host have in common.
type Root struct {
	Archive string // as Folder's
	Folder  string // the path before the spool: "host1"
	Host    string // of a listing without files, beside others in one text; else ""
}

// Holds reports whether a folder is inside the root.
func (r Root) Holds(f Folder) bool {
	return f.Archive == r.Archive && (r.Folder == "" || f.Path == r.Folder || strings.HasPrefix(f.Path, r.Folder+"/"))
}
