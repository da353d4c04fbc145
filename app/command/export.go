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
	"github.com/spoolscope/spoolscope/app/share"
	"github.com/spoolscope/spoolscope/app/stream"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words"
)

// exportCommand writes messages to a file to give away.
type exportCommand struct {
	input      `embed:""`
	Format     string `required:"" enum:"${formats}" help:"${formats}."`
	Redact     string `placeholder:"LIST" help:"What to redact: ${categories} or all."`
	Map        string `placeholder:"FILE" help:"Keep originals and their pseudonyms in this private file; if it exists, its pseudonyms are reused."`
	Output     string `short:"o" placeholder:"FILE" help:"Write to this file, with --format eml and several messages to this folder."`
	AllowLeaks bool   `help:"Write the file even if something to redact is still found in it."`

	viewerOptions `embed:""`
}

// leaksShown is how many leaks are reported.
const leaksShown = 10

// Run writes the export. A redacted one is searched for originals before a byte
// of it is written.
func (c *exportCommand) Run(s *session) error {
	redaction, err := redact.Parse(c.Redact)
	if err != nil {
		return errUsage{"--redact: " + err.Error()}
	}
	if err := c.viewerOptions.check(c.Format); err != nil {
		return err
	}
	if c.Map != "" && !redaction.Any() {
		return errUsage{"--map: nothing is hidden without --redact"}
	}
	known, err := readMap(c.Map)
	if err != nil {
		return err
	}
	e, l, err := c.engine(s)
	if err != nil {
		return err
	}
	defer l.Close()
	rd, err := redact.New(l.queue, redaction, triage.Blame, known)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Map, err)
	}
	sel := share.Selection{Index: e.Index(), Rows: l.rows(), Redactor: rd}
	x := export{exportCommand: c, session: s, engine: e}
	switch {
	case c.Format == "viewer":
		err = x.viewer(sel)
	case c.Format == "eml" && len(sel.Rows) != 1:
		err = x.each(sel)
	default:
		err = x.write(sel, c.Output, nil, nil)
	}
	if err != nil || c.Map == "" {
		return err
	}
	return writeMap(c.Map, rd)
}

// export is one run of the command.
type export struct {
	*exportCommand
	*session
	engine *engine.Engine
}

// write writes one file, to the standard output without a name: what the
// engine makes of a selection, between before and after. A redacted file is
// kept back until it was searched for leaks, and a message until it was read.
func (x export) write(sel share.Selection, name string, before, after []byte) error {
	req := protocol.ShareRequest{Format: x.Format, Query: x.query(), Title: x.Title, Note: x.Note}
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
	if !sel.Redactor.Redaction().Any() && x.Format != "eml" {
		return whole(func(w io.Writer) error {
			_, err := x.engine.WriteShare(w, sel, req)
			return err
		})
	}
	kept := &stream.Spill{}
	defer kept.Close()
	found, err := x.engine.WriteShare(kept, sel, req)
	if err != nil {
		return err
	}
	for _, l := range found.Leaks[:min(len(found.Leaks), leaksShown)] {
		as := ""
		if l.Encoding != "" {
			as = " as " + l.Encoding
		}
		x.warn("%s%s in %s: %q in %q", l.Category, as, words.Printable(l.Where), l.Found, l.Excerpt)
	}
	if n := found.Count(); n > 0 && !x.AllowLeaks {
		return fmt.Errorf("not written: %s found; --allow-leaks writes the file anyway", words.Plural(n, "leak", "leaks"))
	}
	return whole(func(w io.Writer) error {
		_, err := io.Copy(w, kept.Reader())
		return err
	})
}

// output gives write the standard output or a new file.
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
func (x export) each(sel share.Selection) error {
	if x.Output == "" || x.Output == "-" {
		return errUsage{fmt.Sprintf("%d messages do not fit into one .eml file; name a folder with -o", len(sel.Rows))}
	}
	if err := os.MkdirAll(x.Output, 0o777); err != nil {
		return err
	}
	missing, names := 0, map[string]int{}
	for _, i := range sel.Rows {
		one := sel
		one.Rows = []int32{i}
		name := sel.FileName(i)
		if names[name]++; names[name] > 1 { // the same id may be in several queues
			name = fmt.Sprintf("%s-%d.eml", strings.TrimSuffix(name, ".eml"), names[name])
		}
		err := x.write(one, filepath.Join(x.Output, name), nil, nil)
		if errors.Is(err, share.ErrUnreadable) {
			missing++
		} else if err != nil {
			return err
		}
	}
	if missing > 0 {
		x.warn("left out %s: neither header nor text is there", words.Plural(missing, "message", "messages"))
	}
	return nil
}

// readMap reads the pseudonyms of an earlier export, nil if there are none.
func readMap(name string) (*redact.Map, error) {
	if name == "" {
		return nil, nil
	}
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	m, err := redact.ReadMap(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return m, nil
}

// writeMap keeps the pseudonyms in a file that its owner alone can read.
func writeMap(name string, rd *redact.Redactor) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(rd.Map().Write(f), f.Close())
}
