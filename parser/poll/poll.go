// Package poll makes long loops over rows stop when their caller no longer waits.
package poll

import "context"

// Every is the number of rows between two checks of the context: a few milliseconds.
const Every = 4096

// Poll counts the rows of consecutive loops, and checks a context now and then. Once the context
// is done, no row is wanted any more. A nil Poll wants all rows.
type Poll struct {
	ctx  context.Context
	told func()
	rows int
	err  error
}

// New returns a Poll of ctx. told is called before each check: in the page, a cancellation arrives
// only when the worker takes messages in.
func New(ctx context.Context, told func()) *Poll { return &Poll{ctx: ctx, told: told} }

// More counts a row, or a comparison of two, and reports whether it is still wanted. A sort that
// takes all further rows for equal ends soon.
func (p *Poll) More() bool {
	if p == nil {
		return true
	}
	if p.rows++; p.rows%Every == 0 {
		return p.Look()
	}
	return p.err == nil
}

// Look checks the context at once, and reports whether rows are still wanted.
func (p *Poll) Look() bool {
	if p == nil {
		return true
	}
	if p.err == nil {
		p.told()
		p.err = p.ctx.Err()
	}
	return p.err == nil
}

// Stop ends the loops for a reason that was seen elsewhere.
func (p *Poll) Stop(err error) {
	if p.err == nil {
		p.err = err
	}
}

// Err returns the context's error at the last check, or that of Stop; nil while rows are wanted.
func (p *Poll) Err() error {
	if p == nil {
		return nil
	}
	return p.err
}
