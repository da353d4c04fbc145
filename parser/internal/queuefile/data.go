package queuefile

import (
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/data"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/dsn"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Data is what a data file says.
type Data struct {
	data.Scan
	Bounce *Bounce // if it may be one, and is read ahead
}

// Bounce is what a bounce says.
type Bounce struct {
	queue.Bounce
	Problems []queue.Problem
}

// ParseBounce reads the start of a data file as a bounce.
func ParseBounce(start []byte, file string) *Bounce {
	b, problems := dsn.Parse(start, file)
	return &Bounce{b, problems}
}

// ParseData reads a data file as a whole, for ParseBounce too if it may be a bounce. sums
// asks for its SHA-256.
func ParseData(b []byte, file string, sums bool) *Data {
	var s data.Scanner
	f := &Data{Scan: s.Whole(b, sums)}
	if len(f.Start) > 0 {
		f.Bounce = ParseBounce(f.Start, file)
	}
	return f
}
