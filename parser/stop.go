package parser

// pollRows is how many rows or entries pass between two looks at the context once
// all is read.
const pollRows = 4096

// poll tells progress, as the page hears of a cancellation only then, and returns
// the context's error.
func (l *loader) poll() error {
	l.tell()
	return l.ctx.Err()
}

// goesOn takes a row of a loop, and reports whether it is still wanted. A load that was
// canceled while it was joined ends there. One that was canceled before that is joined as
// far as it was read: otherwise nothing could be shown of it.
func (l *loader) goesOn() bool {
	if l.joins && l.stopped == nil {
		if l.joined++; l.joined%pollRows == 0 {
			l.stopped = l.poll()
		}
	}
	return l.stopped == nil
}
