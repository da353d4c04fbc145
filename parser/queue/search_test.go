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
			s.Containing("x") // what is added later is searched without a sketch
			s.Add(fmt.Sprintf("Grüße %d", n))
		}
	}
	containing(t, s)
	for more := true; more; more = s.Sketch() {
	}
	containing(t, s)
	for n := range 20_000 { // sketches are made while strings are added
		s.Add(fmt.Sprintf("user%d@host%d.later", n, r.IntN(1000)))
		if n%5_000 == 0 {
			s.Sketch()
		}
	}
	containing(t, s)
}

// containing compares searches with checking each string.
func containing(t *testing.T, s *Strings) {
	t.Helper()
	lower := make([]string, s.Len())
	for n := range lower {
		lower[n] = strings.ToLower(s.Get(Str(n)))
	}
	for _, text := range []string{"a", "timed", "timed out", "edt", "me", "k", "kelvin", "ü", "müller", "\ufffd", "ÿ", "i\u0307", "i", "xx", "xxx", "needle", "host7.", "user59999@", "grüße 5", "nothing of the kind", ": ",
		"9.later", "user777@host", strings.Repeat("long ", 20) + "needle", strings.Repeat("long ", 20) + "thread"} {
		set := s.Containing(text)
		for n := range s.Len() {
			if got, want := set.Has(Str(n)), strings.Contains(lower[n], text); got != want && n > 0 {
				t.Fatalf("Containing(%q) has %.40q: %v, want %v", text, lower[n], got, want)
			}
		}
		if set.Known(Str(s.Len())) || set.Has(Str(s.Len())) {
			t.Errorf("Containing(%q) finds a string that has not been added", text)
		}
	}
}

// A sketch finds a text wherever it begins in a block, however long it is.
func TestContainingAcrossPieces(t *testing.T) {
	for _, text := range []string{"abc", "needle", strings.Repeat("haystack", 2*overlap)} {
		for at := pieceBytes - len(text) - 2; at < pieceBytes+2; at += 1 + len(text)/50 {
			s := NewStrings()
			s.Add(strings.Repeat("-", at))
			with := s.Add(strings.ToUpper(text))
			s.Add(strings.Repeat(".", strBlock)) // a block of its own, so that the first is done
			s.Sketch()
			if set := s.Containing(text); !set.Has(with) || set.Has(with-1) || set.Has(with+1) {
				t.Fatalf("%.20q at %d: found %v", text, at, set.bits)
			}
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
	for _, name := range []string{"all", "sketched"} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(size))
			for b.Loop() {
				s.Containing("timed")
			}
		})
		for s.Sketch() {
		}
	}
}
