package filter

import (
	"reflect"
	"testing"
)

// A built filter is printed so that Parse reads the same one back.
func TestBuild(t *testing.T) {
	deferred, held := Value("state", "deferred"), Value("state", "held")
	for _, tt := range []struct {
		n    *Node
		want string
	}{
		{nil, ""},
		{All(), ""},
		{All(nil, deferred), "state:deferred"},
		{All(deferred, All(Word("age", ">2d"), Not(held))), "state:deferred age:>2d -state:held"},
		{All(Any(deferred, held), Value("host", "a b")), `(state:deferred OR state:held) host:"a b"`},
		{Any(deferred, Any(held, Word("server", "none"))), "state:deferred OR state:held OR server:none"},
		{Any(All(deferred, held), held), "state:deferred state:held OR state:held"},
		{Not(All(deferred, held)), "-(state:deferred state:held)"},
		{Value("from", "none"), `from:"none"`},
		{Value("from", `a*"b\`), `from:"a\*\"b\\"`},
		{Word("server", "*.example"), "server:*.example"},
	} {
		got := tt.n.String()
		if got != tt.want {
			t.Errorf("String() = %q, want %q", got, tt.want)
		}
		back, err := Parse(got)
		if err != nil || back.String() != got {
			t.Errorf("Parse(%q) = %v, %v", got, back, err)
		}
	}
	if got := All(deferred, held).Parts(); !reflect.DeepEqual(got, []*Node{deferred, held}) || len(Any(deferred, held).Parts()) != 1 || (*Node)(nil).Parts() != nil {
		t.Errorf("Parts() = %v", got)
	}
}
