package queue

import (
	"errors"
	"io/fs"
	"math/rand"
	"reflect"
	"strings"
	"testing"
)

func TestProblemError(t *testing.T) {
	tests := []struct {
		name string
		p    Problem
		want string
	}{
		{"line", Problem{Pos: Pos{"mqueue/qfAB12", 40, 7}, Reason: `T line: "17x" is not a Unix time`}, `mqueue/qfAB12:7: T line: "17x" is not a Unix time`},
		{"offset", Problem{Pos: Pos{"a.tar", 512, 0}, Reason: "no header"}, "a.tar: offset 512: no header"},
		{"file", Problem{Pos: Pos{"a.tar", -1, 0}, Reason: "empty"}, "a.tar: empty"},
		{"start of a file", Problem{Pos: Pos{"a.tar", 0, 0}, Reason: "empty"}, "a.tar: empty"},
		{"nowhere", Problem{Pos: Pos{Offset: -1}, Reason: "3 more"}, "3 more"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.p.Error(); got != tt.want {
				t.Errorf("Error() = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestProblemsUnwrap(t *testing.T) {
	if err := (Problems{}).Err(); err != nil {
		t.Errorf("no problems are the error %v", err)
	}
	one := Problem{Pos: Pos{File: "a"}, Reason: "gone", Err: fs.ErrNotExist}
	ps := Problems{{Pos: Pos{File: "b"}, Reason: "big", Err: ErrLimit}, one}
	err := ps.Err()
	if !errors.Is(err, ErrLimit) || !errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrExist) {
		t.Errorf("errors.Is does not look into %v", err)
	}
	var p Problem
	if !errors.As(err, &p) || p.Reason != "big" {
		t.Errorf("errors.As gives %v", p)
	}
	for want, ps := range map[string]Problems{
		"no problems": {}, "a: gone": {one}, "b: big (and 1 more)": ps, "a: gone (and 2 more)": {one, one, one},
	} {
		if got := ps.Error(); got != want {
			t.Errorf("Error() = %q, want %q", got, want)
		}
	}
}

func TestProblemsSort(t *testing.T) {
	want := Problems{
		{Pos: Pos{"z", 9, 0}, Kind: KindDamaged}, {Pos: Pos{"a", 1, 0}, Kind: KindTruncated}, // errors by kind
		{Pos: Pos{"a", 2, 0}, Kind: KindLine}, {Pos: Pos{"a", 10, 0}, Kind: KindLine}, {Pos: Pos{"b", 1, 0}, Kind: KindLine}, // warnings
		{Pos: Pos{"a", 0, 0}, Kind: KindDSN}, // notes
	}
	r := rand.New(rand.NewSource(1))
	for range 20 {
		got := append(Problems(nil), want...)
		r.Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
		if got.Sort(); !reflect.DeepEqual(got, want) {
			t.Fatalf("Sort gives %v, want %v", got, want)
		}
	}
}

func TestExplain(t *testing.T) {
	for k := range explanations {
		e := Explain(k)
		if e.Title == "" || e.Means == "" || e.Do == "" || strings.HasSuffix(e.Title, ".") || !strings.HasSuffix(e.Means, ".") {
			t.Errorf("Explain(%q) = %+v", k, e)
		}
		if got := (Problem{Kind: k}).Severity(); got != e.Severity {
			t.Errorf("a problem of kind %s is a %v, want %v", k, got, e.Severity)
		}
	}
	if e := Explain("new"); e.Title != "new" || e.Severity != Warning {
		t.Errorf("Explain of an unknown kind = %+v", e)
	}
	for s, want := range map[Severity]string{Error: "error", Warning: "warning", Note: "note", 9: "note"} {
		if got := s.String(); got != want {
			t.Errorf("Severity(%d) = %q, want %q", s, got, want)
		}
	}
}
