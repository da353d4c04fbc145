package draw

import (
	"github.com/spoolscope/spoolscope/app/words"
)

// AgeCell returns an age in seconds, a dash where it is unknown (-1).
func AgeCell(seconds int64) string {
	if seconds == -1 {
		return "–"
	}
	return words.Age(seconds)
}

// TriesCell returns a number of delivery attempts, a dash where it is unknown (-1).
func TriesCell(n int) string {
	if n < 0 {
		return "–"
	}
	return words.Short(n)
}

// SizeCell returns a size in bytes, a dash where there is no data file (-1).
func SizeCell(n int64) string {
	if n < 0 {
		return "–"
	}
	return words.Size(n)
}

// OrDash is s, a dash for an empty cell.
func OrDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
