package mailsystem

import (
	"fmt"
	"math"
	"path"

	"github.com/spoolscope/spoolscope/parser/content"
	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/build"
	"github.com/spoolscope/spoolscope/parser/internal/place"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/name"
	"github.com/spoolscope/spoolscope/parser/poll"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Rows are the messages of a load in the making, and its problems.
type Rows struct {
	*build.Builder
	Places *place.Map      // the folders with queue files
	Decode content.Decoder // of header texts, may be nil
	Sums   bool            // sums of files are asked for
	Buffer []byte          // for the current file
	Poll   *poll.Poll      // of the work that follows when all is read; nil until then

	Controls int   // messages read so far
	TextRead int64 // bytes of control files and listings
	// Full reports whether more text was read than the limits allow, and notes it.
	Full func(file string) bool

	near        near
	foldersFull bool               // a Problem says that there are more folders than are kept apart
	ofKind      map[queue.Kind]int // problems, noted or not
}

// near caches the folder of the previous file: archives hold a folder's files
// together.
type near struct {
	archive, path string
	plain         bool
	dir           uint16
	name          queue.Str
	id            queue.Str // of the file before
}

// RowFor finds the row for a queue file.
func (w *Rows) RowFor(m archive.Member, id string) int32 {
	at := place.Parent(m.Name)
	if w.near.name != 0 && w.near.path == at && w.near.archive == m.Archive && w.near.plain == m.Plain {
		return w.rowOf(w.near.dir, id)
	}
	f := FolderOf(m)
	dir, full := w.Places.Add(f)
	if full && !w.foldersFull { // once: the names may be long, and there may be a million
		w.foldersFull = true
		w.AddProblems(queue.Problem{
			Pos: queue.Pos{File: f.Path, Offset: -1}, Kind: queue.KindLimit, Err: queue.ErrLimit,
			Reason: fmt.Sprintf("more than %s folders with queue files, or %d MiB of their names; this one and those after it are shown with another", count.Text(place.MaxFolders), place.MaxFolderNames>>20),
		})
	}
	if sub := path.Base(at); sub == "qf" || sub == "df" {
		w.Dirs[dir].Sub = true
	}
	w.near = near{archive: m.Archive, path: at, plain: m.Plain, dir: dir, name: w.Strings.Add(at)}
	return w.rowOf(dir, id)
}

func (w *Rows) rowOf(dir uint16, id string) int32 {
	i := w.Row(dir, id)
	w.near.id = w.ID[i]
	return i
}

// FolderOf returns the folder to which a queue file belongs.
func FolderOf(m archive.Member) place.Folder {
	if m.Plain {
		return place.FolderOf("", m.Name)
	}
	return place.FolderOf(m.Archive, m.Name)
}

// Ref returns where a member's bytes are.
func (w *Rows) Ref(m archive.Member) queue.FileRef {
	f := queue.FileRef{Blob: int32(m.Blob), Offset: m.Offset, Size: m.Size}
	if t := m.ModTime.Unix(); t > 0 && t <= math.MaxUint32 {
		f.Time = uint32(t)
	}
	id := path.Base(m.Name)
	if name.IsFile(id) {
		copy(f.Prefix[:], id)
		id = id[len(f.Prefix):]
	} else if end := len(id) - len(f.Prefix); end > 0 && id[end] == '-' && queue.IsEximID(id[:end]) {
		copy(f.Prefix[:], id[end:])
		id = id[:end]
	} else if !queue.IsPostfixID(id) && !queue.IsEximID(id) {
		return f
	}
	if f.Folder = w.near.name; place.Parent(m.Name) != w.near.path {
		f.Folder = w.Strings.Add(place.Parent(m.Name))
	}
	if f.ID = w.near.id; w.Text(f.ID) != id {
		f.ID = w.Strings.Add(id)
	}
	return f
}

// IsOf reports whether a row belongs to a mail system.
func (w *Rows) IsOf(i int32, system queue.System) bool { return w.Dirs[w.Dir[i]].System == system }
