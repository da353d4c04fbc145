package record

import (
	"bytes"
	"io"
	"testing"
)

// Whatever the bytes are, reading ends, and reading any part of the text again gives
// the same.
func FuzzRead(f *testing.F) {
	f.Add(file("T1711960808", "Sann@x.test", "Rb@x.test", "M", "NSubject: x", "N", "NBody", "X", "E"))
	f.Add(file("Sann@x.test", link(0), "M", link(0), "Lx", "X", "E"))
	f.Add(file(link(linkSize), link(0), "M", "Na", link(3*linkSize+5), "E"))
	f.Add([]byte("N\xff\xff\xff\xff\x7f"))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, faults := Read(InMemory(b), 100)
		if len(faults) > maxFaults+2 || !m.Complete && len(faults) == 0 {
			t.Errorf("complete %v with %d faults", m.Complete, len(faults))
		}
		again, _ := Read(At(bytes.NewReader(b), int64(len(b))), 100)
		if again.Header != m.Header || again.Sender != m.Sender || len(again.Recipients) != len(m.Recipients) {
			t.Errorf("read in pieces, it is %+v; want %+v", again, m)
		}
		text := OpenText(InMemory(b))
		if text.Size() > int64(2*len(b)) || text.Body() < 0 || text.Body() > text.Size() {
			t.Fatalf("%d bytes of text, the body from %d on, of %d", text.Size(), text.Body(), len(b))
		}
		all, err := io.ReadAll(io.NewSectionReader(text, 0, text.Size()))
		if err != nil || int64(len(all)) != text.Size() {
			t.Fatalf("%d of %d bytes of text: %v", len(all), text.Size(), err)
		}
		for _, from := range []int{1, len(all) / 2, len(all) - 1} {
			if from < 0 || from >= len(all) {
				continue
			}
			p := make([]byte, len(all)-from)
			if n, _ := text.ReadAt(p, int64(from)); !bytes.Equal(p[:n], all[from:]) {
				t.Errorf("from %d on the text is %q, want %q", from, p[:n], all[from:])
			}
		}
		if e := Envelope(InMemory(b), 1<<10); len(e) > 1<<10+len(b)+2 {
			t.Errorf("an envelope of %d bytes", len(e))
		}
		Stream(bytes.NewReader(b), nil, 16)
	})
}
