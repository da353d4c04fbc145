package mailq

import (
	"testing"
	"time"

	"github.com/spoolscope/spoolscope/parser/queue"
)

func at(s string) int64 {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t.Unix()
}

// date reads a date as printed.
func date(t *testing.T, s string) queue.ListingDate {
	t.Helper()
	d, start, end, ok := findDate([]byte(s))
	if !ok || start != 0 || end != len(s) {
		t.Fatalf("findDate(%q) = %+v, %d, %d, %v", s, d, start, end, ok)
	}
	return d
}

func TestResolve(t *testing.T) {
	tests := []struct {
		name, date, id string
		now            int64
		zone           int
		want           string // "" is none
	}{
		{"year of the id", "Tue Mar  5 10:41", "4259f7Kc031337", at("2026-01-01T00:00:00Z"), 3600, "2024-03-05T09:41:00Z"},
		{"year of the id, verbose", "Mar  5 10:41", "4259f7Kc031337", 0, 3600, "2024-03-05T09:41:00Z"},
		{"year of an 8.10 id", "Nov  9 05:01", "eA951Kp04242", 0, 0, "2000-11-09T05:01:00Z"},
		{"new year passed in the zone", "Wed Jan  1 00:30", "4BVNU0AA000001", 0, 3600, "2024-12-31T23:30:00Z"},
		{"new year not yet in the zone", "Tue Dec 31 19:00", "5010U0AA000001", 0, -5 * 3600, "2025-01-01T00:00:00Z"},
		{"long session over new year", "Wed Jan  1 00:10", "4BVNU0AA000001", 0, 0, "2025-01-01T00:10:00Z"},
		{"weekday contradicts the id", "Fri Jan  1 00:00", "417903lb009999", at("2024-02-07T10:00:00Z"), 0, ""},
		{"latest year", "Tue Mar  5 10:41", "RAA04242", at("2024-03-06T00:00:00Z"), 0, "2024-03-05T10:41:00Z"},
		{"last year", "Dec 31 10:41", "RAA04242", at("1999-01-02T00:00:00Z"), 0, "1998-12-31T10:41:00Z"},
		{"weekday picks an older year", "Tue Mar  5 10:41", "", at("2026-11-23T00:00:00Z"), 0, "2024-03-05T10:41:00Z"},
		{"the zone makes it tomorrow", "Thu Jan  1 09:00", "", at("2025-12-31T22:30:00Z"), 11 * 3600, "2025-12-31T22:00:00Z"},
		{"leap day", "Feb 29 01:00", "", at("2026-11-23T00:00:00Z"), 0, "2024-02-29T01:00:00Z"},
		{"no such day", "Feb 30 01:00", "", at("2026-11-23T00:00:00Z"), 0, ""},
		{"nothing known", "Mar  5 10:41", "RAA04242", 0, 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := Resolve(date(t, tt.date), tt.id, tt.now, tt.zone)
			if ok != (tt.want != "") || (ok && got != at(tt.want)) {
				t.Errorf("Resolve(%s, %q, %d, %d) = %s, %v, want %q", tt.date, tt.id, tt.now, tt.zone,
					time.Unix(got, 0).UTC().Format(time.RFC3339), ok, tt.want)
			}
		})
	}
	if got, ok := Resolve(queue.ListingDate{}, "4259f7Kc031337", 0, 0); ok {
		t.Errorf("Resolve(no date) = %d, want none", got)
	}
}

func TestZone(t *testing.T) {
	pair := func(d, utc string) Pair { return Pair{date(t, d), at(utc)} }
	tests := []struct {
		name  string
		pairs []Pair
		want  int
		ok    bool
	}{
		{"none", nil, 0, false},
		{"UTC", []Pair{pair("Tue Mar  5 09:41", "2024-03-05T09:41:07Z")}, 0, true},
		{"last second of the minute", []Pair{pair("Tue Mar  5 09:41", "2024-03-05T09:41:59Z")}, 0, true},
		{"east", []Pair{pair("Mar  5 10:41", "2024-03-05T09:41:07Z")}, 3600, true},
		{"west over new year", []Pair{pair("Dec 31 19:30", "2025-01-01T00:30:00Z")}, -5 * 3600, true},
		{"Nepal", []Pair{pair("Mar  5 15:26", "2024-03-05T09:41:07Z")}, 5*3600 + 45*60, true},
		{"Kiribati", []Pair{pair("Wed Jan  1 14:00", "2025-01-01T00:00:00Z")}, 14 * 3600, true},
		{"an id is older than its message", []Pair{pair("Mar  5 10:43", "2024-03-05T09:41:07Z")}, 3600, true},
		{"a session of half an hour is outvoted", []Pair{
			pair("Mar  5 11:11", "2024-03-05T09:41:07Z"), pair("Mar  5 10:41", "2024-03-05T09:41:07Z"), pair("Mar  6 10:41", "2024-03-06T09:41:00Z"),
		}, 3600, true},
		{"summer time began", []Pair{
			pair("Mar 30 10:41", "2024-03-30T09:41:07Z"), pair("Apr  1 11:41", "2024-04-01T09:41:07Z"),
		}, 7200, true},
		{"summer time ended", []Pair{
			pair("Oct 28 10:41", "2024-10-28T09:41:07Z"), pair("Oct 26 11:41", "2024-10-26T09:41:07Z"),
		}, 3600, true},
		{"another day", []Pair{pair("Mar  9 10:41", "2024-03-05T09:41:07Z")}, 0, false},
		{"no quarter", []Pair{pair("Mar  5 09:49", "2024-03-05T09:41:07Z")}, 0, false},
		{"no date", []Pair{{Unix: 1}}, 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, ok := Zone(tt.pairs); got != tt.want || ok != tt.ok {
				t.Errorf("Zone(%+v) = %d, %v, want %d, %v", tt.pairs, got, ok, tt.want, tt.ok)
			}
		})
	}
}
