// Package poll lets whoever waits for a long loop over rows end it.
package poll

import "context"

// Every is how many rows pass between two looks at the context: a few milliseconds.
const Every = 4096

// Poll counts the rows of loops that follow each other, and looks at a context now and then. Once
// that is done, no row is wanted any more. A nil Poll wants all of them.
type Poll struct {
	ctx  context.Context
	told func()
	rows int
	err  error
}

// New returns a Poll of ctx. told is called before each look: in the page, a cancellation is heard
// only when the worker lets messages in.
func New(ctx context.Context, told func()) *Poll { return &Poll{ctx: ctx, told: told} }

// More takes a row, or a comparison of two, and reports whether it is still wanted. A sort whose
// rows are all equal from there on ends soon.
func (p *Poll) More() bool {
	if p == nil {
		return true
	}
	if p.rows++; p.rows%Every == 0 {
		return p.Look()
	}
	return p.err == nil
}

// Look looks at the context at once, and reports whether rows are still wanted.
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

// Err is the error of the context when it was looked at last, or that of Stop; nil while rows are
// wanted.
func (p *Poll) Err() error {
	if p == nil {
		return nil
	}
	return p.err
}
