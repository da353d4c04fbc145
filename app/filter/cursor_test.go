package filter

import (
	"strings"
	"testing"
)

func TestAt(t *testing.T) {
	tests := []struct {
		text string // | is the cursor
		want Hole
	}{
		{"|", Hole{}},
		{"st|", Hole{0, 2, "", "st"}},
		{"a st|ate b", Hole{2, 7, "", "st"}},
		{"state:|", Hole{0, 6, "state", ""}},
		{"STATE:de|f x", Hole{0, 9, "state", "de"}},
		{"-state:d|", Hole{1, 8, "state", "d"}},
		{"sta|te:d", Hole{0, 6, "", "sta"}},
		{"a |b", Hole{2, 2, "", ""}},
		{"(to:x OR to:y|)", Hole{9, 13, "to", "y"}},
		{`reason:"Mailbox f|`, Hole{0, 17, "reason", "Mailbox f"}},
		{`reason:"a \"b|c" x`, Hole{0, 15, "reason", `a "b`}},
		{`"a b"|`, Hole{5, 5, "", ""}},
		{"a |", Hole{2, 2, "", ""}},
		{"-|", Hole{1, 1, "", ""}},
	}
	for _, tt := range tests {
		place := strings.IndexByte(tt.text, '|')
		if got := At(tt.text[:place]+tt.text[place+1:], place); got != tt.want {
			t.Errorf("At(%q) = %+v, want %+v", tt.text, got, tt.want)
		}
	}
}

func FuzzAt(f *testing.F) {
	for _, s := range seeds {
		f.Add(s, len(s)/2)
	}
	f.Fuzz(func(t *testing.T, text string, place int) {
		h := At(text, place)
		if h.Pos < 0 || h.Pos > h.End || h.End > len(text) {
			t.Errorf("At(%q, %d) = %+v", text, place, h)
		}
	})
}
