package parser

import (
	"context"
	"fmt"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/queuefile"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/name"
)

// Where threads have no memory in common, as the workers of a browser, one walks
// and parses a source, and another one holds the queue. A parsed file crosses as the
// few texts that go into rows: to write and read them takes a twentieth of what
// parsing takes.

// readApart reads a source for a Load on another thread, which follows at the
// other end of Hooks.Tell. The error is that of the pipe.
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
