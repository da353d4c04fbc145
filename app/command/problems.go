package command

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

// problems are those of the host, if one is named, and of no host; with a
// filter those of its messages' files.
func (l *loaded) problems() queue.Problems {
	if l.host == "" && l.selected == nil {
		return l.queue.Problems
	}
	files := l.selectedFiles()
	var mine queue.Problems
	for _, p := range l.queue.Problems {
		if (l.host == "" || !l.ofOtherHost(p.File)) && (files == nil || files[p.File]) {
			mine = append(mine, p)
		}
	}
	return mine
}

// selectedFiles are those of the messages of the filter, nil without one.
func (l *loaded) selectedFiles() map[string]bool {
	if l.selected == nil {
		return nil
	}
	q, files := l.queue, map[string]bool{}
	for _, i := range l.selected {
		for _, f := range []queue.FileRef{q.Control[i], q.Data[i], q.Xscript(i)} {
			if f.Size >= 0 {
				files[q.FileName(f)] = true
			}
		}
	}
	return files
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
