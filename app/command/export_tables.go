package command

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/fleet"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/app/share"
	"github.com/spoolscope/spoolscope/app/table"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/version"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser"
)

// manySources are the options for tables, whose sources are exported each by itself.
type manySources struct {
	Jobs    int    `short:"j" placeholder:"N" help:"With --format parquet or tables: how many sources are read at a time; by default one for each processor."`
	Sources string `placeholder:"FILE" help:"With --format parquet or tables: more sources, a name on each line of this file; - for standard input. Names that end in NUL bytes, as find -print0 writes them, may hold line ends."`
}

// isTables reports whether a format is that of tables.
func isTables(format string) bool { return slices.Contains(table.Formats, format) }

// check rejects options that a format does not have.
func (m manySources) check(c *exportCommand) error {
	switch {
	case !isTables(c.Format):
		if m != (manySources{}) {
			return errUsage{"-j and --sources are for --format parquet and tables"}
		}
		if len(c.Source) == 0 {
			return errUsage{"expected \"<source> ...\""}
		}
	case c.Output == "" || c.Output == "-":
		return errUsage{"--format " + c.Format + " writes several files; name a folder with -o"}
	case m.Jobs < 0:
		return errUsage{"--jobs: use a number of 1 or more"}
	case len(c.Source) == 0 && m.Sources == "":
		return errUsage{"expected \"<source> ...\" or --sources FILE"}
	}
	return nil
}

// names returns the names of all sources.
func (m manySources) names(s *session, given []string) ([]string, error) {
	if m.Sources == "" {
		return given, nil
	}
	var text []byte
	var err error
	if m.Sources == "-" {
		text, err = io.ReadAll(s.stdin)
	} else {
		text, err = os.ReadFile(m.Sources)
	}
	if err != nil {
		return nil, err
	}
	end := "\n"
	if bytes.IndexByte(text, 0) >= 0 {
		end = "\x00"
	}
	names := slices.Clone(given)
	for name := range strings.SplitSeq(string(text), end) {
		if end == "\n" {
			name = strings.TrimSuffix(name, "\r")
		}
		if name != "" {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil, errors.New("the list names no source")
	}
	return names, nil
}

// tables is one export of tables into a data set.
type tables struct {
	*exportCommand
	*session
	set   *fleet.Dataset
	names []string
	known *string // pseudonyms of what was exported before; nil if none
	bar   *totalProgress
}

// outcome is what became of one source.
type outcome struct {
	n         int
	key       string
	unchanged *fleet.Record // what is there already
	drafts    []*fleet.Draft
	messages  int64
	several   bool // it holds other captures too
	notes     string
	err       error
}

// tables writes the data set. Sources are read in parallel; their results are put in
// place in their order, so that the same sources give the same data set.
func (c *exportCommand) tables(s *session, known *string) error {
	if err := triage.Check(c.Filter); err != nil {
		return errUsage{"--filter: " + err.Error()}
	}
	if err := checkCapture("--capture", c.Capture); err != nil {
		return err
	}
	names, err := c.manySources.names(s, c.Source)
	if err != nil {
		return err
	}
	set, err := fleet.Open(c.Output)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Output, err)
	}
	x := &tables{exportCommand: c, session: s, set: set, names: names, known: known, bar: newTotalProgress(s.stderr, names)}
	return errors.Join(x.run(), set.Close())
}

func (x *tables) run() error {
	jobs := cmp.Or(x.Jobs, runtime.GOMAXPROCS(0))
	if x.Map != "" {
		jobs = 1 // each source continues with the pseudonyms of those before it
	}
	next := make(chan int)
	go func() {
		defer close(next)
		for n := range x.names {
			select {
			case next <- n:
			case <-x.ctx.Done():
				return
			}
		}
	}()
	done := make(chan outcome)
	var working sync.WaitGroup
	for range min(jobs, len(x.names)) {
		working.Go(func() {
			for n := range next {
				done <- x.one(n)
			}
		})
	}
	go func() { working.Wait(); close(done) }()
	var sum exportSummary
	waiting := map[int]outcome{}
	at := 0
	for o := range done {
		waiting[o.n] = o
		for {
			o, ok := waiting[at]
			if !ok {
				break
			}
			delete(waiting, at)
			at++
			x.settle(&o)
			sum.add(x.names[o.n], o)
		}
	}
	x.bar.done()
	if err := x.ctx.Err(); err != nil {
		return err
	}
	return sum.print(x.session)
}

// settle puts the result of a source in its place.
func (x *tables) settle(o *outcome) {
	name := x.names[o.n]
	switch {
	case o.err == nil && x.ctx.Err() != nil:
		o.err = x.ctx.Err()
	case o.err == nil && o.unchanged != nil:
		o.err = x.set.Keep(name, *o.unchanged)
	case o.err == nil:
		o.err = x.set.Commit(name, o.key, table.Schema, o.drafts)
	}
	for _, d := range o.drafts {
		if o.err != nil {
			d.Discard()
		}
	}
}

// one exports one source into drafts.
func (x *tables) one(n int) (o outcome) {
	o.n = n
	var notes bytes.Buffer
	own := *x.session
	own.stderr, own.stdout = &notes, bufio.NewWriter(io.Discard)
	c := own.newClient(engine.Options{})
	defer c.Close()
	watch, read := x.bar.source(x.names[n])
	defer read()
	c.watch = watch
	c.files.again = true // it is read once for its digest
	o.err = x.export(c, &o)
	o.notes = notes.String()
	return o
}

