package command

import (
	"errors"
	"fmt"
	"slices"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// input is the part of the command line that all commands share.
type input struct {
	Source []string `arg:"" name:"source" help:"Archive, folder, queue file or mailq output; - for standard input."`
	Host   string   `placeholder:"NAME" help:"Only this host's messages."`
	Filter string   `placeholder:"QUERY" help:"Only messages that this filter selects, as on the page: \"state:deferred age:>2d\"."`
}

// check looks at the filter before anything is read.
func (in input) check() error {
	if err := triage.Check(in.Filter); err != nil {
		return errUsage{"--filter: " + err.Error()}
	}
	return nil
}

// query is the filter with the host in it.
func (in input) query() string {
	if in.Host == "" {
		return in.Filter
	}
	return filter.And(filter.Token("host", in.Host), in.Filter)
}

// load reads the sources. What is wrong with them is said on the error
// output; it is an error only when nothing could be read.
func (in input) load(s *session, opt parser.Options) (*loaded, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	files := &files{}
	sources, err := files.open(s.stdin, in.Source)
	if err != nil {
		files.Close()
		return nil, err
	}
	l := &loaded{files: files}
	bar := newProgress(s.stderr, sources)
	opt.Progress = bar.update
	opt.Hooks.Keep = files.keep
	l.queue, err = parser.Load(s.ctx, sources, opt)
	bar.done()
	if err == nil {
		err = report(s, l.queue)
	}
	if err == nil && in.Host != "" {
		err = l.restrict(in.Host)
	}
	if err == nil && in.Filter != "" {
		l.selected, err = selectRows(triage.NewIndex(l.queue), in.Filter)
	}
	if err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

// loaded is a queue with the files behind it. With a host named, rows and
// listings are that host's.
type loaded struct {
	queue *queue.Queue
	host  string
	// selected are the messages of the filter, in the queue's order; without
	// one it is nil.
	selected []int32
	files    *files
}

// Close closes the files. Messages cannot be read any more.
func (l *loaded) Close() { l.files.Close() }

// report says what could not be read, and fails when nothing could.
func report(s *session, q *queue.Queue) error {
	var worst queue.Problems
	for _, p := range q.Problems {
		switch p.Kind {
		case queue.KindUnsupported, queue.KindEncrypted, queue.KindTruncated, queue.KindDamaged,
			queue.KindNothing, queue.KindForeign, queue.KindLimit, queue.KindUnreadable,
			queue.KindRefused, queue.KindUnclear, queue.KindPartial, queue.KindCounts:
			worst = append(worst, p)
		}
	}
	empty := slices.ContainsFunc(q.Problems, func(p queue.Problem) bool { return p.Kind == queue.KindEmptyQueue })
	if q.Len() == 0 && (len(q.Listings) == 0 || len(worst) > 0) && !empty {
		if len(worst) == 0 {
			return errors.New("no queue files found")
		}
		return worst
	}
	for _, p := range worst {
		s.warn("%v", p)
	}
	return nil
}

// restrict leaves only what belongs to a host.
func (l *loaded) restrict(host string) error {
	var names []string
	for _, d := range l.queue.Dirs {
		if d.Host == host {
			l.host = host
			return nil
		}
		if !slices.Contains(names, d.Host) {
			names = append(names, d.Host)
		}
	}
	return fmt.Errorf("no host %q; there are %q", host, names)
}

// selectRows gives the messages of a filter, never nil.
func selectRows(x *triage.Index, query string) ([]int32, error) {
	n, err := filter.Parse(query)
	if err != nil {
		return nil, err
	}
	rows, err := x.Select(n)
	return append([]int32{}, rows...), err
}

// rows are the messages in the order host, queue, id.
func (l *loaded) rows() []int32 {
	all := l.queue.Order
	if l.selected != nil {
		all = l.selected
	}
	if l.host == "" {
		return all
	}
	var rows []int32
	for _, i := range all {
		if l.dir(i).Host == l.host {
			rows = append(rows, i)
		}
	}
	return rows
}

// dir is the queue directory of a message.
func (l *loaded) dir(i int32) *queue.Dir { return &l.queue.Dirs[l.queue.Dir[i]] }
