package engine

import (
	"context"
	"errors"
	"path"
	"strconv"
	"time"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// open loads what a request names.
func (e *Engine) open(ctx context.Context, req protocol.OpenRequest, send func(protocol.Answer)) {
	sources := make([]parser.Source, 0, len(req.Sources))
	for _, ref := range req.Sources {
		sources = append(sources, e.opt.Source(ref))
	}
	told := func(p protocol.Progress) { send(protocol.Answer{Progress: &p}) }
	var loaded protocol.Loaded
	if req.Compare {
		loaded = e.Compare(ctx, sources, told)
	} else {
		loaded = e.Load(ctx, sources, req.Join, told)
	}
	send(protocol.Answer{Loaded: &loaded})
}

// Load reads sources; with join, those that are open are read again before
// them, so that a listing finds its files whichever came first. A load that
// gives nothing leaves what is open as it is.
func (e *Engine) Load(ctx context.Context, sources []parser.Source, join bool, progress func(protocol.Progress)) protocol.Loaded {
	ctx, cancel := context.WithCancel(ctx)
	e.begin(cancel)
	defer e.end()
	if join {
		sources = append(append([]parser.Source(nil), e.sources...), sources...)
	}
	old := e.capture
	l := e.read(ctx, sources, progress)
	if l.Fatal != nil {
		e.capture = old
	} else {
		e.compared = nil
	}
	return e.both(l)
}

// read makes a capture of sources and shows it. It is about nothing if there is
// nothing to show.
func (e *Engine) read(ctx context.Context, sources []parser.Source, progress func(protocol.Progress)) protocol.Loaded {
	e.rested = time.Time{}
	size := int64(0)
	for _, s := range sources {
		if s.Size < 0 || size < 0 {
			size = -1
		} else {
			size += s.Size
		}
	}
	phase := protocol.PhaseRead
	q, err := parser.Load(ctx, sources, parser.Options{
		Keep: e.opt.Keep, Decode: e.opt.Decode, Digests: e.opt.Digests,
		Progress: func(p parser.Progress) {
			if p.Joining {
				phase = protocol.PhaseJoin
			}
			progress(protocol.Progress{
				Name: sourceName(sources), File: p.File, Read: p.Read, Size: size, Messages: p.Messages,
				Phase: phase, Files: [2]int{p.Index + 1, len(sources)},
			})
		},
		Partial: e.partial,
	})
	progress(protocol.Progress{Name: sourceName(sources), Read: size, Size: size, Messages: len(q.Order), Phase: protocol.PhaseGroup, Files: [2]int{len(sources), len(sources)}})
	if box := fatal(q); box != nil {
		return protocol.Loaded{Fatal: box}
	}
	e.show(q)
	e.sources, e.archive = sources, describe(q, sources)
	l := protocol.Loaded{Canceled: err != nil && errors.Is(err, context.Canceled)}
	if l.Canceled {
		e.archive.Notice = append([]protocol.ErrorBox{{
			Title: "Reading was stopped.",
			Text:  words.Plural(len(q.Order), "message", "messages") + " up to there were read and are shown.",
		}}, e.archive.Notice...)
	}
	e.capture.partial = l.Canceled || e.archive.Truncated
	return l
}

// show makes a queue the open one.
func (e *Engine) show(q *queue.Queue) {
	sources, archive := e.sources, e.archive
	// What was worked out of less of it goes first: of a million messages that
	// takes 100 MB, and a module never gives memory back.
	e.capture, e.masks.made = &capture{}, nil
	e.capture = newCapture(q)
	e.sources, e.archive = sources, archive
}

// What was read so far is looked at anew for each round of questions, which
// takes longer the more there is. So that the load takes a tenth more at most,
// rounds are as far apart as they are long, within bounds.
const (
	minRest = 300 * time.Millisecond
	maxRest = 30 * time.Second
)

// partial answers the questions that were asked while a load runs.
func (e *Engine) partial(q *queue.Queue) {
	e.mu.Lock()
	asked := len(e.waiting) > 0
	e.mu.Unlock()
	start := time.Now()
	if !asked || start.Before(e.rested) {
		return
	}
	e.show(soFar(q))
	e.answerWaiting()
	end := time.Now()
	e.rested = end.Add(min(max(9*end.Sub(start), minRest), maxRest))
}

// soFar is a view of a queue that is still being read: the messages whose
// control file has come. Their states are provisional.
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

// describe is what the top bar shows of a queue.
func describe(q *queue.Queue, sources []parser.Source) protocol.Archive {
	a := protocol.Archive{
		Name: sourceName(sources), Names: []string{}, Taken: q.Taken, TakenFrom: q.TakenBy,
		Messages: len(q.Order), Notice: notices(q), Hosts: []string{}, Queues: []string{}, Twice: twice(q),
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
