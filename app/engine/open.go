package engine

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/engine/internal/message"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/hook"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// holder is the part of a schedule.Load that a load needs: all changes to the
// state of the engine go through it.
type holder interface {
	Exclusive(f func())
	Between(show func())
}

// load reads sources; with join, the open ones are read again before them, so
// that a listing finds its files whichever came first. A load that yields
// nothing leaves the open queue as it is.
func (e *Engine) load(ctx context.Context, sources []parser.Source, of parser.Options, join bool, hold holder, progress func(protocol.Progress)) (l protocol.Loaded) {
	var old *capture.Capture
	hold.Exclusive(func() { old = e.shown })
	if join {
		sources = append(slices.Clone(old.Sources), sources...)
	}
	q, ended := e.read(ctx, sources, of, hold, progress)
	hold.Exclusive(func() {
		l = read(q, ended)
		if l.Fatal != nil {
			e.shown = old
			if slices.ContainsFunc(q.Problems, isUnlisted) {
				explained(&l, sources)
			} else if finishedBox(q) != nil {
				failures(&l, sources)
			}
		} else {
			if e.opened(ctx, q, sources, ended, progress, &l) {
				old, e.compared = nil, nil
			} else {
				e.shown = old
			}
		}
		l = e.both(l)
	})
	return l
}

// both completes an answer about what is open with the state of the comparison.
func (e *Engine) both(l protocol.Loaded) protocol.Loaded {
	l.Archive = e.shown.Archive
	if c := e.compared; c != nil {
		l.Archive, l.Earlier, l.Swapped = c.Later.Archive, &c.Earlier.Archive, c.Swapped
	}
	return l
}

// isUnlisted reports whether a problem is that a source has no message, though
// it may have statuses.
func isUnlisted(p queue.Problem) bool {
	return p.Kind == queue.KindUnsupported || p.Kind == queue.KindPartial || p.Kind == queue.KindUnclear
}

// read reads sources, with the options that choose one of several captures.
// Questions in between are about the part read so far. The error says why
// reading ended early.
func (e *Engine) read(ctx context.Context, sources []parser.Source, of parser.Options, hold holder, progress func(protocol.Progress)) (*queue.Queue, error) {
	size := sizeOf(sources)
	phase := protocol.PhaseRead
	q, err := parser.Load(ctx, sources, parser.Options{
		Decode: e.opt.Decode, Digests: e.opt.Digests, Capture: of.Capture, Before: of.Before, LogIDs: e.opt.LogIDs,
		Progress: func(p parser.Progress) {
			switch {
			case p.LogRead > 0:
				phase = protocol.PhaseLogs
			case p.Joining:
				phase = protocol.PhaseJoin
			}
			progress(protocol.Progress{
				Name: sourceName(sources), File: p.File, Read: p.Read, Size: size, Messages: p.Messages, LogRead: p.LogRead,
				Phase: phase, Files: [2]int{p.Index + 1, len(sources)},
			})
		},
		Hooks: hook.Hooks{Keep: e.opt.Keep, Lines: e.opt.Lines, Partial: func(q *queue.Queue) {
			answered := false
			hold.Between(func() {
				e.show(soFar(q))
				e.shown.Partly, answered = true, true
			})
			if answered {
				hold.Exclusive(e.hide)
			}
		}},
	})
	if e.opt.Taken != 0 {
		q.Taken, q.TakenBy = e.opt.Taken, "time of reading"
	}
	progress(grouping(q, sources))
	return q, err
}

// sizeOf returns the size of all sources, -1 if that of one is unknown.
func sizeOf(sources []parser.Source) int64 {
	size := int64(0)
	for _, s := range sources {
		if s.Size < 0 {
			return -1
		}
		size += s.Size
	}
	return size
}

// grouping returns the progress while what was read is grouped.
func grouping(q *queue.Queue, sources []parser.Source) protocol.Progress {
	size := sizeOf(sources)
	return protocol.Progress{
		Name: sourceName(sources), Read: size, Size: size, Messages: len(q.Order),
		Phase: protocol.PhaseGroup, Files: [2]int{len(sources), len(sources)},
	}
}

// read describes a load: what was read, what could not be, and why it ended.
func read(q *queue.Queue, ended error) protocol.Loaded {
	l := protocol.Loaded{Fatal: fatal(q), Unread: message.Unread(q)}
	if errors.Is(ended, context.Canceled) && len(q.Order) == 0 {
		l.Canceled = true
		l.Fatal = &protocol.ErrorBox{Title: stopped, Text: "No message had been found up to there."}
	}
	seen := map[string]bool{} // a log can name as many hosts as there are directories
	for _, d := range q.Dirs {
		if !seen[d.Host] {
			seen[d.Host] = true
			l.Hosts = append(l.Hosts, d.Host)
		}
	}
	return l
}

// stopped is the title of the box about a load that was canceled.
const stopped = "Stopped by you."

