package place

import (
	"fmt"
	"strings"
	"testing"
)

// Looking up a name gives the same as comparing it with each one: the first host with that name,
// or one that differs only by the domain.
func TestNames(t *testing.T) {
	hosts := []string{"", "mx2.plum.example", "MX1", "mx1.plum.example", "mx1-a", "mx1", "fig.example", "a.b", "a.b.c"}
	var n names
	for d, h := range hosts {
		n.add(h, d)
	}
	n.sort()
	same := func(a, b string) bool {
		a, b = strings.ToLower(a), strings.ToLower(b)
		return a != "" && b != "" && (a == b || strings.HasPrefix(a, b+".") || strings.HasPrefix(b, a+"."))
	}
	for _, name := range append([]string{"mx", "mx1.", ".", "mx2", "mx2.plum", "Fig.Example.Org", "a", "a.b.c.d", "b", "example"}, hosts...) {
		want := -1
		for d, h := range hosts {
			if want < 0 && same(h, name) {
				want = d
			}
		}
		for range 2 { // the second time it is known
			if d, ok := n.find(name); ok != (want >= 0) || ok && d != want {
				t.Errorf("find(%q) = %d, %v, want %d", name, d, ok, want)
			}
		}
	}
}

// The number of searches for messages in folders is bounded.
func TestTriesAreBounded(t *testing.T) {
	var folders []string
	for i := range 2000 {
		folders = append(folders, fmt.Sprintf("var/spool/mqueue/qd%d", i))
	}
	m, _ := built("AA04242", folders...)
	m.Locate(nil)
	found := 0
	for i := 0; !m.Many(); i++ {
		if i > MaxTries {
			t.Fatal("the search is not bounded")
		}
		found += len(m.Beside(0, fmt.Sprintf("qd%d", i)))
	}
	if found < 1000 {
		t.Errorf("%d folders were found before there were too many tries", found)
	}
	if got := m.Beside(0, "qd1"); got != nil {
		t.Errorf("Beside = %d once there were too many tries", got)
	}
}
