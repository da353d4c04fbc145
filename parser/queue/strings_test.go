package queue

import (
	"fmt"
	"strings"
	"testing"
)

func TestStringsOfAllSizes(t *testing.T) {
	s := NewStrings()
	texts := []string{"", "a", "\x00", "A", strings.Repeat("x", strBlock+1), strings.Repeat("y", strBlock-1), "zz"}
	for n := range 5000 {
		texts = append(texts, fmt.Sprintf("text %d", n))
	}
	numbers := make([]Str, len(texts))
	for i, v := range texts {
		if _, ok := s.Find(v); ok != (v == "") {
			t.Fatalf("Find(%.20q) before Add = %v", v, ok)
		}
		numbers[i] = s.Add(v)
	}
	for i, v := range texts {
		if got := s.Get(numbers[i]); got != v {
			t.Errorf("Get(%d) = %.20q, want %.20q", numbers[i], got, v)
		}
		if n := s.Add(v); n != numbers[i] {
			t.Errorf("Add(%.20q) = %d, want %d as before", v, n, numbers[i])
		}
		if n, ok := s.Find(v); !ok || n != numbers[i] {
			t.Errorf("Find(%.20q) = %d, %v, want %d", v, n, ok, numbers[i])
		}
	}
	if s.Len() != len(texts) {
		t.Errorf("Len() = %d, want %d", s.Len(), len(texts))
	}
}

func TestStringsCutsWhatIsTooLong(t *testing.T) {
	s := NewStrings()
	long := strings.Repeat("m", MaxString+5)
	n := s.Add(long)
	if got := s.Get(n); got != long[:MaxString] {
		t.Errorf("Get gives %d bytes, want %d", len(got), MaxString)
	}
	if again, ok := s.Find(long); !ok || again != n {
		t.Errorf("Find = %d, %v, want %d", again, ok, n)
	}
}

func TestFileName(t *testing.T) {
	q := New()
	for _, tt := range []struct{ folder, prefix, id, want string }{
		{"var/spool/mqueue", "qf", "AB12", "var/spool/mqueue/qfAB12"}, {"", "df", "AB12", "dfAB12"}, {"", "", "", ""},
	} {
		f := FileRef{Folder: q.Strings.Add(tt.folder), ID: q.Strings.Add(tt.id)}
		copy(f.Prefix[:], tt.prefix)
		if got := q.FileName(f); got != tt.want {
			t.Errorf("FileName(%q, %q, %q) = %q, want %q", tt.folder, tt.prefix, tt.id, got, tt.want)
		}
	}
}

func BenchmarkStringsAdd(b *testing.B) {
	texts := make([]string, 1<<16)
	size := 0
	for n := range texts {
		texts[n] = fmt.Sprintf("user%d@dest%d.example", n/2, n%100)
		size += len(texts[n])
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		s := NewStrings()
		for _, v := range texts {
			s.Add(v)
		}
	}
}