// opened shows the queue that was read, and notes in l whether reading was stopped. It
// reports false if only the grouping was: then nothing can be shown.
func (e *Engine) opened(ctx context.Context, q *queue.Queue, sources []parser.Source, ended error, progress func(protocol.Progress), l *protocol.Loaded) bool {
	if ended != nil {
		ctx = context.WithoutCancel(ctx) // what was read until then is shown
	}
	now := grouping(q, sources)
	if err := e.showContext(ctx, q, func() { progress(now) }); err != nil {
		l.Canceled = true
		l.Fatal = &protocol.ErrorBox{Title: stopped, Text: "The messages were read, but not grouped by their reasons, so none is shown."}
		return false
	}
	if n := e.shown.Index.Grouped; n > 0 {
		q.Problems = append(q.Problems, tooManyReasons(n))
		q.Problems.Sort()
	}
	e.shown.Sources, e.shown.Archive = sources, describe(q, sources)
	e.shown.Archive.Captures, e.shown.Archive.CapturesLeft = thinned(captures(q), e.opt.Captures)
	l.Canceled = errors.Is(ended, context.Canceled)
	if l.Canceled {
		e.shown.Archive.Notice = append([]protocol.ErrorBox{{
			Title: stopped,
			Text:  words.Plural(len(q.Order), "message", "messages") + " up to there were read and are shown.",
		}}, e.shown.Archive.Notice...)
	}
	e.shown.Partial = l.Canceled || e.shown.Archive.Truncated
	return true
}

// tooManyReasons says that n statuses are not distinguished.
func tooManyReasons(n int) queue.Problem {
	return queue.Problem{
		Pos: queue.Pos{Offset: -1}, Kind: queue.KindReasons, Err: queue.ErrLimit,
		Reason: fmt.Sprintf("there are more than %s reasons, or more than %d MiB of their texts; %s of others are grouped by kind and code", words.Number(triage.MaxReasons), triage.MaxReasonText>>20, words.Plural(n, "status", "statuses")),
	}
}

// show makes a queue the open one.
func (e *Engine) show(q *queue.Queue) { _ = e.showContext(context.Background(), q, func() {}) }

// showContext is show that ends early when ctx is done: then no queue is open, and the
// error is that of ctx. told is called many times until then.
func (e *Engine) showContext(ctx context.Context, q *queue.Queue, told func()) error {
	e.hide()
	c, err := capture.NewContext(ctx, q, e.opt.Decode, told)
	if err != nil {
		return err
	}
	c.Sources, c.Archive = e.shown.Sources, e.shown.Archive
	e.shown = c
	return nil
}

// hide drops what was derived from the queue that is shown. Each round of questions
// during a load derives it again, and between them nothing is answered: for a
// million messages it takes 120 MB, and a module never returns memory.
func (e *Engine) hide() {
	e.shown = &capture.Capture{Sources: e.shown.Sources, Archive: e.shown.Archive, Partly: true}
	e.redactors.made = nil
}

// soFar returns a view of a queue that is still being read: the messages whose
// control file has been read. Their states are provisional.
func soFar(q *queue.Queue) *queue.Queue {
	part := *q
	part.Order = nil
	part.State = make([]queue.State, q.Len())
	for i := range int32(q.Len()) {
		f := q.Files[i]
		switch {
		case f.Has(queue.ControlFile):
			part.State[i] = queue.Deferred
			if q.Attempts[i] == 0 {
				part.State[i] = queue.Held
			}
		case f.Has(queue.QuarantinedControl):
			part.State[i] = queue.Quarantined
		case f.Has(queue.LostControl):
			part.State[i] = queue.Lost
		default:
			continue
		}
		part.Order = append(part.Order, i)
	}
	return &part
}

func sourceName(sources []parser.Source) string {
	switch len(sources) {
	case 0:
		return ""
	case 1:
		return path.Base(sources[0].Name)
	}
	return strconv.Itoa(len(sources)) + " files"
}

// describe returns what the top bar shows about a queue.
func describe(q *queue.Queue, sources []parser.Source) protocol.Archive {
	a := protocol.Archive{
		Name: sourceName(sources), Names: []string{}, Taken: q.Taken, TakenFrom: q.TakenBy, Loose: q.TakenBy == queue.NewestEntry,
		Messages: len(q.Order), Notice: notices(q), Hosts: []string{}, Queues: []string{}, Twice: triage.Twice(q),
	}
	for _, s := range sources {
		if len(a.Names) < 100 {
			a.Names = append(a.Names, s.Name)
		}
	}
	kinds := map[queue.Kind]bool{}
	for _, p := range q.Problems {
		kinds[p.Kind] = true
		a.Truncated = a.Truncated || p.Kind == queue.KindTruncated
	}
	delete(kinds, queue.KindEmptyQueue) // it is said elsewhere, and nothing is wrong
	a.Problems = len(kinds)
	hosts, queues := map[string]bool{}, map[string]bool{}
	seen := map[uint16]bool{}
	for _, i := range q.Order {
		d := q.Dir[i]
		if seen[d] {
			continue
		}
		seen[d] = true
		if h := q.Dirs[d].Host; !hosts[h] {
			hosts[h] = true
			a.Hosts = append(a.Hosts, h)
		}
		if p := q.Dirs[d].Path; !queues[p] {
			queues[p] = true
			a.Queues = append(a.Queues, p)
		}
	}
	return a
}
