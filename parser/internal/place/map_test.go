package place

import (
	"fmt"
	"slices"
	"testing"

	"github.com/spoolscope/spoolscope/parser/internal/build"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// built returns a map of folders, each with one control file of this id.
func built(id string, folders ...string) (*Map, *build.Builder) {
	b := build.New()
	m := NewMap(b)
	for _, f := range folders {
		dir, _ := m.Add(Folder{"a.tar", f})
		b.Control[b.Row(dir, id)].Size = 1
	}
	return m, b
}

func TestMap(t *testing.T) {
	m, b := built("AA04242", "mx1/mqueue/qd1", "mx1/mqueue/qd3", "mx2/mqueue/qd3", "mx1/mqueue/old", "mx1/mqueue")
	if d, full := m.Add(Folder{"a.tar", "mx1/mqueue/qd3"}); d != 1 || full || len(b.Dirs) != 5 {
		t.Errorf("Add of a folder that is there = %d, %v of %d", d, full, len(b.Dirs))
	}
	if _, ok := m.Find(Folder{"b.tar", "mx1/mqueue/qd1"}); ok {
		t.Error("Find takes a folder of another archive")
	}
	m.Locate(nil)
	m.LeaveOut()
	if got := m.Beside(0, "qd3/"); !slices.Equal(got, []uint16{1}) {
		t.Errorf("beside qd1, qd3 is %d, want that of the same host", got)
	}
	if b.Dirs[2].Host != "mx2" || b.Dirs[2].Path != DefaultSpool+"/qd3" || m.Filed() != 5 {
		t.Errorf("directory %+v of %d", b.Dirs[2], m.Filed())
	}
	for d := range uint16(5) {
		if why, ok := m.LeftOut(d); ok != (d == 3) {
			t.Errorf("%s is left out: %v %q", b.Dirs[d].Folder, ok, why)
		}
	}
}

func TestMapIsBounded(t *testing.T) {
	m := NewMap(build.New())
	told := 0
	for i := range MaxFolders + 5 {
		for range 2 {
			if _, full := m.Add(Folder{"", fmt.Sprint(i)}); full {
				told++
			}
		}
	}
	if d, _ := m.Find(Folder{"", fmt.Sprint(MaxFolders + 4)}); d != MaxFolders-1 || told != 5 {
		t.Errorf("the last folder is %d, and %d were reported as too many", d, told)
	}
}

// A listing is matched to its host by ids, whatever the folders are called.
func TestListingByIDs(t *testing.T) {
	m, b := built("AA04242", "x", "y")
	b.Row(1, "AA04243")
	b.Listings = []queue.Listing{{Queues: []queue.ListingQueue{{Path: "/srv/mail"}}}}
	b.Listed = []queue.ListedEntry{{ID: b.Strings.Add("AA04242")}, {ID: b.Strings.Add("AA04243")}}
	m.Locate(nil)
	in := Listing{Folder: Folder{"a.tar", ""}, End: 2}
	root := m.RootOf(in, false)
	if root != (Root{Archive: "a.tar", Folder: "y"}) {
		t.Errorf("RootOf = %+v, want the host with both ids", root)
	}
	if dirs := m.DirsOf(in, root, m.HostOf(in, root, false)); len(dirs) != 2 || dirs[0] != 1 || b.Dirs[1].Path != "/srv/mail" {
		t.Errorf("DirsOf = %d, path %q, want directory 1 under the heading's path", dirs, b.Dirs[1].Path)
	}
}
