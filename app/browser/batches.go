package browser

import (
	"errors"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// A dropped folder is a source for each file, and asking the page costs the
// same for a small file as for a large slice. So small files that follow one
// another are read together.
const (
	smallFile  = 256 << 10
	batchBytes = 1 << 20
	batchFiles = 256
)

// run is sources with consecutive numbers, as a folder has them.
type run struct {
	first int
	sizes []int64
}

// batch is whole files in a row, in memory or on their way.
type batch struct {
	first int
	ends  []int64 // in data, of each file
	data  []byte
	next  <-chan slice // nil once data is there
}

func (b *batch) holds(source int) bool {
	return source >= b.first && source < b.first+len(b.ends)
}

// of gives the bytes of one file.
func (b *batch) of(source int) []byte {
	i := source - b.first
	start := int64(0)
	if i > 0 {
		start = b.ends[i-1]
	}
	return b.data[start:b.ends[i]]
}

// expect tells which sources are going to be read.
func (r *reads) expect(refs []protocol.SourceRef, join bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !join {
		r.runs = nil
	}
	for i, ref := range refs {
		if i == 0 || ref.ID != refs[i-1].ID+1 {
			r.runs = append(r.runs, run{first: ref.ID})
		}
		last := &r.runs[len(r.runs)-1]
		last.sizes = append(last.sizes, ref.Size)
	}
}

// whole gives all bytes of a small file if it is worth to read it together
// with those after it; otherwise false.
func (r *reads) whole(source int, size int64) ([]byte, bool) {
	if r.current.holds(source) {
		return r.current.of(source), true
	}
	if !r.following.holds(source) {
		// Somebody who reads one file after the other, or just one?
		begins := source == r.last+1
		for i := range r.runs {
			begins = begins || r.runs[i].first == source
		}
		if !begins || size > smallFile || source < r.single {
			return nil, false
		}
		b := r.plan(source)
		if len(b.ends) < 2 {
			return nil, false
		}
		r.following = r.start(b)
	}
	b := r.following
	r.following = batch{}
	s := <-b.next
	if s.err == nil && int64(len(s.data)) != b.ends[len(b.ends)-1] {
		s.err = errors.New("a file changed")
	}
	if s.err != nil {
		// One of them cannot be read: each on its own, then.
		r.current = batch{}
		r.single = b.first + len(b.ends)
		return nil, false
	}
	b.data, b.next = s.data, nil
	r.current = b
	r.following = r.start(r.plan(b.first + len(b.ends)))
	return b.of(source), true
}

// plan is the small files from source on, as many as a batch has.
func (r *reads) plan(source int) batch {
	b := batch{first: source}
	for _, run := range r.runs {
		i := source - run.first
		if i < 0 || i >= len(run.sizes) {
			continue
		}
		total := int64(0)
		for _, size := range run.sizes[i:] {
			if size > smallFile || total+size > batchBytes || len(b.ends) == batchFiles {
				break
			}
			total += size
			b.ends = append(b.ends, total)
		}
		break
	}
	return b
}

// start asks for a batch, if there is anything in it.
func (r *reads) start(b batch) batch {
	if n := len(b.ends); n > 0 {
		b.next = r.ask(b.first, n, 0, int(b.ends[n-1]))
	}
	return b
}
