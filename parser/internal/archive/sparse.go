package archive

import (
	"archive/tar"
	"bytes"
	"io"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// sparse delivers a file with holes (GNU tar manual, "Storing Sparse Files").
// archive/tar knows the four ways in which the holes are written, so it reads
// the blocks of this one member. Its bytes are not in one piece anywhere, so
// they cannot be read again.
func (t *tarWalk) sparse(b []byte, h header, size int64) {
	at := t.s.sourceOffset()
	raw := append(bytes.Clone(t.extRaw), b...)
	more := h.flag == 'S' && b[482] != 0
	t.s.skip(blockSize)
	for more { // the map goes on in the blocks that follow
		block, _ := t.s.r.Peek(blockSize)
		if len(block) < blockSize {
			t.s.truncated()
			return
		}
		if len(raw) > HeaderLimit {
			break
		}
		raw = append(raw, block...)
		more = block[504] != 0
		t.s.r.Discard(blockSize)
	}
	end := t.s.pos() + padded(size)
	t.part = part{s: t.s, n: padded(size)}
	tr := tar.NewReader(io.MultiReader(bytes.NewReader(raw), &t.part))
	hdr, err := tr.Next()
	if err != nil {
		t.damaged(at, "the map of the sparse file %.120q is not understood: %v", h.name, err)
	} else {
		m := Member{Archive: t.f.label, Size: hdr.Size, ModTime: hdr.ModTime, Mode: uint32(hdr.Mode & permissions), Blob: NoBlob}
		name := hdr.Name
		if t.name != "" {
			name = t.name
		}
		m.Name = clean(name)
		if hdr.Size > SparseLimit {
			t.w.add(t.s, queue.KindLimit, at, queue.ErrLimit, "the sparse file %.120q is left out: it holds %s bytes and claims %s",
				m.Name, count.Text(size), count.Text(hdr.Size))
			t.s.skip(max(end-t.s.pos(), 0))
			return
		}
		// Holes cost nothing in the archive, so they count as decoded.
		data := &stream{w: t.w, from: tr, parent: t.s, kind: "sparse", blob: NoBlob, label: t.s.label}
		if hdr.Size > drainedSize {
			t.w.deliver(t.s, m, data)
		} else {
			t.w.deliver(t.s, m, drained{data})
			_, _ = io.Copy(io.Discard, data) // a stream has no errors
		}
	}
	t.s.skip(max(end-t.s.pos(), 0))
}
