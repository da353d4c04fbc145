package postqueue

import (
	"strconv"
	"strings"
	"time"
)

// moment is a time as postqueue -j gives it, in Unix seconds, or as filters of jq make it of
// those: a text with the seconds, or a date of ISO 8601.
type moment struct {
	at    int64
	given bool
	known bool
}

// UnmarshalJSON implements json.Unmarshaler. A value that is not a time counts as given, but
// unknown: an error would cost the members that follow.
func (m *moment) UnmarshalJSON(text []byte) error {
	s := strings.Trim(string(text), `"`)
	m.given = s != "null"
	const latest = 1 << 53
	if n, err := strconv.ParseFloat(s, 64); err == nil && -latest < n && n < latest {
		m.at, m.known = int64(n), true
	} else if t, err := time.Parse(time.RFC3339, s); err == nil {
		m.at, m.known = t.Unix(), true
	}
	return nil
}

// unix returns the time, nil if it is not known.
func (m *moment) unix() *int64 {
	if !m.known {
		return nil
	}
	return &m.at
}
