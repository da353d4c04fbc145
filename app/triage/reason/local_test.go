package reason

import "testing"

func TestIsUnqualified(t *testing.T) {
	for server, want := range map[string]bool{
		"mailhost": true, "$smart": true, "'smtp.example.net'": true, `"smtp.example.net"`: true, "`smtp.example.net": true,
		"smtp.example.net": false, "192.0.2.1": false, "2001:db8::1": false, "localhost": false, "": false,
	} {
		if got := IsUnqualified(server); got != want {
			t.Errorf("IsUnqualified(%q) = %v, want %v", server, got, want)
		}
	}
}
