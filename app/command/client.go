package command

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/heap"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser"
)

// client loads sources into an engine and sends it requests, as the page does in a
// browser.
type client struct {
	*session
	engine  *engine.Engine
	files   files
	sources []parser.Source // by the ID of a protocol.SourceRef
	loaded  protocol.Loaded // what is open
	to      io.Writer       // takes what the engine writes
	watch   watcher         // of a load among others; nil shows a progress line of its own
}

// watcher receives the progress of a load.
type watcher func(parser.Progress)

// newClient starts an engine. The files that it opens stay open until Close.
func (s *session) newClient(opt engine.Options) *client {
	c := &client{session: s}
	opt.Source = func(ref protocol.SourceRef) parser.Source { return c.sources[ref.ID] }
	opt.Keep = c.files.keep
	opt.Make = func() engine.Sink { return sink{c.to} }
	opt.Captures = everyCapture
	c.engine = engine.New(opt)
	return c
}

// Close closes the files. Messages cannot be read afterwards.
func (c *client) Close() { c.files.Close() }

// sink forwards what the engine writes.
type sink struct{ io.Writer }

// End implements engine.Sink.
func (sink) End() (int, error) { return 0, nil }

// open loads sources, with compare in addition to the open capture. What could
// not be read is reported on the error output; it is an error only if there is
// nothing else.
func (c *client) open(paths []string, compare bool) error {
	req, err := c.refer(paths)
	if err != nil {
		return err
	}
	req.Compare = compare
	return c.load(req)
}

// refer opens the files of paths and names them in a request.
func (c *client) refer(paths []string) (req protocol.OpenRequest, err error) {
	sources, err := c.files.open(c.stdin, paths)
	for _, s := range sources {
		req.Sources = append(req.Sources, protocol.SourceRef{ID: len(c.sources), Name: s.Name, Size: s.Size})
		c.sources = append(c.sources, s)
	}
	return req, err
}

// load is read that also reports what could not be read.
func (c *client) load(req protocol.OpenRequest) error {
	if err := c.read(req); err != nil {
		return err
	}
	for _, g := range c.loaded.Unread {
		for _, p := range g.Items {
			c.warn("%s", p.Text)
		}
	}
	return nil
}

// read loads what a request names.
func (c *client) read(req protocol.OpenRequest) error {
	sources := make([]parser.Source, 0, len(req.Sources))
	for _, ref := range req.Sources {
		sources = append(sources, c.sources[ref.ID])
	}
	watch := c.watch
	if watch == nil {
		heap.Start()
		var tuner heap.Tuner
		bar := newProgress(c.stderr, sources)
		defer bar.done()
		watch = func(p parser.Progress) {
			tuner.Tune()
			bar.update(p)
		}
	}
	a := c.engine.Ask(c.ctx, protocol.Request{Open: &req}, func(p protocol.Progress) {
		watch(parser.Progress{Read: p.Read, Messages: p.Messages, Joining: p.Phase != protocol.PhaseRead})
	})
	if err := c.ctx.Err(); err != nil {
		return err
	}
	c.loaded = *a.Loaded
	if box := c.loaded.Fatal; box != nil {
		return errors.New(box.Title + " " + box.Text)
	}
	return nil
}

// ask sends a request to the engine and waits for its answer.
func (c *client) ask(req protocol.Request) (protocol.Answer, error) {
	a := c.engine.Ask(c.ctx, req, nil)
	switch {
	case c.ctx.Err() != nil:
		return a, c.ctx.Err()
	case a.Error != nil:
		return a, errors.New(a.Error.Text)
	}
	return a, nil
}

// write is ask for requests whose result the engine writes, to w.
func (c *client) write(w io.Writer, req protocol.Request) (protocol.Answer, error) {
	c.to = w
	return c.ask(req)
}

// hasHost returns an error if the sources do not have the host. "" is any host.
func (c *client) hasHost(name string) error {
	if name == "" || slices.Contains(c.loaded.Hosts, name) {
		return nil
	}
	return fmt.Errorf("unknown host %q; use one of %q", name, c.loaded.Hosts)
}

// lines prints the lines of a pipeline, with counts as uniq -c writes them.
func (c *client) lines(p *protocol.Pipeline, counted bool) {
	for _, l := range p.Lines {
		if counted {
			fmt.Fprintf(c.stdout, "%7d ", l.Count)
		}
		fmt.Fprintf(c.stdout, "%s\n", l.Text)
	}
}
