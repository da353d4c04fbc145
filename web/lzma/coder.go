package lzma

// coder is the range coder: it writes bits in as much space as they are
// unlikely.
type coder struct {
	out     []byte
	low     uint64
	rng     uint32
	cache   byte // the last byte, which a carry may still change
	pending int  // the cache and the 0xff after it
}

func (c *coder) init() {
	c.rng, c.pending = 1<<32-1, 1
}

// bit encodes one bit and teaches its probability.
func (c *coder) bit(p *uint16, bit uint32) {
	bound := c.rng >> 11 * uint32(*p)
	if bit == 0 {
		c.rng = bound
		*p += (certain - *p) >> learning
	} else {
		c.low += uint64(bound)
		c.rng -= bound
		*p -= *p >> learning
	}
	for c.rng < 1<<24 {
		c.rng <<= 8
		c.shift()
	}
}

// tree encodes n bits of v, the highest first, each predicted by those before.
func (c *coder) tree(probs []uint16, v uint32, n int) {
	at := uint32(1)
	for n--; n >= 0; n-- {
		b := v >> n & 1
		c.bit(&probs[at], b)
		at = at<<1 | b
	}
}

// reverseTree encodes n bits of v, the lowest first.
func (c *coder) reverseTree(probs []uint16, v uint32, n int) {
	at := uint32(1)
	for range n {
		b := v & 1
		c.bit(&probs[at], b)
		at = at<<1 | b
		v >>= 1
	}
}

// direct encodes n bits of v that nothing predicts.
func (c *coder) direct(v uint32, n int) {
	for n--; n >= 0; n-- {
		c.rng >>= 1
		if v>>n&1 == 1 {
			c.low += uint64(c.rng)
		}
		for c.rng < 1<<24 {
			c.rng <<= 8
			c.shift()
		}
	}
}

func (c *coder) shift() {
	if c.low < 0xff000000 || c.low >= 1<<32 {
		carry := byte(c.low >> 32)
		for b := c.cache; c.pending > 0; c.pending-- {
			c.out = append(c.out, b+carry)
			b = 0xff
		}
		c.cache = byte(c.low >> 24)
	}
	c.pending++
	c.low = c.low & 0x00ffffff << 8
}

func (c *coder) flush() {
	for range 5 {
		c.shift()
	}
}
