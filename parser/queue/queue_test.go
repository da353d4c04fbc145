package queue

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
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

func TestBuilder(t *testing.T) {
	b := NewBuilder()
	one, two := b.Row(0, "A"), b.Row(1, "A")
	if one == two || b.Row(0, "A") != one || b.Len() != 2 {
		t.Errorf("rows %d and %d of %d", one, two, b.Len())
	}
	v := reflect.ValueOf(b.Columns)
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		switch name {
		case "RcptAddr", "RcptStat", "ReplyText", "ReplyHost", "GrepLine":
		default:
			if n := v.Field(i).Len(); n != 2 {
				t.Errorf("column %s has %d rows, want 2", name, n)
			}
		}
	}
	if i, ok := b.Find(1, "A"); i != two || !ok {
		t.Errorf("Find(1, A) = %d, %v", i, ok)
	}
	for _, id := range []string{"B", ""} {
		if i, ok := b.Find(0, id); ok {
			t.Errorf("Find(0, %q) = %d", id, i)
		}
	}
	rcpts := []string{"x", "y"}
	b.SetRecipients(one, 1, func(int) (string, string) { return "old", "" })
	b.SetRecipients(one, 2, func(k int) (string, string) { return rcpts[k], "why " + rcpts[k] })
	if from, to := b.Recipients(one); to-from != 2 || b.Text(b.RcptAddr[from+1]) != "y" || b.Text(b.RcptStat[from]) != "why x" {
		t.Errorf("recipients %d to %d", from, to)
	}
	b.SetReplies(two, []Exchange{{Host: "h", Replies: []string{"450 a", "450 b"}}, {Replies: []string{"550 c"}}})
	if from, to := b.Replies(two); to-from != 3 || b.Text(b.ReplyText[from+2]) != "550 c" || b.Text(b.ReplyHost[from]) != "h" || b.ReplyHost[from+2] != 0 {
		t.Errorf("replies %d to %d", from, to)
	}
	b.SetGrep(one, []Str{b.Strings.Add("<<<")})
	if from, to := b.Grep(one); to-from != 1 || b.Text(b.GrepLine[from]) != "<<<" {
		t.Errorf("lines %d to %d", from, to)
	}
	d := b.Digest(two)
	if b.Digest(two) != d || b.Digest(one) == d {
		t.Error("digests are not one a row")
	}
	if b.Flags[two] |= MadeHere; !b.IsMade(two) || b.IsMade(one) {
		t.Error("IsMade does not follow MadeHere")
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
