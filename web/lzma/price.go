package lzma

// Prices are in sixteenths of a bit.

const (
	priceBits = 4
	never     = 1 << 30
)

// bitPrice is what a 0 costs, by its probability / 16.
var bitPrice = func() (table [certain >> 4]uint32) {
	for i := range table {
		// The logarithm in integers, so that it is the same everywhere: four
		// times squared, and the bits counted.
		w, n := uint32(i<<4+8), uint32(0)
		for range 4 {
			w *= w
			n <<= 1
			for w >= 1<<16 {
				w >>= 1
				n++
			}
		}
		table[i] = 11<<priceBits - 15 - n
	}
	return table
}()

func price0(p uint16) uint32 { return bitPrice[p>>4] }
func price1(p uint16) uint32 { return bitPrice[(certain-1-p)>>4] }

func priceOf(p uint16, bit uint32) uint32 {
	if bit == 0 {
		return price0(p)
	}
	return price1(p)
}

func treePrice(probs []uint16, v uint32, n int) (price uint32) {
	at := uint32(1)
	for n--; n >= 0; n-- {
		b := v >> n & 1
		price += priceOf(probs[at], b)
		at = at<<1 | b
	}
	return price
}

func reverseTreePrice(probs []uint16, v uint32, n int) (price uint32) {
	at := uint32(1)
	for range n {
		b := v & 1
		price += priceOf(probs[at], b)
		at = at<<1 | b
		v >>= 1
	}
	return price
}

// literalPrice is what the byte at pos costs as a literal, without the bit
// that says it is one.
func (e *encoder) literalPrice(pos int, s state, rep0 uint32) (price uint32) {
	probs := e.model.literalsAfter(e.data, pos)
	sym := uint32(e.data[pos]) | 0x100
	if s < afterMatch {
		for sym < 0x10000 {
			price += priceOf(probs[sym>>8], sym>>7&1)
			sym <<= 1
		}
		return price
	}
	predicted := uint32(e.data[pos-int(rep0)-1])
	offset := uint32(0x100)
	for sym < 0x10000 {
		predicted <<= 1
		price += priceOf(probs[offset+predicted&offset+sym>>8], sym>>7&1)
		sym <<= 1
		offset &= ^(predicted ^ sym)
	}
	return price
}

// repPrice is what a distance in reps costs, without isMatch, isRep and the
// length of at least two.
func (e *encoder) repPrice(s state, rep uint32) uint32 {
	m := e.model
	if rep == 0 {
		return price0(m.isRep0[s]) + price1(m.isRep0Long[s])
	}
	price := price1(m.isRep0[s])
	if rep == 1 {
		return price + price0(m.isRep1[s])
	}
	return price + price1(m.isRep1[s]) + priceOf(m.isRep2[s], rep-2)
}

// prices are those of lengths and distances. They change slowly, so they are
// looked up and made anew now and then.
type prices struct {
	matchLen, repLen [maxLength + 1]uint32
	slot             [4][64]uint32
	near             [4][128]uint32
	align            [16]uint32
}

func (p *prices) update(m *model) {
	lengthPrices(&p.matchLen, &m.matchLen)
	lengthPrices(&p.repLen, &m.repLen)
	for i := range p.align {
		p.align[i] = reverseTreePrice(m.align[:], uint32(i), 4)
	}
	for c := range p.slot {
		for s := range p.slot[c] {
			p.slot[c][s] = treePrice(m.slot[c][:], uint32(s), 6)
			if s >= 14 {
				p.slot[c][s] += uint32(s>>1-1-4) << priceBits
			}
		}
		for d := range p.near[c] {
			dist := uint32(d)
			slot := slotOf(dist)
			p.near[c][d] = p.slot[c][slot]
			if slot >= 4 {
				n := int(slot>>1 - 1)
				base := (2 | slot&1) << n
				p.near[c][d] += reverseTreePrice(m.special[base-slot:], dist-base, n)
			}
		}
	}
}

func lengthPrices(prices *[maxLength + 1]uint32, m *lengthModel) {
	for length := minLength; length <= maxLength; length++ {
		switch n := uint32(length - minLength); {
		case n < 8:
			prices[length] = price0(m.choice) + treePrice(m.low[:], n, 3)
		case n < 16:
			prices[length] = price1(m.choice) + price0(m.choice2) + treePrice(m.mid[:], n-8, 3)
		default:
			prices[length] = price1(m.choice) + price1(m.choice2) + treePrice(m.high[:], n-16, 8)
		}
	}
}

// match is what a new distance and a length cost, without isMatch and isRep.
func (p *prices) match(dist uint32, length int32) uint32 {
	c := lengthContext(length)
	if dist < 128 {
		return p.matchLen[length] + p.near[c][dist]
	}
	return p.matchLen[length] + p.slot[c][slotOf(dist)] + p.align[dist&15]
}
