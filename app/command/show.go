package command

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser"
)

// showCommand prints one message.
type showCommand struct {
	ID    string `arg:"" name:"id" help:"Queue id, or host/queue/id where several messages have it."`
	input `embed:""`
}

// Run prints the message as sendmail would send it: header and data file.
func (c *showCommand) Run(s *session) error {
	e, l, err := c.engine(s)
	if err != nil {
		return err
	}
	defer l.Close()
	found := l.find(c.ID)
	switch len(found) {
	case 0:
		return fmt.Errorf("no message %q", c.ID)
	case 1:
		return e.WriteMessage(s.stdout, found[0])
	}
	var names []string
	for _, i := range found {
		names = append(names, l.fullID(i))
	}
	return fmt.Errorf("%d messages have the id %s: %s", len(found), c.ID, strings.Join(names, ", "))
}

// find returns the messages with an id, as far as it is given. A file name
// (qfAB12) will do for its id.
func (l *loaded) find(id string) []int32 {
	var found []int32
	base := path.Base(id)
	for _, i := range l.rows() {
		own := l.queue.Text(l.queue.ID[i])
		if own != base && (len(base) < 3 || base[1] != 'f' || own != base[2:]) {
			continue
		}
		if base == id || strings.HasSuffix("/"+l.fullID(i), "/"+id) {
			found = append(found, i)
		}
	}
	return found
}

// fullID is host/queue/id.
func (l *loaded) fullID(i int32) string {
	dir := l.dir(i)
	return path.Join(dir.Host, dir.Path, l.queue.Text(l.queue.ID[i]))
}

// engine loads the sources into an engine, for what the screens show.
func (in input) engine(s *session) (*engine.Engine, *loaded, error) {
	if err := in.check(); err != nil {
		return nil, nil, err
	}
	files := &files{}
	sources, err := files.open(s.stdin, in.Source)
	if err != nil {
		files.Close()
		return nil, nil, err
	}
	bar := newProgress(s.stderr, sources)
	e := engine.New(engine.Options{Keep: files.keep})
	done := e.Load(s.ctx, sources, false, func(p protocol.Progress) {
		bar.update(parser.Progress{Read: p.Read, Messages: p.Messages, Joining: p.Phase != protocol.PhaseRead})
	})
	bar.done()
	l := &loaded{files: files, queue: e.Queue()}
	switch {
	case s.ctx.Err() != nil:
		err = s.ctx.Err()
	case done.Fatal != nil:
		err = errors.New(done.Fatal.Title + " " + done.Fatal.Text)
	default:
		err = report(s, l.queue)
	}
	if err == nil && in.Host != "" {
		err = l.restrict(in.Host)
	}
	if err == nil && in.Filter != "" {
		l.selected, err = selectRows(e.Index(), in.Filter)
	}
	if err != nil {
		l.Close()
		return nil, nil, err
	}
	return e, l, nil
}
