package queue

import (
	"strings"
	"testing"
	"time"
)

func TestEximID(t *testing.T) {
	for _, tt := range []struct {
		id, era, time, seq string
		pid                int
	}{
		{"1qlgf8-0005H9-0n", EraExim16, "2023-09-28T02:21:58Z", "0n", 20283},
		{"1uafSI-000000001vE-0U6S", EraExim23, "2025-07-12T19:00:14Z", "0U6S", 7392},
		{"000001-000001-00", EraExim16, "1970-01-01T00:00:01Z", "00", 1},
	} {
		info, ok := DecodeEximID(tt.id)
		got := time.Unix(info.Time, 0).UTC().Format(time.RFC3339)
		if !ok || info.Era != tt.era || got != tt.time || info.Seq != tt.seq || info.PID != tt.pid || info.Hour != -1 {
			t.Errorf("DecodeEximID(%q) = %+v (%s), %v; want %+v", tt.id, info, got, ok, tt)
		}
	}
	for _, id := range []string{
		"", "1qlgf8-0005H9", "1qlgf8-0005H9-0n-H", "1qlgf8_0005H9_0n", "1qlgf8-0005H9-0", "1qlgf8-0005H9-0é", "E1qlgf8-0005H9-0n", "1qlgf8-0005H9-0U6S",
		"1uafSI-000000001vE-0n", "1uafSI-zzzzzzzzzzz-0U6S", "1qlgf8-0005/9-0n", strings.Repeat("-", 16), strings.Repeat("-", 23),
	} {
		if info, ok := DecodeEximID(id); ok || info != (IDInfo{}) {
			t.Errorf("DecodeEximID(%q) = %+v, want none", id, info)
		}
	}
}
