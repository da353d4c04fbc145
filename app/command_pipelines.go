//go:build !js

package main

import (
	"bufio"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// The three commands of this file print, byte for byte, what the sysadmin's
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
	l, err := in.load(s, parser.Options{Lines: true})
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

// purgeCommand is
//
//	grep -l "^<<< 5.. " /var/spool/mqueue/df* | sed 's/df/qf/' |
//		awk '{print "/usr/share/sendmail/qtool.pl -d "$1}'
//
// With sub-directories qf and df the guide's sed changes the wrong place, and
// its command would delete nothing; there the path is the control file's.
type purgeCommand struct {
	input `embed:""`
	Spool string `placeholder:"DIR" help:"The spool directory on the server, in place of /var/spool/mqueue."`
}

// Run prints the commands.
func (c *purgeCommand) Run(s *session) error {
	l, err := c.load(s, parser.Options{})
	if err != nil {
		return err
	}
	defer l.Close()
	unsafe := 0
	for _, i := range l.rows() {
		if l.queue.Flags[i]&queue.Refused == 0 {
			continue
		}
		file := l.controlPath(i, c.Spool)
		if !isPlain(file) {
			unsafe++
			continue
		}
		fmt.Fprintf(s.stdout, "/usr/share/sendmail/qtool.pl -d %s\n", file)
	}
	if unsafe > 0 {
		s.warn("left out %d messages: their file names are unsafe in a shell command", unsafe)
	}
	return nil
}

// controlPath is where the control file of a message lies on the server.
func (l *loaded) controlPath(i int32, spool string) string {
	q, dir := l.queue, l.dir(i)
	folder := dir.Path
	if spool != "" {
		folder = path.Join(spool, belowSpool(folder))
	}
	below := dir.Sub
	if name := q.FileName(q.Control[i]); name != "" {
		below = path.Base(path.Dir(name)) == "qf"
	}
	if below {
		folder = path.Join(folder, "qf")
	}
	return folder + "/qf" + q.Text(q.ID[i])
}

// belowSpool is the part of a queue directory's path below the spool: qd1 of
// /var/spool/mqueue/qd1.
func belowSpool(dir string) string {
	parts := strings.Split(strings.Trim(dir, "/"), "/")
	for i, p := range parts {
		if strings.HasPrefix(p, "mqueue") || strings.HasPrefix(p, "clientmqueue") {
			return path.Join(parts[i+1:]...)
		}
	}
	if last := parts[len(parts)-1]; strings.HasPrefix(last, "qd") {
		return last
	}
	return ""
}

// isPlain tells whether a path stands for itself in any shell.
func isPlain(file string) bool {
	return !strings.ContainsFunc(file, func(r rune) bool {
		return !('A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || strings.ContainsRune("._~+-/", r))
	})
}
