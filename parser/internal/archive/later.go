package archive

// laterHead is how much of a file Options.Later is shown.
const laterHead = 64 << 10

// later makes a member one that is decoded later, if the caller wants that, and what it is decoded
// from can be read again.
func (w *walker) later(s *stream, m *Member) {
	p := s.parent
	if w.opt.Later == nil || p == nil || !compressed(s.kind) || s.packed < 0 {
		return
	}
	if p.blob == NoBlob && (w.in.at == nil || p.from != w.in) {
		return
	}
	head, _ := s.r.Peek(laterHead)
	if !w.opt.Later(head) {
		return
	}
	if p.blob == NoBlob {
		p.blob = w.blobs.Add(w.in.at)
	}
	m.Name, m.Packed, m.Blob, m.Offset, m.Size = s.packedName, true, p.blob, p.base, s.packed
}
