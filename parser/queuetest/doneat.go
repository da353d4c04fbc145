package queuetest

import "context"

// DoneAt is a context that counts how often Err is called, and is canceled from one of these
// calls on.
type DoneAt struct {
	context.Context
	Looks int
	End   int // the first call at which it is canceled; 0 is never
}

// Err implements context.Context.
func (d *DoneAt) Err() error {
	d.Looks++
	if d.End > 0 && d.Looks >= d.End {
		return context.Canceled
	}
	return nil
}
