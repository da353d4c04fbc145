package queue

import (
	"errors"
	"fmt"
	"sort"
)

// Pos is a place in the input: a file (as named in its archive), a byte offset
// from its start, and the 1-based line, 0 if lines are meaningless. The offset
// is authoritative; it is -1 if only the file is known.
type Pos struct {
	File   string `json:"file"`
	Offset int64  `json:"offset"`
	Line   int    `json:"line,omitempty"`
}

// Severity is how serious a Problem is.
type Severity uint8

// Severities, worst first.
const (
	Error   Severity = iota // something could not be read
	Warning                 // read, but the mail system has a fault
	Note                    // worth knowing
)

var severityNames = [...]string{"error", "warning", "note"}

// String returns error, warning or note.
func (s Severity) String() string { return severityNames[min(int(s), 2)] }

// Kind groups Problems of the same nature, so that a screen can explain them
// once. Explain returns the explanation.
type Kind string

// Problem is something in the input that was damaged, odd or left out. It never
// stops the load: everything else was read.
type Problem struct {
	Pos
	Kind   Kind   `json:"kind"`
	Reason string `json:"reason"`          // lower case, no full stop, offending bytes quoted
	Bytes  string `json:"bytes,omitempty"` // the offending bytes, at most 120
	Err    error  `json:"-"`               // what a library said, if any
}

// Error reads "mqueue/qfAB12:7: T line: "17x" is not a Unix time".
func (p Problem) Error() string {
	switch {
	case p.Line > 0:
		return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Reason)
	case p.Offset > 0:
		return fmt.Sprintf("%s: offset %d: %s", p.File, p.Offset, p.Reason)
	case p.File != "":
		return p.File + ": " + p.Reason
	}
	return p.Reason
}

// Unwrap returns the underlying error.
func (p Problem) Unwrap() error { return p.Err }

// Severity returns that of the problem's kind.
func (p Problem) Severity() Severity { return Explain(p.Kind).Severity }

// Problems is a list that can be sorted.
type Problems []Problem

// Sort orders by severity, kind, file and offset, so that the same input
// produces the same list.
func (ps Problems) Sort() {
	sort.SliceStable(ps, func(i, j int) bool {
		a, b := ps[i], ps[j]
		if x, y := a.Severity(), b.Severity(); x != y {
			return x < y
		}
		if a.Kind != b.Kind {
			return a.Kind < b.Kind
		}
		if a.File != b.File {
			return a.File < b.File
		}
		return a.Offset < b.Offset
	})
}

// Err returns nil if there are no problems, and ps otherwise.
func (ps Problems) Err() error {
	if len(ps) == 0 {
		return nil
	}
	return ps
}

// Error returns the first problem and the number of the others.
func (ps Problems) Error() string {
	switch len(ps) {
	case 0:
		return "no problems"
	case 1:
		return ps[0].Error()
	}
	return fmt.Sprintf("%v (and %d more)", ps[0], len(ps)-1)
}

// Unwrap lets errors.Is and errors.As look at each problem.
func (ps Problems) Unwrap() []error {
	errs := make([]error, len(ps))
	for i := range ps {
		errs[i] = ps[i]
	}
	return errs
}

// ErrLimit is wrapped by every Problem caused by a documented limit.
var ErrLimit = errors.New("limit reached")
