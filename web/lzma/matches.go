package lzma

// A match says that length bytes at a place also stand dist+1 bytes earlier.
type match struct {
	length int32
	dist   uint32
}

// depth is how many earlier places are looked at for one place.
const depth = 48

// finder finds matches in a binary tree of all places so far for each start of
// three bytes, sorted by what follows them, with the newest at the root.
type finder struct {
	data  []byte
	pos   int
	pairs []int32    // by the first two bytes, the last place + 1
	roots []int32    // by a hash of the first three bytes, the last place + 1
	sons  [][2]int32 // by place: a smaller and a greater place + 1
	found []match
}

const rootBits = 20

func newFinder(data []byte) *finder {
	return &finder{
		data:  data,
		pairs: make([]int32, 1<<16),
		roots: make([]int32, 1<<rootBits),
		sons:  make([][2]int32, len(data)),
	}
}

// next gives the matches at the next place: longer and longer ones, each at
// the smallest distance. The slice is good until the next call.
func (f *finder) next() []match {
	f.found = f.found[:0]
	pos, data := f.pos, f.data
	f.pos++
	limit := min(maxLength, len(data)-pos)
	if limit < 3 {
		return nil
	}
	pair := &f.pairs[int(data[pos])<<8|int(data[pos+1])]
	if *pair > 0 {
		f.found = append(f.found, match{2, uint32(pos - int(*pair))})
	}
	*pair = int32(pos + 1)

	three := uint32(data[pos]) | uint32(data[pos+1])<<8 | uint32(data[pos+2])<<16
	root := &f.roots[three*0x9e3779b1>>(32-rootBits)]
	at := int(*root) - 1
	*root = int32(pos + 1)
	smaller, greater := &f.sons[pos][0], &f.sons[pos][1]
	// What lies between the two is alike for as many bytes as both are.
	var likeSmaller, likeGreater int
	best := 2
	for range depth {
		if at < 0 {
			break
		}
		sons := &f.sons[at]
		n := min(likeSmaller, likeGreater)
		a, b := data[at:at+limit], data[pos:pos+limit]
		for n < limit && a[n] == b[n] {
			n++
		}
		if n > best {
			best = n
			f.found = append(f.found, match{int32(n), uint32(pos - at - 1)})
			if n == limit {
				*smaller, *greater = sons[0], sons[1]
				return f.found
			}
		}
		if n < limit && a[n] < b[n] {
			*smaller, likeSmaller = int32(at+1), n
			smaller, at = &sons[1], int(sons[1])-1
		} else {
			*greater, likeGreater = int32(at+1), n
			greater, at = &sons[0], int(sons[0])-1
		}
	}
	*smaller, *greater = 0, 0
	return f.found
}
