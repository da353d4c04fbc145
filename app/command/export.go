package command

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/app/share"
	"github.com/spoolscope/spoolscope/app/stream"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// exportCommand writes messages to a file that can be given away.
type exportCommand struct {
	input      `embed:""`
	Format     string `required:"" enum:"${formats}" help:"${formats}."`
	Redact     string `placeholder:"LIST" help:"What to hide: ${categories} or all."`
	Map        string `placeholder:"FILE" help:"Keep the list of originals and their masks in this private file. If it is there, its masks are used."`
	Output     string `short:"o" placeholder:"FILE" help:"Write to this file, with --format eml and several messages to this folder."`
	AllowLeaks bool   `help:"Write the file even if something that should be hidden is found in it."`

	viewerOptions `embed:""`
}

// leaksShown is how many leaks are told of.
const leaksShown = 10

// Run writes the export. With anything hidden it is searched for originals
// before a byte of it leaves.
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
	mask, err := redact.New(l.queue, redaction, triage.Blame, known)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Map, err)
	}
	sel := share.Selection{Index: e.Index(), Rows: l.rows(), Redactor: mask}
	open := messageOpener(l.queue)
	write := map[string]func(io.Writer) error{
		"report":  func(w io.Writer) error { return e.WriteReport(w, sel, c.query()) },
		"csv":     func(w io.Writer) error { return share.CSV(w, sel) },
		"jsonl":   func(w io.Writer) error { return share.JSONLines(w, sel) },
		"text":    func(w io.Writer) error { return share.Text(w, sel) },
		"mbox":    func(w io.Writer) error { return share.Mbox(w, sel, open) },
		"eml":     func(w io.Writer) error { return share.EML(w, sel, open) },
		"archive": func(w io.Writer) error { return share.Archive(w, sel) },
	}[c.Format]
	switch {
	case c.Format == "viewer":
		err = c.writeViewer(s, e, sel)
	case c.Format == "eml" && len(sel.Rows) != 1:
		err = c.writeEach(s, sel, open)
	default:
		err = c.write(s, mask, c.Output, write)
	}
	if err != nil || c.Map == "" {
		return err
	}
	return writeMap(c.Map, mask)
}

// write writes one file, to the standard output without a name.
func (c *exportCommand) write(s *session, mask *redact.Redactor, name string, write func(io.Writer) error) error {
	if !mask.Redaction().Any() {
		return s.output(name, write)
	}
	kept := &stream.Spill{}
	defer kept.Close()
	if err := write(kept); err != nil {
		return err
	}
	leaks, err := mask.LeaksIn(kept.Reader())
	if err != nil {
		return err
	}
	for _, l := range leaks[:min(len(leaks), leaksShown)] {
		as := ""
		if l.Encoding != "" {
			as = " as " + l.Encoding
		}
		s.warn("%s%s at byte %d: %q in %q", l.Category, as, l.Offset, l.Found, l.Excerpt)
	}
	if len(leaks) > 0 && !c.AllowLeaks {
		return fmt.Errorf("not written: %s found that should be hidden; --allow-leaks writes it all the same", words.Plural(len(leaks), "place was", "places were"))
	}
	return s.output(name, func(w io.Writer) error {
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

// writeEach writes a file a message into a folder.
func (c *exportCommand) writeEach(s *session, sel share.Selection, open share.Opener) error {
	if c.Output == "" || c.Output == "-" {
		return errUsage{fmt.Sprintf("%d messages do not fit into one .eml file; name a folder with -o", len(sel.Rows))}
	}
	if err := os.MkdirAll(c.Output, 0o777); err != nil {
		return err
	}
	missing, names := 0, map[string]int{}
	for _, i := range sel.Rows {
		if _, _, err := open(i); err != nil {
			missing++
			continue
		}
		one := sel
		one.Rows = []int32{i}
		name := sel.FileName(i)
		if names[name]++; names[name] > 1 { // an id may be there in several queues
			name = fmt.Sprintf("%s-%d.eml", strings.TrimSuffix(name, ".eml"), names[name])
		}
		if err := c.write(s, sel.Redactor, filepath.Join(c.Output, name), func(w io.Writer) error { return share.EML(w, one, open) }); err != nil {
			return err
		}
	}
	if missing > 0 {
		s.warn("left out %s: neither header nor text is there", words.Plural(missing, "message", "messages"))
	}
	return nil
}

// messageOpener reads messages from the files of a queue.
func messageOpener(q *queue.Queue) share.Opener {
	return func(i int32) (header []byte, body io.Reader, err error) {
		if r, err := q.Open(q.Control[i]); err == nil {
			text, err := io.ReadAll(r)
			if err != nil {
				return nil, nil, err
			}
			c, _ := parser.ParseControl(string(text), "")
			header = parser.Header(&c)
		}
		if r, err := q.Open(q.Data[i]); err == nil {
			return header, r, nil
		}
		if header == nil {
			return nil, nil, errors.New("neither control file nor data file can be read")
		}
		return header, nil, nil
	}
}

// readMap reads the masks of an earlier export, nil if there are none.
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

// writeMap keeps the masks for their owner only.
func writeMap(name string, mask *redact.Redactor) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(mask.Map().Write(f), f.Close())
}
