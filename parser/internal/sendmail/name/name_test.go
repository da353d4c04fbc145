package name

import (
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

func TestNames(t *testing.T) {
	for _, tt := range []struct {
		base          string
		file, message bool
	}{
		{"qf4259f7Kc031337", true, true}, {"dfAA04242", true, true}, {"df1", true, true}, {"Tfx9", true, true},
		{"df4259f7Kc031337.tgz", true, false}, {"qf4259f7Kc031337~", true, false},
		{"qf", false, false}, {"pfad.tgz", true, false}, {"qf.tar.gz", false, false}, {"mailq", false, false}, {"1fab", false, false}, {"qF12", false, false}, {"", false, false},
	} {
		prefix, id, ok := Split(tt.base)
		if ok != tt.file || ok && prefix+id != tt.base {
			t.Errorf("Split(%q) = %q, %q, %v", tt.base, prefix, id, ok)
		}
		if got := IsFile(tt.base); got != tt.file {
			t.Errorf("IsFile(%q) = %v, want %v", tt.base, got, tt.file)
		}
		if got := IsMessage(tt.base); got != tt.message {
			t.Errorf("IsMessage(%q) = %v, want %v", tt.base, got, tt.message)
		}
	}
	for name, want := range map[string]bool{"qf": true, "df": true, "xf": true, "hf": true, "Qf": true, "tf": false, "qd1": false, "": false} {
		if got := IsFolder(name); got != want {
			t.Errorf("IsFolder(%q) = %v, want %v", name, got, want)
		}
	}
}

func TestIsID(t *testing.T) {
	for id, want := range map[string]bool{
		"4259f7Kc031337": true, "RAA04242": true, "AA04242": true, "eA951Kp04242": true,
		"4259f7Kc031337.bak": true, "4259f7Kc031337~": true,
		"A4242": false, "04242": false, "report": false, "data2024": false, "": false,
	} {
		if got := IsID(id); got != want {
			t.Errorf("IsID(%q) = %v, want %v", id, got, want)
		}
	}
}

// Every id of letters and digits that can be decoded could be one.
func FuzzIsID(f *testing.F) {
	for _, id := range []string{"4259f7Kc031337", "RAA04242", "AA04242", "eA951Kp04242", "X~A31337", "4259f7Kc031337~"} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		if _, ok := queue.DecodeID(id, queue.AnyVersion, 0); ok && IsMessage("qf"+id) && !IsID(id) {
			t.Errorf("%q is decoded, and is no id", id)
		}
	})
}
