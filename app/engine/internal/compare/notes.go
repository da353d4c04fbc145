package compare

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// notes say what a reader must know of two captures before the numbers. Texts
// may hold `code`.
func (c *Comparison) notes() []string {
	out := noteList{}
	add := out.add
	sides := [2]*capture.Capture{c.Earlier, c.Later}
	switch earlier, later := &c.Earlier.Archive, &c.Later.Archive; {
	case c.Swapped:
		add("`%s` was opened second, but it was captured first: it stands first.", earlier.Name)
	case earlier.Taken == 0 || later.Taken == 0:
		add("Which of the two was captured first is not known: the one opened first is taken for it.")
	case earlier.Taken == later.Taken:
		add("Both were captured at the same moment, as far as their files tell: the one opened first is taken for the earlier.")
	}
	if !c.diff.Alike {
		add("No queue directory of one host is in both, and no message. Nothing is counted.")
		for _, s := range sides {
			add("`%s` is of %s: `%s`.", s.Archive.Name, cmp.Or(strings.Join(s.Archive.Hosts, ", "), "an unknown host"), strings.Join(s.Archive.Queues, "`, `"))
		}
		return out
	}
	listed := 0
	if c.diff.Both == 0 && len(sides[0].Queue.Order) > 0 && len(sides[1].Queue.Order) > 0 {
		add("No message is in both: they are far apart, or of two servers that have one name.")
	}
	for k, s := range sides {
		if len(s.Queue.Order) == 0 {
			add("There is no message in `%s`.", s.Archive.Name)
			return out
		}
		if s.Partial {
			add("`%s` was not read to its end: what is missing in it counts as %s.", s.Archive.Name, [...]string{"come", "gone"}[k])
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
			add("`%s` has messages in `%s` only, which count as %s: in the other capture it was empty, or left out.", s.Queue.Dirs[d].Path, s.Archive.Name, [...]string{"gone", "come"}[k])
		}
	}
	return out
}

// noteList gathers texts.
type noteList []string

func (l *noteList) add(format string, args ...any) {
	*l = append(*l, words.Visible(fmt.Sprintf(format, args...)))
}

// maxDirNotes is how many directories of one capture only are named.
const maxDirNotes = 4

// onlyListed reports whether all messages are known from a listing only.
func onlyListed(c *capture.Capture) bool {
	for _, i := range c.Queue.Order {
		if c.Queue.Flags[i]&queue.NoControl == 0 {
			return false
		}
	}
	return true
}
