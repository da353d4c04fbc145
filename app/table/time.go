package table

import "time"

// Time is an instant in milliseconds since 1970, UTC. In JSON it is RFC 3339.
type Time int64

// MarshalText implements encoding.TextMarshaler.
func (t Time) MarshalText() ([]byte, error) {
	return time.UnixMilli(int64(t)).UTC().AppendFormat(nil, time.RFC3339), nil
}

// Years beyond these are damage, and many engines do not have them.
const (
	firstSecond = -62135596800 // year 1
	lastSecond  = 253402300799 // year 9999
)

// instant converts Unix seconds; nil for a time outside the calendar.
func instant(seconds int64) *Time {
	if seconds < firstSecond || seconds > lastSecond {
		return nil
	}
	t := Time(seconds * 1000)
	return &t
}
