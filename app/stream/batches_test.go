package stream

import (
	"bytes"
	"io"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// folder returns a page with files of these sizes, numbered from first.
func folder(first int, sizes ...int) (*fakePage, []protocol.SourceRef) {
	page := &fakePage{sources: map[int][]byte{}}
	var refs []protocol.SourceRef
	for i, n := range sizes {
		page.sources[first+i] = noise(n)
		refs = append(refs, protocol.SourceRef{ID: first + i, Size: int64(n)})
	}
	return page, refs
}

func readAll(t *testing.T, r *Reads, page *fakePage, refs []protocol.SourceRef) {
	t.Helper()
	for _, ref := range refs {
		f := &File{r, ref.ID, ref.Size}
		got, err := io.ReadAll(io.NewSectionReader(f, 0, f.Size()))
		if err != nil || !bytes.Equal(got, page.sources[ref.ID]) {
			t.Fatalf("source %d: %d bytes, error %v; want its %d, nil", ref.ID, len(got), err, ref.Size)
		}
	}
}

func sizes(n, size int) []int {
	s := make([]int, n)
	for i := range s {
		s[i] = size + i%3
	}
	return s
}

func TestSmallFilesAreReadTogether(t *testing.T) {
	for _, tt := range []struct {
		name  string
		sizes []int
		most  int // reads of the page
	}{
		{"many", sizes(5000, 500), 20},
		{"empty ones", sizes(600, 0), 4}, // nobody asks for the first, so the second is read alone,
		{"one", []int{700}, 1},
		{"large ones between", append(append(sizes(300, 10), smallFile+1, 3<<20, 5), sizes(300, 10)...), 12},
		{"batches full of bytes", sizes(40, 200<<10), 9},
	} {
		t.Run(tt.name, func(t *testing.T) {
			page, refs := folder(17, tt.sizes...)
			r := NewReads(page.ask)
			r.Expect(refs, false)
			readAll(t, r, page, refs)
			if len(page.asked) > tt.most {
				t.Errorf("%d reads of the page, want at most %d", len(page.asked), tt.most)
			}
		})
	}
}

// Opening one message reads one file, not its neighbours.
func TestJumpsReadOneFile(t *testing.T) {
	page, refs := folder(1, sizes(5000, 500)...)
	r := NewReads(page.ask)
	r.Expect(refs, false)
	readAll(t, r, page, refs)
	page.asked = nil
	readAll(t, r, page, []protocol.SourceRef{refs[300], refs[2000], refs[7]})
	if len(page.asked) != 3 {
		t.Fatalf("%d reads of the page for 3 files, want 3", len(page.asked))
	}
	for _, n := range page.asked {
		if n > 600 {
			t.Errorf("a read of %d bytes for a file of 500", n)
		}
	}
}

// A file that has changed must not affect those around it.
func TestBatchFallsBack(t *testing.T) {
	page, refs := folder(1, sizes(1000, 500)...)
	r := NewReads(page.ask)
	r.Expect(refs, false)
	page.sources[100] = nil
	for _, ref := range refs {
		f := &File{r, ref.ID, ref.Size}
		got, err := io.ReadAll(io.NewSectionReader(f, 0, f.Size()))
		if ref.ID == 100 {
			if err == nil {
				t.Error("the file that changed = nil error, want one")
			}
			continue
		}
		if err != nil || !bytes.Equal(got, page.sources[ref.ID]) {
			t.Fatalf("source %d: %d bytes, error %v; want its %d, nil", ref.ID, len(got), err, ref.Size)
		}
	}
	if most := batchFiles + 10; len(page.asked) > most {
		t.Errorf("%d reads of the page, want at most %d", len(page.asked), most)
	}
}

func TestJoinReadsAllAgain(t *testing.T) {
	page, refs := folder(1, sizes(2000, 300)...)
	r := NewReads(page.ask)
	r.Expect(refs[:1000], false)
	readAll(t, r, page, refs[:1000])
	page.asked = nil
	r.Expect(refs[1000:], true)
	readAll(t, r, page, refs)
	if len(page.asked) > 12 {
		t.Errorf("%d reads of the page, want at most 12", len(page.asked))
	}
}
