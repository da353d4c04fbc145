package lzma

const (
	// ahead is how many bytes are weighed at most before some are written.
	ahead = 4096
	// enough is the length of a match that is taken without weighing.
	enough = 200
	// staleAfter is after how many operations prices are made anew.
	staleAfter = 64
)

// A node is the cheapest way found to have written so many bytes from the
// start of a stretch: an operation after another node, and perhaps a tail. A
// tail is a literal and a match of the last distance again: where one byte in
// the middle differs, all three together can be cheap though the first is not.
type node struct {
	price uint32
	from  int32
	op    op    // no operation where the length is 0
	tail  int32 // the length of the match in the tail; 0 for none
	state state
	reps  [4]uint32
}

// parser cuts data into operations.
type parser struct {
	*encoder
	finder *finder
	prices prices
	age    int // operations since prices were made
	nodes  []node
	end    int // the last node reached
	path   []op
}

func (e *encoder) parse() {
	p := &parser{encoder: e, finder: newFinder(e.data), nodes: make([]node, ahead+2*maxLength+2), age: staleAfter}
	for e.pos < len(e.data) {
		if p.age >= staleAfter {
			p.prices.update(e.model)
			p.age = 0
		}
		p.stretch()
	}
}

// stretch weighs what comes next until all ways meet, and writes it.
func (p *parser) stretch() {
	start := p.pos
	p.nodes[0] = node{state: p.state, reps: p.reps}
	p.end = 0
	for i := 0; ; i++ {
		if i > 0 {
			p.settle(i)
			if i == p.end || i >= ahead {
				p.writeTo(i)
				return
			}
		}
		found := p.finder.next()
		if n := len(found); n > 0 && found[n-1].length >= enough {
			p.writeTo(i)
			long := found[n-1]
			p.write(op{long.dist + newDistance, long.length})
			p.age++
			for range long.length - 1 {
				p.finder.next()
			}
			return
		}
		p.weigh(i, start+i, found)
	}
}

// settle works out what state the node is in.
func (p *parser) settle(i int) {
	n := &p.nodes[i]
	from := &p.nodes[n.from]
	n.state, n.reps = from.state, from.reps
	if n.op.length > 0 {
		n.state, n.reps = n.state.after(n.op), repsAfter(n.reps, n.op)
	}
	if n.tail > 0 {
		n.state = n.state.after(op{literal, 1}).after(op{0, n.tail})
	}
}

// writeTo writes the operations that lead to the node.
func (p *parser) writeTo(i int) {
	p.path = p.path[:0]
	for i > 0 {
		n := &p.nodes[i]
		if n.tail > 0 {
			p.path = append(p.path, op{0, n.tail}, op{literal, 1})
		}
		if n.op.length > 0 {
			p.path = append(p.path, n.op)
		}
		i = int(n.from)
	}
	for k := len(p.path) - 1; k >= 0; k-- {
		p.write(p.path[k])
	}
	p.age += len(p.path)
}

// reach notes a way to node to, if it is the cheapest so far.
func (p *parser) reach(to int, price uint32, from int, o op, tail int32) {
	for p.end < to {
		p.end++
		p.nodes[p.end].price = never
	}
	if n := &p.nodes[to]; price < n.price {
		n.price, n.from, n.op, n.tail = price, int32(from), o, tail
	}
}

// weigh tries every operation at pos, which is node i.
func (p *parser) weigh(i, pos int, found []match) {
	n, m := p.nodes[i], p.model
	s := n.state
	matchPrice := n.price + price1(m.isMatch[s])
	repPrice := matchPrice + price1(m.isRep[s])

	literalPrice := n.price + price0(m.isMatch[s]) + p.literalPrice(pos, s, n.reps[0])
	p.reach(i+1, literalPrice, i, op{literal, 1}, 0)
	if pos > int(n.reps[0]) {
		if p.data[pos] == p.data[pos-int(n.reps[0])-1] {
			p.reach(i+1, repPrice+price0(m.isRep0[s])+price0(m.isRep0Long[s]), i, op{0, 1}, 0)
		} else {
			p.weighRep0(i, i+1, pos+1, literalPrice, s.after(op{literal, 1}), n.reps[0], op{})
		}
	}
	for rep, dist := range n.reps {
		length := p.same(pos, dist)
		if length < minLength {
			continue
		}
		price := repPrice + p.repPrice(s, uint32(rep))
		for l := int32(minLength); l <= length; l++ {
			p.reach(i+int(l), price+p.prices.repLen[l], i, op{uint32(rep), l}, 0)
		}
		p.weighTail(i, pos, price+p.prices.repLen[length], s, dist, op{uint32(rep), length})
	}
	newPrice := matchPrice + price0(m.isRep[s])
	shortest := int32(minLength)
	for _, f := range found {
		for l := shortest; l <= f.length; l++ {
			p.reach(i+int(l), newPrice+p.prices.match(f.dist, l), i, op{f.dist + newDistance, l}, 0)
		}
		shortest = f.length + 1
		p.weighTail(i, pos, newPrice+p.prices.match(f.dist, f.length), s, f.dist, op{f.dist + newDistance, f.length})
	}
}

// weighTail tries a tail after the operation o at pos, which node i is at and
// price pays for.
func (p *parser) weighTail(i, pos int, price uint32, s state, dist uint32, o op) {
	after := pos + int(o.length)
	if after+minLength >= len(p.data) {
		return
	}
	s = s.after(o)
	price += price0(p.model.isMatch[s])
	if p.same(after+1, dist) < minLength {
		return
	}
	price += p.literalPrice(after, s, dist)
	p.weighRep0(i, i+int(o.length)+1, after+1, price, s.after(op{literal, 1}), dist, o)
}

// weighRep0 tries a match of the distance dist at pos, which ends the tail
// after the operation o of node i. The tail's literal ends at node to.
func (p *parser) weighRep0(i, to, pos int, price uint32, s state, dist uint32, o op) {
	length := p.same(pos, dist)
	if length < minLength {
		return
	}
	m := p.model
	price += price1(m.isMatch[s]) + price1(m.isRep[s]) + p.repPrice(s, 0)
	p.reach(to+int(length), price+p.prices.repLen[length], i, o, length)
}

// same is how many bytes at pos stand dist+1 bytes earlier too.
func (p *parser) same(pos int, dist uint32) int32 {
	back := pos - int(dist) - 1
	if back < 0 {
		return 0
	}
	limit := min(maxLength, len(p.data)-pos)
	n := 0
	for n < limit && p.data[back+n] == p.data[pos+n] {
		n++
	}
	return int32(n)
}
