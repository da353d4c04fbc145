package name

import "testing"

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
