package command

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser"
)

// The times of the progress line: shorter work shows none, and the line changes no
// faster than one can read.
const (
	progressAfter = time.Second
	progressEvery = 100 * time.Millisecond
)

// progress is a line on the terminal that shows how much has been read. If the error
// output is not a terminal, nothing is written.
type progress struct {
	w     io.Writer // nil if not a terminal
	size  int64     // bytes of all sources, -1 if unknown
	start time.Time
	last  time.Time // of the line shown; zero if none
	now   func() time.Time
}

func newProgress(w io.Writer, sources []parser.Source) *progress {
	p := &progress{now: time.Now}
	if isTerminal(w) {
		p.w = w
	}
	for _, s := range sources {
		if s.Size < 0 {
			p.size = -1
			break
		}
		p.size += s.Size
	}
	p.start = p.now()
	return p
}

// update is the parser's Progress callback.
func (p *progress) update(at parser.Progress) {
	if p.w == nil {
		return
	}
	now := p.now()
	if now.Sub(p.start) < progressAfter || now.Sub(p.last) < progressEvery {
		return
	}
	p.last = now
	fmt.Fprintf(p.w, "\r\x1b[K%s", p.line(at))
}

// line returns the text, as in "[######..............] 31 %  812,440 messages".
func (p *progress) line(at parser.Progress) string {
	const width = 20
	messages := words.Number(at.Messages) + " messages"
	switch {
	case at.Joining:
		return "putting together " + messages
	case p.size <= 0:
		return fmt.Sprintf("%s MB read  %s", words.Number(at.Read/1e6), messages)
	}
	part := min(float64(at.Read)/float64(p.size), 1)
	n := int(part * width)
	return fmt.Sprintf("[%s%s] %2.0f %%  %s", strings.Repeat("#", n), strings.Repeat(".", width-n), part*100, messages)
}

// done removes the line.
func (p *progress) done() {
	if p.w != nil && !p.last.IsZero() {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
