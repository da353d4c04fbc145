package queue

import (
	"strings"
	"testing"
	"time"
)

func unix(s string) int64 {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t.Unix()
}

func TestDecodeID(t *testing.T) {
	now := unix("2026-11-23T12:00:00Z")
	tests := []struct {
		name    string
		id      string
		version int
		near    int64
		want    IDInfo
		ok      bool
	}{
		{"two letters", "AA04242", AnyVersion, now, IDInfo{Era86, 0, -1, "AA", 4242}, true},
		{"two letters, long pid", "AB104242", 0, now, IDInfo{Era86, 0, -1, "AB", 104242}, true},
		{"local hour", "RAA04242", AnyVersion, now, IDInfo{Era87, 0, 17, "AA", 4242}, true},
		{"local hour, punctuation", "A[Z00001", 2, now, IDInfo{Era87, 0, 0, "[Z", 1}, true},
		{"local hour, tilde", "X~A31337", 2, now, IDInfo{Era87, 0, 23, "~A", 31337}, true},
		{"no hour Y", "Y~A31337", 2, now, IDInfo{}, false},
		{"one sequence character", "eA951Kp04242", AnyVersion, now, IDInfo{Era810, unix("2000-11-09T05:01:20Z"), -1, "p", 4242}, true},
		{"one sequence character, V4", "eA951Kp04242", 4, now, IDInfo{Era810, unix("2000-11-09T05:01:20Z"), -1, "p", 4242}, true},
		{"kept by a newer sendmail", "eA951Kp04242", 8, now, IDInfo{Era810, unix("2000-11-09T05:01:20Z"), -1, "p", 4242}, true},
		{"13 characters", "eA951Kp104242", AnyVersion, now, IDInfo{Era810, unix("2000-11-09T05:01:20Z"), -1, "p", 104242}, true},
		{"14 characters, V5", "eA951K11042420", 5, now, IDInfo{Era810, unix("2000-11-09T05:01:20Z"), -1, "1", 1042420}, true},
		{"14 characters, V8", "eA951K11042420", 8, now, IDInfo{Era812, unix("2000-11-09T05:01:20Z"), -1, "11", 42420}, true},
		{"two sequence characters", "4259f7Kc031337", AnyVersion, now, IDInfo{Era812, unix("2024-03-05T09:41:07Z"), -1, "Kc", 31337}, true},
		{"V5 with two sequence characters", "4259f7Kc031337", 5, now, IDInfo{Era812, unix("2024-03-05T09:41:07Z"), -1, "Kc", 31337}, true},
		{"case distinguishes times", "4259F7Kc031337", 8, now, IDInfo{Era812, unix("2024-03-05T09:15:07Z"), -1, "Kc", 31337}, true},
		{"long pid", "4259f7Kc4194304", 8, now, IDInfo{Era812, unix("2024-03-05T09:41:07Z"), -1, "Kc", 4194304}, true},
		{"leap second", "q5UNxyAB000001", 8, now, IDInfo{Era812, unix("2012-07-01T00:00:00Z"), -1, "AB", 1}, true},
		{"next year is a cycle ago", "7B1000AA000001", 8, unix("2066-01-01T00:00:00Z"), IDInfo{Era812, unix("2027-12-01T00:00:00Z"), -1, "AA", 1}, true},
		{"a second cycle", "4259f7Kc031337", 8, unix("2084-03-05T00:00:00Z"), IDInfo{Era812, unix("2084-03-05T09:41:07Z"), -1, "Kc", 31337}, true},
		{"not a day late", "4259f7Kc031337", 8, unix("2084-03-04T09:41:06Z"), IDInfo{Era812, unix("2024-03-05T09:41:07Z"), -1, "Kc", 31337}, true},
		{"nothing near", "d010000a00001", AnyVersion, 0, IDInfo{}, false},
		{"nothing near, 1999 or 2059", "d01000a00001", AnyVersion, 0, IDInfo{Era810, unix("2059-01-01T00:00:00Z"), -1, "a", 1}, true},
		{"1999", "d01000a00001", AnyVersion, now, IDInfo{Era810, unix("1999-01-01T00:00:00Z"), -1, "a", 1}, true},
		{"near before all ids", "4259f7Kc031337", 8, 1, IDInfo{Era812, unix("2024-03-05T09:41:07Z"), -1, "Kc", 31337}, true},
		{"29 February", "41T000AA000001", 8, now, IDInfo{Era812, unix("2024-02-29T00:00:00Z"), -1, "AA", 1}, true},
		{"29 February 2025", "51T000AA000001", 8, now, IDInfo{}, false},
		{"month 12", "4C59f7Kc031337", 8, now, IDInfo{}, false},
		{"day 0", "4209f7Kc031337", 8, now, IDInfo{}, false},
		{"hour 24", "425Of7Kc031337", 8, now, IDInfo{}, false},
		{"minute 60", "4259y7Kc031337", 8, now, IDInfo{}, false},
		{"a copy's tilde", "416A00V8009936~", 8, now, IDInfo{}, false},
		{"letter in the pid", "4259f7Kc03x337", 8, now, IDInfo{}, false},
		{"pid too long", "4259f7Kc" + strings.Repeat("1", 11), 8, now, IDInfo{}, false},
		{"empty", "", 8, now, IDInfo{}, false},
		{"a word", "hello2024", AnyVersion, now, IDInfo{}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := DecodeID(tt.id, tt.version, tt.near)
			if got != tt.want || ok != tt.ok {
				t.Errorf("DecodeID(%q, %d, %d) = %+v, %v, want %+v, %v", tt.id, tt.version, tt.near, got, ok, tt.want, tt.ok)
			}
		})
	}
}
