package place

import (
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/build"
	"github.com/spoolscope/spoolscope/parser/poll"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// MaxFolders is the number of folders with queue files that are distinguished, and
// MaxFolderNames the sum of the lengths of their paths: a small archive can have very
// deep ones, and what is worked out about each takes a multiple of its path.
const (
	MaxFolders     = 10000
	MaxFolderNames = 2 << 20
)

// maxHeadings is how many directories that listings name each folder is compared with.
const maxHeadings = 1000

// Map knows the folders with queue files by their index in Queue.Dirs. Once
// all is read, Locate finds the place of each, and then the listings find the
// directories that they list.
type Map struct {
	queue     *build.Builder
	dirs      map[Folder]uint16
	folders   []Folder              // of the directories
	names     int                   // bytes of their paths
	linked    map[uint16]uint16     // directories that a link made part of another one
	hostNames map[Folder]string     // the contents of files named hostname, by the folder above
	namedAt   lengths               // of their paths
	places    []Place               // of the directories with files
	index     index                 // of them
	beside    map[rootPath][]uint16 // what Beside found
	instances map[instance][]uint16 // by mail system and host; made on first use
	leftOut   map[uint16]string     // why a directory is not counted
	made      map[madeDir]uint16    // directories known from listings or logs
	tried     int                   // ids that were searched for in a directory, or paths
}

// NewMap makes a map of the directories of a queue that is being built.
func NewMap(b *build.Builder) *Map { return &Map{queue: b, dirs: map[Folder]uint16{}} }

// Add assigns a directory to a folder. Beyond MaxFolders and MaxFolderNames the folder
// shares the last one's, and full is true.
func (m *Map) Add(f Folder) (dir uint16, full bool) {
	if dir, ok := m.dirs[f]; ok {
		return dir, false
	}
	if n := len(m.queue.Dirs); n > 0 && (n >= MaxFolders || m.names+len(f.Path) > MaxFolderNames) {
		dir = uint16(n - 1)
		if m.names+len(f.Path) <= 2*MaxFolderNames { // each is reported once, and links find it
			m.names += len(f.Path)
			m.dirs[f] = dir
		}
		return dir, true
	}
	dir = uint16(len(m.queue.Dirs))
	m.queue.Dirs = append(m.queue.Dirs, queue.Dir{Folder: f.Path})
	m.folders = append(m.folders, f)
	m.names += len(f.Path)
	m.dirs[f] = dir
	return dir, false
}

// Find returns the directory of a folder that was added.
func (m *Map) Find(f Folder) (dir uint16, ok bool) {
	dir, ok = m.dirs[f]
	return dir, ok
}

// Folder returns the folder of a directory.
func (m *Map) Folder(dir uint16) Folder { return m.folders[dir] }

// Link notes that a symbolic link made a directory part of another one.
func (m *Map) Link(from, to uint16) {
	if m.linked == nil {
		m.linked = map[uint16]uint16{}
	}
	m.linked[from] = to
}

// Captured reports whether two directories come from archives of one host's
// queue and differ only in the archive: captures to compare.
func (m *Map) Captured(a, b uint16) bool {
	x, y := m.queue.Dirs[a], m.queue.Dirs[b]
	return m.folders[a].Archive != m.folders[b].Archive && x.Name != "" && x.Name == y.Name
}

// HasFiles reports whether a root has a directory with files.
func (m *Map) HasFiles(r Root) bool {
	in := r.Archive + "\x00"
	if r.Folder != "" {
		in += r.Folder + "/"
	}
	at, _ := slices.BinarySearch(m.index.folders, in)
	return at < len(m.index.folders) && strings.HasPrefix(m.index.folders[at], in)
}

// Filed returns the number of directories with files. Those above it in Queue.Dirs
// are known from listings.
func (m *Map) Filed() int { return len(m.places) }

// LeftOut returns why a directory is not counted.
func (m *Map) LeftOut(dir uint16) (why string, ok bool) {
	why, ok = m.leftOut[dir]
	return why, ok
}

// Locate works out host and path of every directory with files. Once that is no longer
// wanted, headings of listings are not compared with them.
func (m *Map) Locate(wanted *poll.Poll) {
	var headings []string
	seen := map[string]bool{}
	for _, in := range m.queue.Listings {
		for _, q := range in.Queues {
			if q.Path != "" && !seen[q.Path] && len(headings) < maxHeadings {
				seen[q.Path] = true
				headings = append(headings, q.Path)
			}
		}
	}
	m.places = m.layout(headings, wanted)
	for from, to := range m.linked { // no folder of its own any more
		m.places[from] = Place{Root: m.places[to].Root}
	}
	own := map[Root]string{}
	for d, p := range m.places {
		if name := m.queue.Dirs[d].Name; name != "" && own[p.Root] == "" {
			own[p.Root] = name
		}
	}
	given := map[Root]string{} // named by the program that collected the files, or by a file of the server
	for d, p := range m.places {
		if given[p.Root] == "" {
			given[p.Root] = m.collected(Folder{m.folders[d].Archive, p.Root.Folder})
		}
	}
	names := NameHosts(m.places, own, given)
	for d, p := range m.places {
		dir := &m.queue.Dirs[d]
		dir.Host, dir.Path, dir.Client, dir.Scanned = names[p.Root], p.Path, IsClient(p.Path), IsScanned(p.Path)
	}
	m.index = m.newIndex()
}

// layout places the folders, each by the rules of its system.
func (m *Map) layout(headings []string, wanted *poll.Poll) []Place {
	all := m.standing()
	places := make([]Place, len(all))
	var folders []Folder // of sendmail
	var at []int         // their indices
	spools := map[Folder]bool{}
	for d, f := range all {
		if m.queue.Dirs[d].System != queue.Sendmail {
			spools[f] = true
		}
	}
	for d, f := range all {
		if of := layouts[m.queue.Dirs[d].System]; of.place != nil {
			places[d], m.queue.Dirs[d].Queue = of.place(f, spools)
			continue
		}
		folders, at = append(folders, f), append(at, d)
	}
	for k, p := range layOut(folders, headings, wanted) {
		places[at[k]] = p
	}
	return places
}

// standing returns the folders, with each that became part of another replaced
// by that one.
func (m *Map) standing() []Folder {
	folders := slices.Clone(m.folders)
	for from, to := range m.linked {
		folders[from] = folders[to]
	}
	return folders
}

// Beside returns the directories of the same host whose path ends in end, which
// is relative; none once there were too Many.
func (m *Map) Beside(dir uint16, end string) []uint16 {
	if m.Many() {
		return nil
	}
	of := rootPath{m.places[dir].Root, "/" + strings.Trim(end, "/")}
	found, ok := m.beside[of]
	if !ok {
		for _, d := range m.index.of[of.root] {
			if m.tried++; strings.HasSuffix(m.places[d].Path, of.path) {
				found = append(found, d)
			}
		}
		if m.beside == nil {
			m.beside = map[rootPath][]uint16{}
		}
		if len(m.beside) < MaxFolders {
			m.beside[of] = found
		}
	}
	if m.tried += len(found); m.Many() {
		return nil
	}
	return found
}

// Instances returns the directories with files of a host that belong to the mail system of dir: the
// spools of its instances. It returns none once there were too Many.
func (m *Map) Instances(dir uint16) []uint16 {
	of := &m.queue.Dirs[dir]
	key := instance{of.System, of.Host}
	if m.instances == nil {
		m.instances = map[instance][]uint16{}
		for d := range m.places {
			k := instance{m.queue.Dirs[d].System, m.queue.Dirs[d].Host}
			m.instances[k] = append(m.instances[k], uint16(d))
		}
	}
	found := m.instances[key]
	if m.tried += len(found); m.Many() {
		return nil
	}
	return found
}

// instance is what the spools of a host's mail system have in common.
type instance struct {
	system queue.System
	host   string
}

// MaxTries is how often messages are searched for in a directory, for all listings and data
// files together.
const MaxTries = 3_000_000

// Many reports whether messages were searched for in directories more than MaxTries times; from
// then on they are not.
func (m *Map) Many() bool { return m.tried > MaxTries }
