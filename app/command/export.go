package command

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/app/stream"
	"github.com/spoolscope/spoolscope/app/words"
)

// exportCommand writes messages to a file that can be shared.
type exportCommand struct {
	Source     []string `arg:"" optional:"" name:"source" help:"Archive, folder, queue file or mailq output; - for standard input."`
	choice     `embed:""`
	Format     string   `required:"" enum:"${formats}" help:"${formats}. parquet writes tables for DuckDB and other engines, tables the same as JSON lines: a partition of the folder -o for each host and capture, from each source by itself; what is there and unchanged is not written again."`
	Redact     string   `placeholder:"LIST" help:"What to redact: ${categories} or all."`
	Own        []string `placeholder:"DOMAIN" help:"A domain of your organisation, in addition to those found in the queue; --own=-DOMAIN removes one."`
	Map        string   `placeholder:"FILE" help:"Keep originals and their pseudonyms in this private file; if it exists, its pseudonyms are reused."`
	Output     string   `short:"o" placeholder:"FILE" help:"Write to this file; with --format parquet and tables, and with eml and several messages, to this folder."`
	AllowLeaks bool     `help:"Write the file even if something to redact is still found in it."`

	viewerOptions `embed:""`
	manySources   `embed:""`
}

// leaksShown is the maximum number of leaks that are reported.
const leaksShown = 10

// Run writes the export. A redacted one is searched for original names before
// any of it is written.
func (c *exportCommand) Run(s *session) error {
	redaction, err := redact.Parse(c.Redact)
	if err != nil {
		return errUsage{"--redact: " + err.Error()}
	}
	if err := c.viewerOptions.check(c.Format); err != nil {
		return err
	}
	if err := c.manySources.check(c); err != nil {
		return err
	}
	if c.Map != "" && !redaction.Any() {
		return errUsage{"--map: nothing is hidden without --redact"}
	}
	if len(c.Own) > 0 && !redaction.Any() {
		return errUsage{"--own: nothing is hidden without --redact"}
	}
	if _, err := redact.CorrectOwn(nil, c.own()); err != nil {
		return errUsage{"--own: " + err.Error()}
	}
	known, err := readMap(c.Map)
	if err != nil {
		return err
	}
	if isTables(c.Format) {
		return c.tables(s, known)
	}
	e, err := input{c.Source, c.choice}.open(s, engine.Options{})
	if err != nil {
		return err
	}
	defer e.Close()
	x := export{exportCommand: c, client: e, hides: redaction.Any(), known: known}
	if err := x.run(); err != nil || c.Map == "" {
		return err
	}
	a, err := e.ask(protocol.Request{ShareMap: &protocol.ShareMapRequest{Hide: c.Redact, Own: c.own()}})
	if err != nil {
		return err
	}
	return writeMap(c.Map, a.File.Data)
}

// own returns the corrections of the own domains, as the engine takes them.
func (c *exportCommand) own() string { return strings.Join(c.Own, " ") }

// export is one run of the command.
type export struct {
	*exportCommand
	*client
	hides bool
	known *string // pseudonyms of an earlier export; nil if none
}

func (x export) run() error {
	switch x.Format {
	case "viewer":
		return x.viewer()
	case "eml":
		a, err := x.ask(protocol.Request{Messages: &protocol.MessagesRequest{Query: x.query()}})
		if err != nil {
			return err
		}
		if n := a.Page.Matched; n != 1 {
			return x.each(n)
		}
	}
	return x.one(x.Output, nil, nil)
}

// one writes one file, or to the standard output if name is empty: what the
// engine makes, between before and after. A redacted file is held back until it
// has been searched for leaks, and a message until it has been read.
func (x export) one(name string, before, after []byte) error {
	whole := func(write func(io.Writer) error) error {
		return x.output(name, func(w io.Writer) error {
			_, err := w.Write(before)
			if err == nil {
				err = write(w)
			}
			if err == nil {
				_, err = w.Write(after)
			}
			return err
		})
	}
	if !x.hides && x.Format != "eml" {
		return whole(func(w io.Writer) error {
			_, err := x.share(w, 0)
			return err
		})
	}
	kept := &stream.Spill{}
	defer kept.Close()
	made, err := x.share(kept, 0)
	if err == nil {
		err = x.leaks(made)
	}
	if err != nil {
		return err
	}
	return whole(func(w io.Writer) error {
		_, err := io.Copy(w, kept.Reader())
		return err
	})
}

// share has the engine write the file. only is the number of one message among
// several, from 1 on, or 0 for all in one file.
func (x export) share(w io.Writer, only int) (*protocol.Shared, error) {
	req := &protocol.ShareRequest{Format: x.Format, Query: x.query(), Hide: x.Redact, Own: x.own(), Title: x.Title, Note: x.Note, Only: only}
	if only <= 1 { // the engine keeps the pseudonyms for the files that follow
		req.Known = x.known
	}
	a, err := x.write(w, protocol.Request{Share: req})
	if err == nil && a.Shared.Logs > 0 {
		x.warn("mail logs are left out of the file, with what only they show; --format jsonl has the events of each message")
	}
	return a.Shared, err
}

// leaks reports what is still found in a file although it should be hidden. It
// returns an error unless --allow-leaks is set.
func (x export) leaks(made *protocol.Shared) error {
	for _, l := range made.Leaks[:min(len(made.Leaks), leaksShown)] {
		as := ""
		if l.Encoding != "" {
			as = " as " + l.Encoding
		}
		x.warn("%s%s in %s: %q in %q", l.Category, as, words.Printable(l.Where), l.Found, l.Excerpt)
	}
	if n := len(made.Leaks) + made.MoreLeaks; n > 0 && !x.AllowLeaks {
		return fmt.Errorf("not written: %s found; --allow-leaks writes the file anyway", words.Plural(n, "leak", "leaks"))
	}
	return nil
}

// output calls write with the file of a name, which is created or truncated, or with
// the standard output.
func (s *session) output(name string, write func(io.Writer) error) error {
	if name == "" || name == "-" {
		return write(s.stdout)
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}

// each writes one file per message into a folder.
func (x export) each(messages int) error {
	if x.Output == "" || x.Output == "-" {
		return errUsage{fmt.Sprintf("%d messages do not fit into one .eml file; name a folder with -o", messages)}
	}
	if err := os.MkdirAll(x.Output, 0o777); err != nil {
		return err
	}
	missing, names := 0, map[string]int{}
	for n := range messages {
		kept := &stream.Spill{}
		made, err := x.share(kept, n+1)
		if err == nil && made.Unreadable {
			missing++
			continue
		}
		if err == nil {
			err = x.leaks(made)
		}
		if err != nil {
			return err
		}
		name := made.Name
		if names[name]++; names[name] > 1 { // several queues may have the same id
			name = fmt.Sprintf("%s-%d.eml", strings.TrimSuffix(name, ".eml"), names[name])
		}
		err = x.output(filepath.Join(x.Output, name), func(w io.Writer) error {
			_, err := io.Copy(w, kept.Reader())
			return err
		})
		if err := errors.Join(err, kept.Close()); err != nil {
			return err
		}
	}
	if missing > 0 {
		x.warn("left out %s without header and body", words.Plural(missing, "message", "messages"))
	}
	return nil
}

// readMap reads the pseudonyms of an earlier export, nil if there are none.
func readMap(name string) (*string, error) {
	if name == "" {
		return nil, nil
	}
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	known := string(text)
	if _, err := redact.ReadMap(strings.NewReader(known)); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &known, nil
}

// writeMap saves the pseudonyms in a file that only its owner can read.
func writeMap(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}
