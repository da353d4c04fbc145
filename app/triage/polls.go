package triage

import "context"

// pollRows is how many rows are worked out between two looks at the context.
const pollRows = 4096

// polls counts rows, and looks at the context now and then.
type polls struct {
	ctx  context.Context
	told func()
	rows int
	err  error
}

// more takes a row, and reports whether it is still wanted.
func (p *polls) more() bool {
	if p.rows%pollRows == 0 && p.err == nil {
		p.told() // who cancels is heard only then
		p.err = p.ctx.Err()
	}
	p.rows++
	return p.err == nil
}
