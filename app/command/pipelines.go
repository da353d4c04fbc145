package command

import (
	"bufio"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/hook"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// The commands of this file, and purge without --script, print, byte for byte, what the sysadmin's
// guide makes of a live queue with mailq, grep, sed, sort and uniq in the C
// locale (with grep -a, so that no file is left out as binary).

// statusesCommand is
//
//	mailq | grep " (" | sed 's/\(8BITMIME\| 7BIT\)/ /' | sort | uniq -c
type statusesCommand struct {
	Source []string `arg:"" optional:"" name:"source" help:"Archive or folder with a mailq listing, or the listing; - for standard input."`
	Mailq  string   `placeholder:"FILE" help:"Take the listing from this file."`
	Host   string   `placeholder:"NAME" help:"Only this host's listing."`
}

// Run prints the counts.
func (c *statusesCommand) Run(s *session) error {
	in := input{Source: c.Source, Host: c.Host}
	switch {
	case c.Mailq != "":
		in.Source = []string{c.Mailq}
	case len(c.Source) == 0:
		return errUsage{"statuses needs a SOURCE or --mailq FILE"}
	}
	l, err := in.load(s, parser.Options{Hooks: hook.Hooks{Lines: true}})
	if err != nil {
		return err
	}
	defer l.Close()
	listings := l.listings()
	if len(listings) == 0 {
		return fmt.Errorf("no mailq listing in %s; give one with --mailq FILE", strings.Join(in.Source, ", "))
	}
	counts := map[string]int{}
	for _, listing := range listings {
		for line, n := range listing.Lines {
			counts[line] += n
		}
	}
	printCounts(s.stdout, counts)
	return nil
}

// listings are those of the host, if one is named: of a host are the listings
// whose messages are.
func (l *loaded) listings() []queue.Listing {
	if l.host == "" {
		return l.queue.Listings
	}
	var mine []queue.Listing
	for i, listing := range l.queue.Listings {
		if slices.ContainsFunc(l.queue.Listed, func(e queue.ListedEntry) bool {
			return int(e.Listing) == i && e.Message >= 0 && l.dir(e.Message).Host == l.host
		}) {
			mine = append(mine, listing)
		}
	}
	return mine
}

// repliesCommand is
//
//	grep -h "<<<" /var/spool/mqueue/df* | sort | uniq -c
type repliesCommand struct {
	input `embed:""`
}

// Run prints the counts.
func (c *repliesCommand) Run(s *session) error {
	l, err := c.load(s, parser.Options{})
	if err != nil {
		return err
	}
	defer l.Close()
	q := l.queue
	counts := map[queue.Str]int{}
	for _, i := range l.rows() {
		from, to := q.Grep(i)
		for _, line := range q.GrepLine[from:to] {
			counts[line]++
		}
	}
	texts := make(map[string]int, len(counts))
	for line, n := range counts {
		texts[q.Text(line)] = n
	}
	printCounts(s.stdout, texts)
	return nil
}

// printCounts prints what sort | uniq -c print.
func printCounts(w *bufio.Writer, counts map[string]int) {
	for _, line := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintf(w, "%7d %s\n", counts[line], line)
	}
}
