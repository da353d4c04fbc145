package parser

import (
	"context"
	"strings"

	"github.com/spoolscope/spoolscope/parser/hook"
	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/queuefile"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/name"
)

// Where threads have no memory in common, as the workers of a browser, one walks
// and parses a source, and another one holds the queue. A parsed file crosses as the
// few texts that go into rows: to write and read them takes a twentieth of what
// parsing takes.

// ReadApart reads a source for a Load on another thread, which follows at the
// other end of to (hook.Apart). Both must have the same options; callbacks other than
// Hooks.Keep are not used. The error is that of to.
func ReadApart(ctx context.Context, src Source, opt Options, to hook.Pipe) error {
	l := newLoader(ctx, opt)
	w := l.walking(src)
	parse := w.Ahead.Parse
	w.Ahead.Parse = func(m archive.Member, data []byte) any {
		if !name.IsFile(m.Name[strings.LastIndexByte(m.Name, '/')+1:]) {
			return nil // its parser's result cannot cross
		}
		return parse(m, data)
	}
	return archive.Tell(ctx, walked(src), w, queuefile.Encode, to)
}
