package place

import (
	"fmt"
	"strings"
	"testing"
)

func TestLayout(t *testing.T) {
	const spool = "/var/spool/mqueue"
	tests := []struct {
		name     string
		folders  string   // separated by blanks, "archive!path" in an archive; "." is the top
		headings []string // of listings
		want     string   // "root>path", separated by blanks
	}{
		{"as it lies on the server", "var/spool/mqueue", nil, ".>" + spool},
		{"from /var", "spool/mqueue", nil, ".>" + spool},
		{"from /var/spool", "mqueue", nil, ".>" + spool},
		{"from inside", ".", nil, ".>" + spool},
		{"from inside, several directories", "qd1 qd2", nil, ".>" + spool + "/qd1 .>" + spool + "/qd2"},
		{"from inside, base and directories", ". qd1 slow/s1", nil, ".>" + spool + " .>" + spool + "/qd1 .>" + spool + "/slow/s1"},
		{"one directory from inside", "qd7", nil, ".>" + spool + "/qd7"},
		{"renamed", "evidence", nil, "evidence>" + spool},
		{"renamed, several directories", "evidence/qd1 evidence/qd2", nil, "evidence>" + spool + "/qd1 evidence>" + spool + "/qd2"},
		{"renamed in one archive, not in another", "a!evidence b!.", nil, "a!evidence>" + spool + " b!.>" + spool},
		{"queue groups", "var/spool/mqueue/bulk/b1 var/spool/mqueue/slow/s1", nil, ".>" + spool + "/bulk/b1 .>" + spool + "/slow/s1"},
		{"both queues", "var/spool/mqueue var/spool/clientmqueue", nil, ".>" + spool + " .>/var/spool/clientmqueue"},
		{"Debian's two", "mqueue mqueue-client", nil, ".>" + spool + " .>/var/spool/mqueue-client"},
		{"two hosts", "mx1/var/spool/mqueue mx2/mqueue/qd1", nil, "mx1>" + spool + " mx2>" + spool + "/qd1"},
		{"deep", "evidence/2024/mx1/spool/mqueue/qd1", nil, "evidence/2024/mx1>" + spool + "/qd1"},
		{"a copy by date", "mqueue.2024-03-05", nil, ".>/var/spool/mqueue.2024-03-05"},
		{"another spool that a listing names", "home/queues/main home/queues/slow", []string{"/home/queues/main", "/home/queues/slow"}, ".>/home/queues/main .>/home/queues/slow"},
		{"the end of a heading", "mx1/queues/main", []string{"/home/queues/main"}, "mx1>/home/queues/main"},
		{"the longest end wins", "b/qd1", []string{"/a/qd1", "/b/qd1"}, ".>/b/qd1"},
		{"the spool's name without its heading", "mx1/mqueue/qd2", []string{"/srv/mqueue/qd1"}, "mx1>/var/spool/mqueue/qd2"},
		{"a heading that is nothing like it", "evidence", []string{"/srv/mail/queue"}, "evidence>" + spool},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var folders []Folder
			for _, f := range strings.Fields(tt.folders) {
				archive, path, ok := strings.Cut(f, "!")
				if !ok {
					archive, path = "", f
				}
				folders = append(folders, Folder{archive, strings.TrimPrefix(path, ".")})
			}
			var got []string
			for i, p := range layOut(folders, tt.headings, nil) {
				archive, root := p.Root.Archive, p.Root.Folder
				if archive != folders[i].Archive {
					t.Errorf("place %d is in the archive %q, want %q", i, archive, folders[i].Archive)
				}
				if archive != "" {
					archive += "!"
				}
				if root == "" {
					root = "."
				}
				got = append(got, archive+root+">"+p.Path)
			}
			if s := strings.Join(got, " "); s != tt.want {
				t.Errorf("Layout(%s, %q) = %s, want %s", tt.folders, tt.headings, s, tt.want)
			}
		})
	}
}

// manyFolders returns as many folders as a hostile archive may have.
func manyFolders() []Folder {
	var folders []Folder
	for i := range 10000 {
		folders = append(folders, Folder{"a.tar", fmt.Sprintf("%d/x/y/z", i)})
	}
	return folders
}

func TestLayoutOfMany(t *testing.T) {
	folders := manyFolders()
	places := layOut(folders, nil, nil)
	NameHosts(places, nil, nil)
	if len(places) != len(folders) {
		t.Errorf("%d folders have %d places", len(folders), len(places))
	}
}

func BenchmarkLayoutOfMany(b *testing.B) {
	folders := manyFolders()
	for b.Loop() {
		NameHosts(layOut(folders, nil, nil), nil, nil)
	}
}