// export reads a source and writes its tables.
func (x *tables) export(c *client, o *outcome) error {
	archive := x.names[o.n]
	req, err := c.refer([]string{archive})
	if err != nil {
		return err
	}
	var inputs []fleet.Input
	for _, s := range c.sources {
		inputs = append(inputs, fleet.Input{Name: s.Name, Size: max(s.Size, 0), ModTime: s.ModTime, At: s.At})
	}
	digest, err := fleet.Digest(inputs)
	if err != nil {
		return err
	}
	written, host := archive, fleet.HostOf(archive)
	if hides, _ := redact.Parse(x.Redact); hides.Any() {
		written = "archive-" + digest[:12] // its name may be that of a host
		host = written
	}
	o.key = fleet.Key(written, digest, inputs, table.Schema, version.String(), x.Format, x.query(), x.Capture, x.Redact, x.own(), fmt.Sprint(x.Map != "", x.AllowLeaks))
	if r, ok := x.set.Has(o.key); ok {
		o.unchanged = &r
		return nil
	}
	if err := c.choose(&req, x.Capture); err != nil {
		return err
	}
	if err := c.load(req); err != nil {
		return err
	}
	if err := c.hasHost(x.Host); err != nil {
		return err
	}
	o.several = x.Capture == "" && len(c.loaded.Archive.Captures) > 1
	hosts, found, err := c.engine.Tables(x.ctx, engine.TablesRequest{
		Query: x.query(), Hide: x.Redact, Own: x.own(), Known: x.known,
		Host: host, Only: x.Host, Archive: written,
		Write: func(ctx context.Context, p *share.Part, check io.Writer) (share.Count, error) {
			d, err := x.draft(o, fleet.Path(p.Host, c.loaded.Archive.Taken))
			if err != nil {
				return share.Count{}, err
			}
			return table.Writer{Format: table.Format(x.Format), Create: d.Create, Check: check}.Write(ctx, p)
		},
	})
	if err == nil {
		err = export{exportCommand: x.exportCommand, client: c}.leaks(&found)
	}
	for _, h := range hosts {
		o.messages += h.Messages
	}
	if err == nil && x.Map != "" {
		err = x.remember(c)
	}
	return err
}

// draft returns the draft of a partition.
func (x *tables) draft(o *outcome, path string) (*fleet.Draft, error) {
	for _, d := range o.drafts {
		if d.Path == path {
			return d, nil
		}
	}
	d, err := x.set.Draft(path)
	if err == nil {
		o.drafts = append(o.drafts, d)
	}
	return d, err
}

// remember saves the pseudonyms that a source has added, before anything that has
// them is put in place.
func (x *tables) remember(c *client) error {
	a, err := c.ask(protocol.Request{ShareMap: &protocol.ShareMapRequest{Hide: x.Redact, Own: x.own()}})
	if err != nil {
		return err
	}
	known := string(a.File.Data)
	x.known = &known
	draft := x.Map + ".new"
	if err := writeMap(draft, a.File.Data); err != nil {
		return err
	}
	return os.Rename(draft, x.Map)
}

// exportSummary counts how the sources ended.
type exportSummary struct {
	written, unchanged, failed, several int
	messages                            int64
	lines                               []string // what went wrong, by source
}

// failuresShown is the maximum number of failures that are printed.
const failuresShown = 100

func (s *exportSummary) add(name string, o outcome) {
	for line := range strings.Lines(o.notes) {
		s.lines = append(s.lines, name+": "+strings.TrimPrefix(strings.TrimSpace(line), "spoolscope: "))
	}
	switch {
	case errors.Is(o.err, context.Canceled):
	case o.err != nil:
		s.failed++
		s.lines = append(s.lines, name+": failed: "+o.err.Error())
	case o.unchanged != nil:
		s.unchanged++
	default:
		s.written++
		s.messages += o.messages
	}
	if o.several {
		s.several++
	}
}

// print reports what failed, and why, and sums up. It is an error if anything
// failed.
func (s *exportSummary) print(to *session) error {
	for _, line := range s.lines[:min(len(s.lines), failuresShown)] {
		to.warn("%s", words.Printable(line))
	}
	if more := len(s.lines) - failuresShown; more > 0 {
		to.warn("and %s more like these", words.Plural(more, "line", "lines"))
	}
	if s.several > 0 {
		to.warn("%s several captures of one queue; the newest was written. See --capture.", words.Plural(s.several, "source holds", "sources hold"))
	}
	text := fmt.Sprintf("%s written with %s, %s unchanged", words.Plural(s.written, "source", "sources"),
		words.Plural(int(s.messages), "message", "messages"), words.Number(s.unchanged))
	if s.failed == 0 {
		to.warn("%s", text)
		return nil
	}
	return fmt.Errorf("%s, %s failed", text, words.Number(s.failed))
}

// totalProgress is the progress line of several loads at a time.
type totalProgress struct {
	mu    sync.Mutex
	line  *progress
	total parser.Progress
}

func newTotalProgress(w io.Writer, names []string) *totalProgress {
	var sources []parser.Source
	if isTerminal(w) {
		for _, name := range names {
			s := parser.Source{Size: -1}
			if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() {
				s.Size = info.Size()
			}
			sources = append(sources, s)
		}
	}
	return &totalProgress{line: newProgress(w, sources)}
}

// source returns a watcher for the load of a source, and a function to call at its end.
func (t *totalProgress) source(name string) (watch watcher, end func()) {
	var last parser.Progress
	watch = func(p parser.Progress) {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.total.Read += p.Read - last.Read
		t.total.Messages += p.Messages - last.Messages
		last = p
		t.line.update(t.total)
	}
	return watch, func() {
		if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() {
			watch(parser.Progress{Read: info.Size(), Messages: last.Messages})
		}
	}
}

func (t *totalProgress) done() { t.line.done() }
