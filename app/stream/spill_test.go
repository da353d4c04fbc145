package stream

import (
	"bytes"
	"io"
	"testing"
)

func TestSpill(t *testing.T) {
	for _, tc := range []struct {
		name   string
		chunks []string
		limit  int
	}{
		{"empty", nil, 4},
		{"in memory", []string{"ab", "cd"}, 8},
		{"to the limit", []string{"abcd"}, 4},
		{"across the limit", []string{"abc", "defg", "h"}, 4},
		{"chunk beyond the limit", []string{"abcdefgh"}, 4},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := &Spill{limit: tc.limit}
			defer s.Close()
			var want bytes.Buffer
			for _, c := range tc.chunks {
				if n, err := s.Write([]byte(c)); n != len(c) || err != nil {
					t.Fatalf("Write(%q) = %d, %v", c, n, err)
				}
				want.WriteString(c)
			}
			for off := 0; off <= want.Len(); off++ {
				got, err := io.ReadAll(io.NewSectionReader(s, int64(off), int64(want.Len()-off)))
				if err != nil || !bytes.Equal(got, want.Bytes()[off:]) {
					t.Errorf("from %d: %q, %v, want %q", off, got, err, want.Bytes()[off:])
				}
			}
			if n, err := s.ReadAt(make([]byte, 1), int64(want.Len())); n != 0 || err != io.EOF {
				t.Errorf("ReadAt at the end = %d, %v, want 0, EOF", n, err)
			}
		})
	}
}
