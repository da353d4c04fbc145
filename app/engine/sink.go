package engine

import (
	"context"
	"errors"
	"io"

	"github.com/spoolscope/spoolscope/app/engine/internal/message"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/share"
)

// Sink stores what is too large for an answer.
type Sink interface {
	io.Writer
	// End marks the end of the text. It returns the number by which the page
	// finds the text.
	End() (int, error)
}

// records writes a line of JSON for each message.
func (e *Engine) records(c call, req protocol.RecordsRequest) (protocol.Written, error) {
	rows, err := e.shown.Match(req.Query)
	if err != nil {
		return protocol.Written{}, err
	}
	return e.write(c, func(w io.Writer) error { return share.Records(w, e.shown.Queue, rows, req.Digests) })
}

// raw writes one message as sendmail would send it.
func (e *Engine) raw(c call, req protocol.RawRequest) (protocol.Written, error) {
	return e.write(c, func(w io.Writer) error { return message.Raw(e.shown, w, req) })
}

// write lets a function write its text to a sink.
func (e *Engine) write(c call, write func(io.Writer) error) (protocol.Written, error) {
	if e.opt.Make == nil {
		return protocol.Written{}, errors.New("there is nowhere to write the text")
	}
	sink := e.opt.Make()
	w := &countingWriter{ctx: c, w: sink}
	if err := write(w); err != nil {
		return protocol.Written{}, err
	}
	stream, err := sink.End()
	return protocol.Written{Stream: stream, Size: w.n}, err
}

// countingWriter counts, reports progress, and stops when its context ends.
type countingWriter struct {
	ctx      context.Context
	w        io.Writer
	n        int64
	reported int64
	report   func(n int64) // may be nil
}

// reportEvery is how many bytes are written between two reports.
const reportEvery = 128 << 10

// Write implements io.Writer.
func (w *countingWriter) Write(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := w.w.Write(p)
	w.n += int64(n)
	if w.report != nil && w.n-w.reported >= reportEvery {
		w.reported = w.n
		w.report(w.n)
	}
	return n, err
}
