package archive

import (
	"errors"
	"io"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/queue"
)

const readMax = 1 << 20 // of one read, so that a cancelled walk ends soon

// input reads the source from its start. It returns no error but io.EOF: an
// error of the reader becomes a Problem, and a cancelled context is kept in
// the walker.
type input struct {
	w         *walker
	r         io.Reader
	at        io.ReaderAt
	size      int64 // -1 unknown
	pos       int64
	told      int64
	elsewhere int64 // read by an Unpacker
	lost      bool  // the reader failed, and a Problem says it
}

func (in *input) Read(p []byte) (n int, err error) {
	if in.lost || in.w.stopped() || in.w.cancelled() {
		return 0, io.EOF
	}
	p = p[:min(len(p), readMax)]
	switch {
	case in.r != nil:
		n, err = in.r.Read(p)
	case in.at == nil:
		return 0, io.EOF
	default:
		if in.size >= 0 {
			p = p[:min(int64(len(p)), max(in.size-in.pos, 0))]
			if len(p) == 0 {
				return 0, io.EOF
			}
		}
		n, err = in.at.ReadAt(p, in.pos)
		if n > 0 && err == io.EOF {
			err = nil
		}
	}
	in.pos += int64(n)
	in.w.worked(int64(n))
	if err != nil && err != io.EOF {
		in.unreadable(err)
		err = nil
		if n == 0 {
			err = io.EOF
		}
	}
	return n, err
}

// unreadable notes that the reader failed.
func (in *input) unreadable(err error) {
	in.lost = true
	if in.w.cancelled() || errors.Is(err, io.EOF) {
		return
	}
	in.w.found.add(queue.Problem{
		Pos:    queue.Pos{File: in.w.name, Offset: in.pos},
		Kind:   queue.KindUnreadable,
		Reason: "reading stopped at byte " + count.Text(in.pos) + ": " + err.Error(),
		Err:    err,
	})
}

// forward steps over up to n bytes without reading them, where the source
// allows that and its size is known.
func (in *input) forward(n int64) int64 {
	if in.r != nil || in.at == nil || in.size < 0 || in.lost {
		return 0
	}
	n = max(min(n, in.size-in.pos), 0)
	in.pos += n
	in.w.worked(stepWork)
	return n
}

// reached notes that an Unpacker has read the source up to there.
func (in *input) reached(pos int64) {
	in.elsewhere = max(in.elsewhere, pos)
}

// tell calls Progress.
func (in *input) tell() {
	in.told = max(in.pos, in.elsewhere)
	if f := in.w.opt.Progress; f != nil {
		f(in.told)
	}
}

// report calls Progress if more was read since the last call.
func (in *input) report() {
	if max(in.pos, in.elsewhere) != in.told {
		in.tell()
	}
}

// window is random access to the source through one buffer, for a zip: its
// small reads come in rising order. It counts for the progress, and reports
// errors of the source as input does.
type window struct {
	in  *input
	buf []byte
	off int64
	n   int

	read  int64 // in all
	ahead bool  // the directory at the end is being read, which is not progress
}

const windowSize = 256 << 10

func (v *window) ReadAt(p []byte, off int64) (n int, err error) {
	if off < 0 {
		return 0, io.EOF
	}
	for n < len(p) {
		if v.in.lost || v.in.w.stopped() || v.in.w.cancelled() {
			return n, io.ErrUnexpectedEOF
		}
		pos := off + int64(n)
		if pos < v.off || pos >= v.off+int64(v.n) {
			if v.buf == nil {
				v.buf = make([]byte, windowSize)
			}
			v.off = pos
			v.read += windowSize
			if v.n, err = v.in.at.ReadAt(v.buf, pos); v.n == 0 {
				if err != nil && err != io.EOF {
					v.in.unreadable(err)
				}
				return n, io.EOF
			}
			// Entries may be read twice; progress is the furthest position.
			if !v.ahead {
				v.in.pos = max(v.in.pos, v.off+int64(v.n))
			}
			v.in.w.worked(int64(v.n))
		}
		n += copy(p[n:], v.buf[pos-v.off:v.n])
	}
	return n, nil
}