func TestIsClient(t *testing.T) {
	for path, want := range map[string]bool{
		"/var/spool/mqueue": false, "/var/spool/clientmqueue": true, "/var/spool/mqueue-client": true, "/var/spool/clientmqueue/qd1": true, "": false,
	} {
		if got := IsClient(path); got != want {
			t.Errorf("IsClient(%q) = %v, want %v", path, got, want)
		}
	}
}

func TestNameHosts(t *testing.T) {
	const spool, client = "/var/spool/mqueue", "/var/spool/clientmqueue"
	rootOf := func(s string) Root {
		archive, folder, _ := strings.Cut(s, "!")
		return Root{Archive: archive, Folder: folder}
	}
	at := func(root, path string) Place { return Place{Root: rootOf(root), Path: path} }
	tests := []struct {
		name   string
		places []Place
		own    map[string]string
		want   map[string]string
	}{
		{"unknown", []Place{at("a.tar!", spool)}, nil, map[string]string{"a.tar!": ""}},
		{"its own name", []Place{at("a.tar!", spool)}, map[string]string{"a.tar!": "mx1.example"}, map[string]string{"a.tar!": "mx1.example"}},
		{"its own name before the folder's", []Place{at("a.tar!evidence/x", spool)}, map[string]string{"a.tar!evidence/x": "mx1.example"},
			map[string]string{"a.tar!evidence/x": "mx1.example"}},
		{"a folder", []Place{at("a.tar!evidence/x", spool)}, nil, map[string]string{"a.tar!evidence/x": "x"}},
		{"two folders", []Place{at("a.tar!mx1", spool), at("a.tar!mx2", spool)}, map[string]string{"a.tar!mx1": "other.example"},
			map[string]string{"a.tar!mx1": "mx1", "a.tar!mx2": "mx2"}},
		{"folders of one name", []Place{at("a.tar!x/mx", spool), at("a.tar!y/mx", spool)}, nil,
			map[string]string{"a.tar!x/mx": "x/mx", "a.tar!y/mx": "y/mx"}},
		{"folders of one name in two archives", []Place{at("a.tar!x/mx", spool), at("a.tar!y/mx", spool), at("b.tar!x/mx", spool)}, nil,
			map[string]string{"a.tar!x/mx": "x/mx", "a.tar!y/mx": "y/mx", "b.tar!x/mx": "mx"}},
		{"archives of one name", []Place{at("x/spool.tar!", spool), at("y/spool.tar!", spool)}, nil,
			map[string]string{"x/spool.tar!": "spool (x/spool.tar)", "y/spool.tar!": "spool (y/spool.tar)"}},
		{"two archives without names", []Place{at("in/mx1.tar.gz!", spool), at("in/mx2.tar.gz!", spool)}, nil,
			map[string]string{"in/mx1.tar.gz!": "mx1", "in/mx2.tar.gz!": "mx2"}},
		{"two archives of one host, different queues", []Place{at("a.tar!", spool), at("b.tar!", client)}, map[string]string{"a.tar!": "mx", "b.tar!": "mx"},
			map[string]string{"a.tar!": "mx", "b.tar!": "mx"}},
		{"two captures of one host", []Place{at("a.tgz!", spool), at("b.tgz!", spool)}, map[string]string{"a.tgz!": "mx", "b.tgz!": "mx"},
			map[string]string{"a.tgz!": "mx (a.tgz)", "b.tgz!": "mx (b.tgz)"}},
		{"folders given as they are", []Place{at("!x/mx", spool), at("!y/mx", spool)}, nil, map[string]string{"!x/mx": "x/mx", "!y/mx": "y/mx"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			own := map[Root]string{}
			for r, n := range tt.own {
				own[rootOf(r)] = n
			}
			got := NameHosts(tt.places, own, nil)
			for r, want := range tt.want {
				if name := got[rootOf(r)]; name != want {
					t.Errorf("NameHosts: %s is %q, want %q", r, name, want)
				}
			}
		})
	}
}

func TestStem(t *testing.T) {
	for name, want := range map[string]string{
		"in/spool.tar.gz": "spool", "spool.tgz": "spool", "a.b.zip": "a.b", "mailq.txt": "mailq", "x.tar.zst": "x", "x": "x", "queue.out.gz": "queue",
	} {
		if got := stem(name); got != want {
			t.Errorf("stem(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestIsScanned(t *testing.T) {
	for path, want := range map[string]bool{
		"/var/spool/mqueue.in": true, "/var/spool/mqueue.in/qd1": true, "/var/spool/mqueue": false, "/var/spool/mqueue/in": false, "": false,
	} {
		if got := IsScanned(path); got != want {
			t.Errorf("IsScanned(%q) = %v, want %v", path, got, want)
		}
	}
}
