package spool

import "testing"

func TestParse(t *testing.T) {
	for _, tt := range []struct {
		name string
		want File
		ok   bool
	}{
		{"var/spool/postfix/deferred/4/42A9F3C1B7", File{"var/spool/postfix", Deferred, "42A9F3C1B7"}, true},
		{"var/spool/postfix/deferred/4/2/42A9F3C1B7", File{"var/spool/postfix", Deferred, "42A9F3C1B7"}, true},
		{"postfix-out/active/42A9F3C1B7", File{"postfix-out", Active, "42A9F3C1B7"}, true},
		{"hold/4bBl5H0xrJz9g", File{"", Hold, "4bBl5H0xrJz9g"}, true},
		{"a/defer/D/2/4b9CC167Nbz37", File{"a", Defer, "4b9CC167Nbz37"}, true},
		{"a/trace/4b9CC167Nbz37", File{"a", Trace, "4b9CC167Nbz37"}, true},
		{"var/spool/postfix/maildrop/482913.20417", File{}, false},
		{"var/spool/postfix/deferred/4/42A9F3C1B7#FIX", File{}, false},
		{"var/spool/postfix/deferred/42/42A9F3C1B7", File{}, false},
		{"var/spool/postfix/flush/example_org", File{}, false},
		{"var/spool/postfix/pid/master.pid", File{}, false},
		{"42A9F3C1B7", File{}, false},
		{"mqueue/qf3AB1xyz012345", File{}, false},
	} {
		if got, ok := Parse(tt.name); got != tt.want || ok != tt.ok {
			t.Errorf("Parse(%q) = %v, %v; want %v, %v", tt.name, got, ok, tt.want, tt.ok)
		}
	}
	if Deferred.String() != "deferred" || None.String() != "" || Trace.String() != "trace" {
		t.Errorf("names are %q, %q, %q", Deferred, None, Trace)
	}
}
