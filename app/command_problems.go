//go:build !js

package main

import (
	"errors"
	"fmt"

	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// problemsCommand prints what is damaged or odd, worst first.
type problemsCommand struct {
	input `embed:""`
}

// Run prints a line a problem: severity, kind, place and reason, under a
// heading for each kind that says what it means and what to do.
func (c *problemsCommand) Run(s *session) error {
	l, err := c.load(s, parser.Options{})
	var all queue.Problems
	switch {
	case err == nil:
		defer l.Close()
		all = l.problems()
	case !errors.As(err, &all):
		return err
	}
	var kind queue.Kind
	for _, p := range all {
		if p.Kind != kind {
			if kind != "" {
				fmt.Fprintln(s.stdout)
			}
			kind = p.Kind
			e := queue.Explain(kind)
			fmt.Fprintf(s.stdout, "%s: %s\n  %s\n  %s\n", e.Severity, e.Title, e.Means, e.Do)
		}
		fmt.Fprintf(s.stdout, "%v\n", p)
	}
	return err
}

// problems are those of the host, if one is named, and of no host.
func (l *loaded) problems() queue.Problems {
	if l.host == "" {
		return l.queue.Problems
	}
	var mine queue.Problems
	for _, p := range l.queue.Problems {
		if !l.ofOtherHost(p.File) {
			mine = append(mine, p)
		}
	}
	return mine
}

// ofOtherHost tells whether a file lies in a folder of another host and in
// none of this one's.
func (l *loaded) ofOtherHost(file string) bool {
	other := false
	for _, d := range l.queue.Dirs {
		if within(file, d.Folder) {
			if d.Host == l.host {
				return false
			}
			other = true
		}
	}
	return other
}

func within(file, folder string) bool {
	return folder != "" && len(file) > len(folder) && file[:len(folder)] == folder && file[len(folder)] == '/'
}
