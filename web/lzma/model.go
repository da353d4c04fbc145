package lzma

import "math/bits"

const (
	literalContext = 3 // lc: bits of the byte before that choose a literal's probabilities
	minLength      = 2
	maxLength      = 273
)

// A state is what the last operations were, as far as the format cares.
type state uint8

// afterMatch is the first state whose last operation was a match.
const afterMatch state = 7

// after gives the state that follows an operation.
func (s state) after(o op) state {
	switch {
	case o.back == literal:
		switch {
		case s < 4:
			return 0
		case s < 10:
			return s - 3
		}
		return s - 6
	case o.back >= newDistance:
		return s.choose(7, 10)
	case o.length == 1:
		return s.choose(9, 11)
	}
	return s.choose(8, 11)
}

func (s state) choose(afterLiteral, otherwise state) state {
	if s < afterMatch {
		return afterLiteral
	}
	return otherwise
}

// repsAfter gives the last four distances, the newest first.
func repsAfter(r [4]uint32, o op) [4]uint32 {
	switch {
	case o.back == literal || o.back == 0:
		return r
	case o.back >= newDistance:
		return [4]uint32{o.back - newDistance, r[0], r[1], r[2]}
	case o.back == 1:
		return [4]uint32{r[1], r[0], r[2], r[3]}
	case o.back == 2:
		return [4]uint32{r[2], r[0], r[1], r[3]}
	}
	return [4]uint32{r[3], r[0], r[1], r[2]}
}

// model holds the probabilities that a bit is 0, of 2048, each learning from
// the bits it was asked about.
type model struct {
	isMatch, isRep, isRep0, isRep1, isRep2, isRep0Long [12]uint16

	slot     [4][64]uint16
	special  [115]uint16
	align    [16]uint16
	matchLen lengthModel
	repLen   lengthModel
	literals [0x300 << literalContext]uint16
}

type lengthModel struct {
	choice, choice2 uint16
	low, mid        [8]uint16
	high            [256]uint16
}

const (
	even     = 1024 // 0 is as likely as 1
	certain  = 2048
	learning = 5 // a bit moves its probability by a 32nd of the rest
)

func newModel() *model {
	m := new(model)
	sets := [][]uint16{m.isMatch[:], m.isRep[:], m.isRep0[:], m.isRep1[:], m.isRep2[:], m.isRep0Long[:], m.special[:], m.align[:], m.literals[:]}
	for i := range m.slot {
		sets = append(sets, m.slot[i][:])
	}
	for _, l := range []*lengthModel{&m.matchLen, &m.repLen} {
		l.choice, l.choice2 = even, even
		sets = append(sets, l.low[:], l.mid[:], l.high[:])
	}
	for _, s := range sets {
		for i := range s {
			s[i] = even
		}
	}
	return m
}

// literalsAfter gives the probabilities of a literal at pos.
func (m *model) literalsAfter(data []byte, pos int) *[0x300]uint16 {
	var before byte
	if pos > 0 {
		before = data[pos-1]
	}
	return (*[0x300]uint16)(m.literals[0x300*int(before>>(8-literalContext)):])
}

// lengthContext tells apart the slots of short matches, which are near.
func lengthContext(length int32) int {
	return int(min(length-minLength, 3))
}

// slotOf gives the two highest bits of a distance and their place.
func slotOf(dist uint32) uint32 {
	if dist < 4 {
		return dist
	}
	n := uint32(bits.Len32(dist)) - 1
	return n<<1 | dist>>(n-1)&1
}
