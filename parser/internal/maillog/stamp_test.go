package maillog

import (
	"math"
	"testing"
	"time"
)

// A time keeps its date when its year turns out to be another, February 29 included.
func TestShift(t *testing.T) {
	for _, tt := range []struct {
		from  string
		years int
		want  string
	}{
		{"2000-02-29", 24, "2024-02-29"}, {"2000-02-28", 24, "2024-02-28"}, {"2000-03-01", 24, "2024-03-01"}, {"2000-12-31", 24, "2024-12-31"},
		{"2000-02-29", 25, "2025-03-01"}, {"2000-03-01", 25, "2025-03-01"}, {"2023-03-01", 1, "2024-03-01"}, {"2023-02-28", 1, "2024-02-28"},
		{"2023-12-31", 1, "2024-12-31"}, {"2025-06-15", -1, "2024-06-15"}, {"2025-06-15", 0, "2025-06-15"},
	} {
		from, err := time.Parse(time.DateOnly, tt.from)
		if err != nil {
			t.Fatal(err)
		}
		if got := time.Unix(Shift(from.Unix()+3600, tt.years)-3600, 0).UTC().Format(time.DateOnly); got != tt.want {
			t.Errorf("%s by %d years is %s, want %s", tt.from, tt.years, got, tt.want)
		}
	}
}

// The year of any time is found, also of one that marks an unknown one.
func TestYearOf(t *testing.T) {
	for at, want := range map[int64]int{
		0: 1970, -1: 1969, 1735689599: 2024, 1735689600: 2025, 951782400: 2000, math.MinInt64: -9999, math.MaxInt64: 9999,
	} {
		if got := YearOf(at); got != want {
			t.Errorf("YearOf(%d) = %d, want %d", at, got, want)
		}
	}
}

// journalctl -o short-full names a zone, or writes it as a number where it has no name.
func TestFullStamp(t *testing.T) {
	for _, tt := range []struct {
		line string
		zone int32
	}{
		{"Tue 2024-03-05 09:41:07 UTC mx app[1]: text", 0},
		{"Tue 2024-03-05 09:41:07 -03 mx app[1]: text", -3 * 3600},
		{"Tue 2024-03-05 09:41:07 +03 mx app[1]: text", 3 * 3600},
		{"Tue 2024-03-05 09:41:07 +0545 mx app[1]: text", 5*3600 + 45*60},
	} {
		var l Line
		if !l.Read([]byte(tt.line)) || !l.Zoned || l.Zone != tt.zone || l.Host != "mx" || l.Program != "app" || l.Text != "text" {
			t.Errorf("%q is %+v", tt.line, l)
		}
	}
}
