package triage

import (
	"testing"
	"time"
)

// A span that is written and read again selects the same seconds.
func TestSpanRoundTrip(t *testing.T) {
	at := func(text string) int64 {
		v, err := time.Parse(time.DateTime, text)
		if err != nil {
			t.Fatal(err)
		}
		return v.Unix()
	}
	for _, tt := range []struct {
		from, to string
		want     string
	}{
		{"2026-03-11 00:00:00", "2026-03-12 00:00:00", "2026-03-11"},
		{"2026-03-11 00:00:00", "2026-03-13 00:00:00", "2026-03-11T00:00..2026-03-13T00:00"},
		{"2026-03-11 20:00:00", "2026-03-11 22:00:00", "2026-03-11T20:00..22:00"},
		{"2026-03-11 20:00:00", "2026-03-12 02:00:00", "2026-03-11T20:00..2026-03-12T02:00"},
		{"2026-03-11 20:00:01", "2026-03-11 20:00:02", "2026-03-11T20:00:01..20:00:02"},
		{"2026-03-11 23:55:00", "2026-03-12 00:00:00", "2026-03-11T23:55..2026-03-12T00:00"},
		{"2026-03-11 20:00:00", "", "2026-03-11T20:00.."},
		{"", "2026-03-11 20:00:00", "..2026-03-11T20:00"},
	} {
		s := Span{Ever, Forever}
		if tt.from != "" {
			s.From = at(tt.from)
		}
		if tt.to != "" {
			s.To = at(tt.to)
		}
		got := s.String()
		back, err := ParseSpan(got, 0)
		if got != tt.want || err != nil || back != s {
			t.Errorf("%s to %s is written %q and read %v, %v; want %q, %v", tt.from, tt.to, got, back, err, tt.want, s)
		}
	}
}

// Where nothing dates the capture, no message has an age.
func TestSpanOfUndatedCapture(t *testing.T) {
	for _, text := range []string{"2h..", "..1h", "2026-03-11..1h", "2h..1h"} {
		if s, err := ParseSpan(text, 0); err != nil || s != (Span{}) {
			t.Errorf("ParseSpan(%q) without a capture = %v, %v, want an empty one", text, s, err)
		}
	}
}
