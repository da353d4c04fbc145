package hints

import (
	"bytes"
	"encoding/binary"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Retry is Exim's record of a host or an address that failed (formats/exim.md §5.2). Times are
// Unix seconds.
type Retry struct {
	Key     string
	First   int64 // since when it fails
	Last    int64 // the last try
	Next    int64 // not before
	Expired bool  // it fails for longer than the rules allow: what fails next is returned
	Errno   int32
	Text    string
}

// ParseRetry reads a database of retry times. It reports false if a part of it, or all if it is of
// another format, could not be read.
func ParseRetry(b []byte, each func(Retry)) (format Format, whole bool) {
	return parse(b, func(order binary.ByteOrder, key string, v []byte) bool {
		r, ok := retry(order, key, v)
		if ok {
			each(r)
		}
		return ok
	})
}

// ParseWaits reads a database of the messages that wait for a host: host and id. It reports as
// ParseRetry does (formats/exim.md §5.3).
func ParseWaits(b []byte, each func(host, id string)) (format Format, whole bool) {
	return parse(b, func(order binary.ByteOrder, key string, v []byte) bool {
		host, number, ok := strings.Cut(key, ":")
		if ok && strings.Trim(number, "0123456789") != "" {
			host = key // of an address with colons
		}
		for _, begin := range [...]int{16, 12} { // times of 64 bits, or of 32
			if len(v) < begin {
				continue
			}
			found := ids(string(v[begin:]))
			for _, id := range found {
				each(host, id)
			}
			if len(found) > 0 {
				return true
			}
		}
		return false
	})
}

// ids finds ids that follow each other without anything between them. From 4.97 on Exim cuts what
// an older version wrote at the length of the new ids, so some are torn, and others may begin
// anywhere.
func ids(s string) (found []string) {
	const dash = 6 // where the first one of an id is
	for i := range len(s) - dash {
		if s[i+dash] != '-' {
			continue
		}
		for _, n := range [...]int{23, 16} {
			if len(s)-i >= n && queue.IsEximID(s[i:i+n]) {
				found = append(found, s[i:i+n])
			}
		}
	}
	return found
}

func parse(b []byte, record func(order binary.ByteOrder, key string, v []byte) bool) (format Format, whole bool) {
	format, order := formatOf(b)
	if format != BerkeleyHash {
		return format, format == Empty
	}
	sound := true
	whole = records(b, order, func(key, value []byte) {
		sound = record(order, string(bytes.TrimRight(key, "\x00")), value) && sound
	})
	return format, whole && sound
}

// retry reads a record. The size of its times is the machine's; only the right one makes times
// of all four.
func retry(order binary.ByteOrder, key string, v []byte) (Retry, bool) {
	for _, wide := range [...]int{8, 4} {
		numbers, text := 4*wide, 4*wide+3*4
		if len(v) < text {
			continue
		}
		var t [4]int64
		sound := true
		for i := range t {
			if wide == 8 {
				t[i] = int64(order.Uint64(v[8*i:]))
			} else {
				t[i] = int64(int32(order.Uint32(v[4*i:])))
			}
			sound = sound && isTime(t[i])
		}
		if !sound {
			continue
		}
		said, _, _ := bytes.Cut(v[text:], []byte{0})
		return Retry{
			Key: key, First: t[1], Last: t[2], Next: t[3], Expired: order.Uint32(v[numbers:]) != 0,
			Errno: int32(order.Uint32(v[numbers+4:])), Text: string(said),
		}, true
	}
	return Retry{}, false
}

// isTime reports whether a number can be a time of a record: from 1990 on, within what 32 bits hold.
func isTime(t int64) bool { return t > 631152000 && t < 1<<32 }
