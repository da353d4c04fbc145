package compare

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// notes returns what a reader must know about the two captures before reading
// the numbers. Texts may hold `code`.
func (c *Comparison) notes() []string {
	out := noteList{}
	add := out.add
	sides := [2]*capture.Capture{c.Earlier, c.Later}
	switch earlier, later := &c.Earlier.Archive, &c.Later.Archive; {
	case c.Swapped:
		add("`%s` was opened second but captured first, so it is shown first.", earlier.Name)
	case earlier.Taken == 0 || later.Taken == 0:
		add("It is unknown which of the two was captured first; the one opened first is taken to be the earlier.")
	case queue.SameMoment(c.Earlier.Queue, c.Later.Queue):
		add("Judging by their files, both were captured at the same moment, so nothing was tried between them; the one opened first is taken to be the earlier.")
	}
	if !c.diff.Alike {
		add("The captures have no message and no host’s queue directory in common, so nothing is counted.")
		for _, s := range sides {
			add("`%s` is from %s: `%s`.", s.Archive.Name, cmp.Or(strings.Join(s.Archive.Hosts, ", "), "an unknown host"), strings.Join(s.Archive.Queues, "`, `"))
		}
		return out
	}
	if note := c.coverNote(); note != "" {
		add("%s", note)
	}
	listed := 0
	if c.diff.Both == 0 && !c.oneLog() && len(sides[0].Queue.Order) > 0 && len(sides[1].Queue.Order) > 0 {
		add("The captures have no message in common: they were taken far apart, or on two servers with the same name.")
	}
	for k, s := range sides {
		if len(s.Queue.Order) == 0 {
			add("`%s` has no messages.", s.Archive.Name)
			return out
		}
		if s.Partial {
			add("`%s` was not read to its end: messages missing from it count as having %s.", s.Archive.Name, [...]string{"come", "gone"}[k])
		}
		if onlyListed(s) {
			listed++
		}
	}
	for k, s := range sides {
		if listed == 1 && onlyListed(s) {
			add("`%s` is a listing: it has no numbers of tries, and no quarantined or lost messages unless it was made with `-qQ` or `-qL`.", s.Archive.Name)
		}
		dirs := [...][]uint16{c.diff.OnlyBefore, c.diff.OnlyAfter}[k]
		for n, d := range dirs {
			if n == maxDirNotes {
				add("And %s like it.", words.Plural(len(dirs)-n, "more directory", "more directories"))
				break
			}
			add("`%s` has messages in `%s` only, which count as having %s: in the other capture it was empty, or left out.", s.Queue.Dirs[d].Path, s.Archive.Name, [...]string{"gone", "come"}[k])
		}
	}
	return out
}

// oneLog reports whether both are captures in the same sources, and so of one
// queue for sure.
func (c *Comparison) oneLog() bool {
	a, b := &c.Earlier.Archive, &c.Later.Archive
	return len(a.Captures) > 0 && len(a.Captures) == len(b.Captures) && slices.Equal(a.Names, b.Names)
}

// noteList collects notes.
type noteList []string

func (l *noteList) add(format string, args ...any) {
	*l = append(*l, words.Visible(fmt.Sprintf(format, args...)))
}

// maxDirNotes is how many directories found in only one capture are named.
const maxDirNotes = 4

// onlyListed reports whether every message is known from a listing only.
func onlyListed(c *capture.Capture) bool {
	for _, i := range c.Queue.Order {
		if c.Queue.Flags[i]&queue.NoControl == 0 {
			return false
		}
	}
	return true
}
