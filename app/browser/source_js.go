package browser

import (
	"github.com/hack-pad/safejs"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/stream"
	"github.com/spoolscope/spoolscope/parser/hook"
)

// Source is a file of the page, which the page can decode as well as read.
type Source struct {
	*stream.File
	worker *Worker
	ref    protocol.SourceRef
}

// Open gives access to a source of the page.
func (w *Worker) Open(ref protocol.SourceRef) *Source {
	return &Source{w.reads.Open(ref.ID, ref.Size), w, ref}
}

// Unpack implements hook.Unpackable: the page decodes the source and keeps the
// result. It returns nil if the browser does not know the format, or if it is
// not worth it.
func (s *Source) Unpack(kind string) (hook.Unpacker, hook.Keeper) {
	if kind != "gzip" || s.ref.Size < unpackMin || !isFunction(get(safejs.Global(), "DecompressionStream")) {
		return nil, nil
	}
	k := s.worker.Keep()
	return s.worker.unpack(s.ref.ID, k), k
}
