package parser

import (
	"context"
	"fmt"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/queuefile"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/name"
)

// Where threads share no memory, as the workers of a browser, one walks and parses a
// source, and another holds the queue. A parsed file crosses as the few texts that
// go into rows: writing and reading them takes a twentieth of the time of parsing.

// readApart reads a source for a Load on another thread, which follows at the
// other end of Hooks.Tell. The error is the pipe's.
func readApart(ctx context.Context, sources []Source, opt Options) error {
	if len(sources) != 1 {
		return fmt.Errorf("%d sources for another thread, want one", len(sources))
	}
	src := sources[0]
	l := newLoader(ctx, opt)
	w := l.walking(src)
	parse := w.Ahead.Parse
	w.Ahead.Parse = func(m archive.Member, data []byte) any {
		if !name.IsFile(m.Name[strings.LastIndexByte(m.Name, '/')+1:]) {
			return nil // its parser's result cannot cross
		}
		return parse(m, data)
	}
	return archive.Tell(ctx, walked(src), w, queuefile.Encode, opt.Hooks.Tell)
}
