package queue

import (
	"testing"
	"time"
)

func TestPostfixID(t *testing.T) {
	for _, tt := range []struct {
		id, era string
		time    string
	}{
		{"C4551D4", EraShort, ""},
		{"42A9F3C1B7", EraShort, ""},
		{"31415926", EraShort, ""},
		{"4bBl5H0xrJz9g", EraLong, "2025-06-03T22:00:35Z"},
		{"4b9CC167Nbz37", EraLong, "2025-06-01T10:00:13Z"},
	} {
		info, ok := DecodePostfixID(tt.id)
		got := ""
		if info.Time != 0 {
			got = time.Unix(info.Time, 0).UTC().Format(time.RFC3339)
		}
		if !ok || info.Era != tt.era || got != tt.time {
			t.Errorf("DecodePostfixID(%q) = %+v (%s), %v; want %s %s", tt.id, info, got, ok, tt.era, tt.time)
		}
	}
	for _, id := range []string{
		"", "C4551", "c4551d4", "C4551D4#FIX", "482913.20417", "master", "4bBl5H0xrJ9g", "4bBl5z", "4bBl5H0xrJz", "4bBl5H0xrJz9a", "4aBl5H0xrJz9g",
		"0qzzzzzzzzzzzzzzzzzzzzzzzzz12", "README",
	} {
		if info, ok := DecodePostfixID(id); ok {
			t.Errorf("DecodePostfixID(%q) = %+v, want none", id, info)
		}
	}
}
