package stream

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/iotest"
)

// fakePage answers reads from memory and counts them.
type fakePage struct {
	mu      sync.Mutex
	sources map[int][]byte
	asked   []int // sizes
	err     error
	short   bool
}

func (p *fakePage) ask(source, sources int, offset int64, n int) <-chan Slice {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked = append(p.asked, n)
	c := make(chan Slice, 1)
	var data []byte
	for i := range sources {
		data = append(data, p.sources[source+i]...)
	}
	data = data[offset:][:min(n, len(data)-int(offset))]
	if p.short {
		data = data[:n/2]
	}
	c <- Slice{Data: bytes.Clone(data), Err: p.err}
	return c
}

func (p *fakePage) store(keeper int, piece []byte) <-chan error {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := make(chan error, 1)
	if p.err == nil {
		p.sources[keeper] = append(p.sources[keeper], piece...)
	}
	c <- p.err
	return c
}

func noise(n int) []byte {
	b := make([]byte, n)
	rand.NewChaCha8([32]byte{}).Read(b)
	return b
}

func TestFileReads(t *testing.T) {
	for _, size := range []int{0, 1, jumpSize, startSize, startSize + 1, 11<<20 + 17} {
		data := noise(size)
		page := &fakePage{sources: map[int][]byte{1: data}}
		f := &File{reads: NewReads(page.ask), source: 1, size: int64(size)}
		got, err := io.ReadAll(io.NewSectionReader(f, 0, f.Size()))
		if err != nil || !bytes.Equal(got, data) {
			t.Errorf("size %d: read %d bytes, error %v; want all, nil", size, len(got), err)
		}
		// 1, 4, 4 … MiB, and none twice.
		if want := 1 + (max(size-startSize, 0)+maxSize-1)/maxSize; size > 0 && len(page.asked) > want {
			t.Errorf("size %d: %d reads of the page %v, want at most %d", size, len(page.asked), page.asked, want)
		}
	}
}

func TestFileIsReaderAt(t *testing.T) {
	data := noise(3<<20 + 5)
	page := &fakePage{sources: map[int][]byte{7: data}}
	f := &File{reads: NewReads(page.ask), source: 7, size: int64(len(data))}
	if err := iotest.TestReader(io.NewSectionReader(f, 0, 4096), data[:4096]); err != nil {
		t.Error(err)
	}
	for _, tt := range []struct {
		name   string
		offset int64
		n      int
		want   int
		err    error
	}{
		{"start", 0, 10, 10, nil},
		{"across slices", startSize - 5, 10, 10, nil},
		{"much", 10, 2 << 20, 2 << 20, nil},
		{"to the end", int64(len(data)) - 4, 4, 4, nil},
		{"over the end", int64(len(data)) - 4, 10, 4, io.EOF},
		{"at the end", int64(len(data)), 1, 0, io.EOF},
		{"behind the end", int64(len(data)) + 9, 1, 0, io.EOF},
		{"nothing", 5, 0, 0, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := make([]byte, tt.n)
			n, err := f.ReadAt(p, tt.offset)
			if n != tt.want || !errors.Is(err, tt.err) {
				t.Fatalf("ReadAt(%d bytes, %d) = %d, %v; want %d, %v", tt.n, tt.offset, n, err, tt.want, tt.err)
			}
			if n > 0 && !bytes.Equal(p[:n], data[tt.offset:][:n]) {
				t.Errorf("ReadAt(%d bytes, %d) gives other bytes", tt.n, tt.offset)
			}
		})
	}
	if _, err := f.ReadAt(make([]byte, 1), -1); err == nil {
		t.Error("ReadAt(1 byte, -1) = nil error, want one")
	}
}

// A read elsewhere must not make the load lose its place.
func TestJumpsLeaveTheLoadAlone(t *testing.T) {
	big, small := noise(20<<20), noise(8<<20)
	page := &fakePage{sources: map[int][]byte{1: big, 2: small}}
	r := NewReads(page.ask)
	load := io.NewSectionReader(&File{r, 1, int64(len(big))}, 0, int64(len(big)))
	message := &File{r, 2, int64(len(small))}
	chunk, p := make([]byte, 1<<20), make([]byte, 100)
	for i := range 20 {
		if _, err := io.ReadFull(load, chunk); err != nil || !bytes.Equal(chunk, big[i<<20:][:1<<20]) {
			t.Fatalf("chunk %d: error %v, or other bytes", i, err)
		}
		at := int64(i%7) * 1_100_000
		if _, err := message.ReadAt(p, at); err != nil || !bytes.Equal(p, small[at:][:100]) {
			t.Fatalf("message at %d: error %v, or other bytes", at, err)
		}
	}
	total := 0
	for _, n := range page.asked {
		total += n
	}
	// The load once, and 20 jumps, one of them to the start of a piece.
	if most := len(big) + 20*jumpSize + 4*startSize; total > most {
		t.Errorf("%d bytes asked for, want at most %d", total, most)
	}
}

func TestFileErrors(t *testing.T) {
	gone := errors.New("NotReadableError: gone")
	page := &fakePage{sources: map[int][]byte{1: noise(100)}, err: gone}
	f := &File{reads: NewReads(page.ask), source: 1, size: 100}
	p := make([]byte, 10)
	if n, err := f.ReadAt(p, 0); n != 0 || !errors.Is(err, gone) {
		t.Errorf("ReadAt = %d, %v; want 0, %v", n, err, gone)
	}
	page.err, page.short = nil, true
	if _, err := f.ReadAt(p, 0); err == nil {
		t.Error("ReadAt of a file that shrank = nil error, want one")
	}
	page.short = false
	if n, err := f.ReadAt(p, 0); n != 10 || err != nil {
		t.Errorf("ReadAt after an error = %d, %v; want 10, nil", n, err)
	}
}

func TestFileManyReaders(t *testing.T) {
	data := noise(6 << 20)
	page := &fakePage{sources: map[int][]byte{1: data}}
	f := &File{reads: NewReads(page.ask), source: 1, size: int64(len(data))}
	var wg sync.WaitGroup
	for i := range 6 {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(2, uint64(i)))
			p := make([]byte, 70_000)
			for range 50 {
				at := r.IntN(len(data))
				n, _ := f.ReadAt(p, int64(at))
				if !bytes.Equal(p[:n], data[at:][:n]) || n == 0 {
					t.Errorf("ReadAt(%d) gives other bytes", at)
				}
			}
		})
	}
	wg.Wait()
}
