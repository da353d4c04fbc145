package stream

import (
	"errors"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// Every file of a dropped folder is a source, and a request to the page costs
// as much for a small file as for a large slice. So consecutive small files are
// read together.
const (
	smallFile  = 256 << 10
	batchBytes = 1 << 20
	batchFiles = 256
)

// run is a range of sources with consecutive numbers, such as a folder's.
type run struct {
	first int
	sizes []int64
}

// batch is a number of consecutive whole files, in memory or requested.
type batch struct {
	first int
	ends  []int64 // in data, of each file
	data  []byte
	next  <-chan Slice // nil once data is there
}

func (b *batch) holds(source int) bool {
	return source >= b.first && source < b.first+len(b.ends)
}

// of returns the bytes of one file.
func (b *batch) of(source int) []byte {
	i := source - b.first
	start := int64(0)
	if i > 0 {
		start = b.ends[i-1]
	}
	return b.data[start:b.ends[i]]
}

// Expect announces the sources that are going to be read, replacing those
// announced before, or with join adding to them.
func (r *Reads) Expect(refs []protocol.SourceRef, join bool) {
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

// whole returns all bytes of a small file if it is worth reading together with
// the following ones; otherwise false.
func (r *Reads) whole(source int, size int64) ([]byte, bool) {
	if r.current.holds(source) {
		return r.current.of(source), true
	}
	if !r.following.holds(source) {
		// Are files read one after the other, or is this a single one?
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
	if s.Err == nil && int64(len(s.Data)) != b.ends[len(b.ends)-1] {
		s.Err = errors.New("a file changed")
	}
	if s.Err != nil {
		// One of them cannot be read, so read each by itself.
		r.current = batch{}
		r.single = b.first + len(b.ends)
		return nil, false
	}
	b.data, b.next = s.Data, nil
	r.current = b
	r.following = r.start(r.plan(b.first + len(b.ends)))
	return b.of(source), true
}

// plan returns a batch of the small files from source on.
func (r *Reads) plan(source int) batch {
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

// start requests a batch, unless it is empty.
func (r *Reads) start(b batch) batch {
	if n := len(b.ends); n > 0 {
		b.next = r.ask(b.first, n, 0, int(b.ends[n-1]))
	}
	return b
}
