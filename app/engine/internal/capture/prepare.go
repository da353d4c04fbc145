package capture

import "slices"

// Prepare makes, while nobody asks, what questions about many messages would wait
// for: sketches of the texts, in which words are searched, and the orders of some
// columns, as far as there is room for them. Answers are the same without it. It
// calls rest often, and ends when that reports false; a later call continues.
func (c *Capture) Prepare(rest func() bool) {
	for c.Queue.Strings.Sketch() {
		if !rest() {
			return
		}
	}
	for c.prepared < len(prepared) && c.hasRoom() && rest() {
		column := prepared[c.prepared]
		c.prepared++ // ahead of what may panic, so that it does so once
		if c.hasOrder(column) {
			continue
		}
		o, ok := c.makeOrder(column, rest)
		switch {
		case !ok:
			c.prepared--
			return
		case !c.hasOrder(column) && c.hasRoom(): // nobody has asked meanwhile
			c.orders = slices.Insert(c.orders, 0, o)
		}
	}
}

func (c *Capture) hasOrder(column string) bool {
	return slices.ContainsFunc(c.orders, func(o *order) bool { return o.column == column })
}
