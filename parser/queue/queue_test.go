package queue

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

func TestStrings(t *testing.T) {
	s := NewStrings()
	long := strings.Repeat("x", strBlock+5)
	const n = 5000 // the table grows twice
	texts := []string{"", "\xff\x00", long, strings.Repeat("y", strBlock-3)}
	for k := range n {
		texts = append(texts, fmt.Sprintf("text %d", k))
	}
	numbers := map[Str]string{}
	for _, v := range texts {
		if _, ok := s.Find(v); ok != (v == "") {
			t.Errorf("Find(%.20q) before Add = %v", v, ok)
		}
		numbers[s.Add(v)] = v
	}
	if s.Len() != len(texts) || len(numbers) != len(texts) {
		t.Fatalf("Len() = %d with %d numbers, want %d", s.Len(), len(numbers), len(texts))
	}
	for i, v := range numbers {
		if got := s.Get(i); got != v {
			t.Errorf("Get(%d) = %.20q, want %.20q", i, got, v)
		}
		if again := s.Add(v); again != i {
			t.Errorf("Add(%.20q) again = %d, want %d", v, again, i)
		}
		if found, ok := s.Find(v); found != i || !ok {
			t.Errorf("Find(%.20q) = %d, %v, want %d", v, found, ok, i)
		}
	}
	if got := s.Get(Str(len(texts))); got != "" {
		t.Errorf("Get of a number that was never given = %q", got)
	}
	if s.Add("") != 0 {
		t.Errorf("Add of nothing = %d, want 0", s.Add(""))
	}
}

func TestStringsCompare(t *testing.T) {
	s := NewStrings()
	sorted := []string{"", "\x00", "A", "AB", "a", "\xff"}
	for i, a := range sorted {
		for k, b := range sorted {
			if got, want := s.Compare(s.Add(a), s.Add(b)), strings.Compare(a, b); got != want {
				t.Errorf("Compare(%q, %q) = %d, want %d (%d, %d)", a, b, got, want, i, k)
			}
		}
	}
}

func FuzzStrings(f *testing.F) {
	f.Add("a", "b")
	f.Add("", "\x00")
	f.Fuzz(func(t *testing.T, a, b string) {
		s := NewStrings()
		x, y := s.Add(a), s.Add(b)
		if s.Get(x) != a || s.Get(y) != b || (x == y) != (a == b) || s.Compare(x, y) != strings.Compare(a, b) {
			t.Errorf("%q is %d, %q is %d", a, x, b, y)
		}
	})
}

func TestStates(t *testing.T) {
	for s := range State(NumStates) {
		if got, ok := ParseState(s.String()); got != s || !ok {
			t.Errorf("ParseState(%q) = %v, %v, want %d", s, got, ok, s)
		}
	}
	if got := State(NumStates).String(); got != "unknown" {
		t.Errorf("a state that is none says %q", got)
	}
	if s, ok := ParseState("unknown"); ok {
		t.Errorf(`ParseState("unknown") = %v`, s)
	}
}

func TestFileKinds(t *testing.T) {
	kinds := map[string]FileKind{
		"qf": ControlFile, "df": DataFile, "xf": Transcript, "hf": QuarantinedControl, "Qf": LostControl,
		"tf": TempControl, "Tf": StaleTemp, "lf": OtherFile, "Df": OtherFile, "": OtherFile,
	}
	for prefix, want := range kinds {
		if got := KindOf(prefix); got != want {
			t.Errorf("KindOf(%q) = %d, want %d", prefix, got, want)
		}
	}
	var f Files
	for k := range OtherFile + 1 {
		if f.Has(k) {
			t.Errorf("%b has %d before it was added", f, k)
		}
		if f = f.With(k); !f.Has(k) || f.With(k) != f {
			t.Errorf("%b has no %d", f, k)
		}
	}
}

func TestOpen(t *testing.T) {
	q := &Queue{Blobs: []io.ReaderAt{bytes.NewReader([]byte("0123456789"))}}
	r, err := q.Open(FileRef{Blob: 0, Offset: 2, Size: 3})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); string(got) != "234" || err != nil {
		t.Errorf("Open gives %q, %v, want 234", got, err)
	}
	for _, blob := range []int32{-1, 1} {
		if _, err := q.Open(FileRef{Blob: blob, Size: 3}); !errors.Is(err, ErrNoBytes) {
			t.Errorf("Open of blob %d: %v, want %v", blob, err, ErrNoBytes)
		}
	}
}

func TestControlLookups(t *testing.T) {
	c := Control{Macros: []Macro{{"r", "SMTP"}, {"{auth_authen}", "ann"}}, Header: []HeaderField{{Name: "SUBJECT", Value: " 1"}, {Name: "Subject", Value: " 2"}}}
	for name, want := range map[string]string{"r": "SMTP", "{auth_authen}": "ann", "s": ""} {
		if got := c.Macro(name); got != want {
			t.Errorf("Macro(%q) = %q, want %q", name, got, want)
		}
	}
	if v, ok := c.Field("sUbject"); v != " 1" || !ok {
		t.Errorf("Field(sUbject) = %q, %v", v, ok)
	}
	for _, name := range []string{"Subjec", "Subjekt", "[ubject"} {
		if v, ok := c.Field(name); ok {
			t.Errorf("Field(%q) = %q", name, v)
		}
	}
}

func TestSameMoment(t *testing.T) {
	for _, tt := range []struct {
		a, b int64
		want bool
	}{{1000, 1000, true}, {1000, 1059, true}, {1059, 1000, true}, {1000, 1060, false}, {0, 0, true}, {0, 1000, false}} {
		if got := SameMoment(&Queue{Taken: tt.a}, &Queue{Taken: tt.b}); got != tt.want {
			t.Errorf("SameMoment(%d, %d) = %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestAge(t *testing.T) {
	known, guessed := Queue{Taken: 1000}, Queue{Taken: 1000, TakenBy: NewestEntry}
	for _, tt := range []struct {
		q       *Queue
		created int64
		want    int64
	}{
		{&known, 400, 600}, {&known, 1000, 0}, {&known, 1200, 0}, {&known, NoNumber, -1},
		{&guessed, 400, 600}, {&guessed, 1000, -1}, {&Queue{}, 400, -1},
	} {
		if got := tt.q.Age(tt.created); got != tt.want {
			t.Errorf("Age(%d) = %d, want %d", tt.created, got, tt.want)
		}
	}
}
