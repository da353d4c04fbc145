package exim

import (
	"fmt"
	"testing"

	"github.com/spoolscope/spoolscope/parser/internal/exim/hints"
)

// What is kept is limited for the databases of all spools together.
func TestKnownTogether(t *testing.T) {
	var all amounts
	a, b := newKnown(&all), newKnown(&all)
	for i := range MaxKnown {
		of := a
		if i%2 == 1 {
			of = b
		}
		of.retry(hints.Retry{Key: fmt.Sprintf("T:h%d", i)})
		of.wait(fmt.Sprintf("h%d", i), fmt.Sprintf("id%d", i))
	}
	if a.over || b.over || len(a.retries) != MaxKnown/2 || len(b.waits) != MaxKnown/2 {
		t.Fatalf("%v, %v with %d retries and %d messages", a.over, b.over, len(a.retries), len(b.waits))
	}
	a.retry(hints.Retry{Key: "T:one more"})
	b.wait("h", "one more")
	if !a.over || !b.over || len(a.retries) != MaxKnown/2 || len(b.waits) != MaxKnown/2 {
		t.Errorf("%v, %v with %d retries and %d messages", a.over, b.over, len(a.retries), len(b.waits))
	}
	if all.full() {
		t.Error("no more databases are read")
	}
	for range maxLooked {
		a.wait("h0", "id0")
	}
	if !all.full() {
		t.Error("databases are read however much they repeat")
	}
}

// Texts are limited, too.
func TestKnownText(t *testing.T) {
	var all amounts
	k := newKnown(&all)
	text := string(make([]byte, 1<<20))
	for i := range 2 * (MaxKnownText >> 20) {
		k.retry(hints.Retry{Key: fmt.Sprintf("T:h%d", i), Text: text})
	}
	if n := len(k.retries); !k.over || n != MaxKnownText>>20 {
		t.Errorf("%v with %d retries", k.over, n)
	}
}
