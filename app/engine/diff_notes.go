package engine

import "github.com/spoolscope/spoolscope/parser/queue"

// notes say what a reader must know of two captures before the numbers. Texts
// may hold `code`.
func (c *comparison) notes() []string {
	out := []string{}
	add := func(text string) { out = append(out, text) }
	earlier, later := &c.earlier.archive, &c.later.archive
	switch {
	case c.swapped:
		add("`" + earlier.Name + "` was opened second, but it was captured first: it stands first.")
	case earlier.Taken == 0 || later.Taken == 0:
		add("Which of the two was captured first is not known: the one opened first is taken for it.")
	case earlier.Taken == later.Taken:
		add("Both were captured at the same moment: the one opened first is taken for the earlier.")
	}
	if !c.diff.Alike {
		return out
	}
	if len(c.earlier.queue.Order) == 0 {
		add("There was no message in `" + earlier.Name + "`.")
	}
	if len(c.later.queue.Order) == 0 {
		add("There is no message in `" + later.Name + "` any more.")
	}
	if c.earlier.partial {
		add("`" + earlier.Name + "` was not read to its end: what is missing in it counts as come.")
	}
	if c.later.partial {
		add("`" + later.Name + "` was not read to its end: what is missing in it counts as gone.")
	}
	if a, b := c.earlier.listed(), c.later.listed(); a != b && len(c.earlier.queue.Order) > 0 && len(c.later.queue.Order) > 0 {
		name := earlier.Name
		if b {
			name = later.Name
		}
		add("`" + name + "` is a listing: it has no numbers of tries, and no quarantined or lost messages unless it was made with `-qQ` or `-qL`.")
	}
	for _, s := range []struct {
		*capture
		dirs        []uint16
		when, count string
	}{{c.earlier, c.diff.OnlyBefore, "earlier", "gone"}, {c.later, c.diff.OnlyAfter, "later", "come"}} {
		if len(s.queue.Order) == len(c.earlier.queue.Order)+len(c.later.queue.Order) {
			continue // the other queue is empty, which is said once
		}
		for k, d := range s.dirs {
			if k == maxDirNotes {
				add("And " + plural(len(s.dirs)-k, "more directory", "more directories") + " like it.")
				break
			}
			dir := &s.queue.Dirs[d]
			name := "`" + display(dir.Path) + "`"
			if len(s.archive.Hosts) > 1 {
				name += " of `" + display(dir.Host) + "`"
			}
			add(name + " has messages in the " + s.when + " capture only, which count as " + s.count + ": in the other it was empty, or left out.")
		}
	}
	return out
}

// maxDirNotes is how many directories of one capture only are named.
const maxDirNotes = 4

// listed tells whether all messages are known from a listing only.
func (c *capture) listed() bool {
	for _, i := range c.queue.Order {
		if c.queue.Flags[i]&queue.NoControl == 0 {
			return false
		}
	}
	return true
}
