package queue

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestContaining(t *testing.T) {
	s := NewStrings()
	for _, v := range []string{"a", "Timed out", "connection TIMED OUT with mx", "time", "d", "ime", "\u212aelvin", "kelvin", "MÜLLER", "müller", "\xff\xfe", "ÿ", "İstanbul", "x", "xx", "xxx", "Deferred: "} {
		s.Add(v)
	}
	s.Add(strings.Repeat("long ", strBlock/4) + "needle") // a block of its own
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 60000 { // several blocks
		s.Add(fmt.Sprintf("User%d@Host%d.example", n, r.IntN(1000)))
		if n%5000 == 0 {
			s.Containing("x") // what comes later is looked at later
			s.Add(fmt.Sprintf("Grüße %d", n))
		}
	}
	for _, text := range []string{"a", "timed", "timed out", "edt", "me", "k", "kelvin", "ü", "müller", "\ufffd", "ÿ", "i\u0307", "i", "xx", "xxx", "needle", "host7.", "user59999@", "grüße 5", "nothing of the kind", ": "} {
		set := s.Containing(text)
		for n := range s.Len() {
			v := s.Get(Str(n))
			if got, want := set.Has(Str(n)), strings.Contains(strings.ToLower(v), text); got != want && n > 0 {
				t.Fatalf("Containing(%q) has %.40q: %v, want %v", text, v, got, want)
			}
		}
		if set.Known(Str(s.Len())) || set.Has(Str(s.Len())) {
			t.Errorf("Containing(%q) knows a string that is not there yet", text)
		}
	}
}

func FuzzContaining(f *testing.F) {
	f.Add("Timed out", "\u212aelvin", "connection timed", "d o")
	f.Add("ab", "ba", "aab", "ab")
	f.Add("\xff\x80", "É", "\n", "é")
	f.Fuzz(func(t *testing.T, a, b, c, text string) {
		text = strings.ToLower(text)
		if text == "" {
			return
		}
		s := NewStrings()
		for _, v := range []string{a, b, c, c + a, a + b + c} {
			s.Add(v)
		}
		set := s.Containing(text)
		for n := 1; n < s.Len(); n++ {
			if v := s.Get(Str(n)); set.Has(Str(n)) != strings.Contains(strings.ToLower(v), text) {
				t.Errorf("Containing(%q) has %q: %v", text, v, set.Has(Str(n)))
			}
		}
	})
}

func BenchmarkContaining(b *testing.B) {
	s := NewStrings()
	size := 0
	for n := range 400_000 {
		v := fmt.Sprintf("user%d.name@host%d.example.org", n, n%977)
		s.Add(v)
		size += len(v)
	}
	b.SetBytes(int64(size))
	for b.Loop() {
		s.Containing("timed")
	}
}
