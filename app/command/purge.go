package command

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spoolscope/spoolscope/app/cleanup"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// purgeCommand is
//
//	grep -l "^<<< 5.. " /var/spool/mqueue/df* | sed 's/df/qf/' |
//		awk '{print "/usr/share/sendmail/qtool.pl -d "$1}'
//
// With sub-directories qf and df the guide's sed changes the wrong place, and
// its command would delete nothing; there the path is the control file's.
//
// With --script it writes the files of a plan instead, as the page does.
type purgeCommand struct {
	input `embed:""`
	Spool string `placeholder:"DIR" help:"The spool directory on the server, in place of /var/spool/mqueue."`

	Script string `placeholder:"DIR" help:"Write a script that guards each message, its undo and a manifest to this new folder."`
	Method string `default:"quarantine" enum:"quarantine,aside,delete,release,retry,bounce" help:"What the script does: ${enum}."`
	Rule   string `default:"refused" placeholder:"RULE" help:"What the plan is about: refused (bounces with a 5xx reply), grep (as without --script), older=DAYS, all; always within --filter."`
	Reason string `placeholder:"TEXT" help:"Why. It goes to the log on the server; --script needs one."`
	Client string `placeholder:"DIR" help:"The client queue's directory on the server."`
}

// Run prints the commands, or writes the files of a plan.
func (c *purgeCommand) Run(s *session) error {
	rule, err := cleanup.ParseRule(c.Rule)
	if err != nil {
		return errUsage{"--rule: " + err.Error()}
	}
	if c.Script != "" && strings.TrimSpace(c.Reason) == "" {
		return errUsage{"--script: " + cleanup.ErrNoReason.Error() + "; give one with --reason"}
	}
	l, err := c.load(s, parser.Options{})
	if err != nil {
		return err
	}
	defer l.Close()
	if c.Script != "" {
		return c.plan(s, l, rule)
	}
	unsafe := 0
	for _, i := range l.rows() {
		if l.queue.Flags[i]&queue.Refused == 0 {
			continue
		}
		file := l.controlPath(i, c.Spool)
		if !cleanup.IsPlain(file) {
			unsafe++
			continue
		}
		fmt.Fprintf(s.stdout, "/usr/share/sendmail/qtool.pl -d %s\n", file)
	}
	if unsafe > 0 {
		s.warn("left out %d messages: their file names are unsafe in a shell command", unsafe)
	}
	return nil
}

// plan writes the files of a plan and tells what is in it.
func (c *purgeCommand) plan(s *session, l *loaded, rule cleanup.Rule) error {
	q := l.queue
	rows, err := selectRows(triage.NewIndex(q), rule.Filter(c.query()))
	if err != nil {
		return err
	}
	host, err := l.oneHost(rows)
	if err != nil {
		return err
	}
	m := cleanup.Method(c.Method)
	p := cleanup.Make(q, rows, cleanup.On{Host: host, Spool: c.Spool, Client: c.Client}, m)
	for _, left := range p.Left {
		s.warn("left out %s: %s", words.Plural(len(left.Rows), "message", "messages"), left.Why)
	}
	archive := path.Base(filepath.ToSlash(c.Source[0]))
	if n := len(c.Source); n > 1 {
		archive = words.Plural(n, "source", "sources")
	}
	about := cleanup.About{
		Archive: archive, Taken: q.Taken, Rule: rule.Words(c.query()), Reason: c.Reason, Stays: len(q.Order) - len(p.Items),
	}
	if _, err := p.Script(m, about); err != nil {
		return err
	}
	if err := os.MkdirAll(c.Script, 0o700); err != nil {
		return err
	}
	fmt.Fprintf(s.stdout, "plan %s: %s of %d, %d bytes\n", p.ID(), words.Plural(len(p.Items), "message", "messages"), len(q.Order), p.Bytes)
	if m.Removes() {
		others := 0
		for n := range p.Items {
			others += len(cleanup.Deliverable(q, p.Items[n].Row))
		}
		fmt.Fprintf(s.stdout, "on them %s that could still be delivered to\n", words.Plural(others, "recipient", "recipients"))
	}
	for _, f := range m.Names() {
		data, err := p.File(q, m, about, f)
		if err != nil {
			return err
		}
		name := filepath.Join(c.Script, f)
		// The undo of an earlier plan must not be lost.
		w, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		_, err = w.Write(data)
		if err := errors.Join(err, w.Close()); err != nil {
			return err
		}
		fmt.Fprintf(s.stdout, "wrote %s, %d bytes\n", name, len(data))
	}
	return nil
}

// oneHost is the host that all of some messages are of: a script runs on one.
func (l *loaded) oneHost(rows []int32) (string, error) {
	if len(rows) == 0 {
		return "", cleanup.ErrNothing
	}
	host := l.dir(rows[0]).Host
	for _, i := range rows {
		if other := l.dir(i).Host; other != host {
			return "", errUsage{fmt.Sprintf("--script: the messages are of the hosts %q and %q; choose one with --host", host, other)}
		}
	}
	return host, nil
}

// controlPath is where the control file of a message lies on the server.
func (l *loaded) controlPath(i int32, spool string) string {
	q, dir := l.queue, l.dir(i)
	folder := dir.Path
	if spool != "" {
		folder = path.Join(spool, cleanup.BelowSpool(folder))
	}
	below := dir.Sub
	if name := q.FileName(q.Control[i]); name != "" {
		below = path.Base(path.Dir(name)) == "qf"
	}
	if below {
		folder = path.Join(folder, "qf")
	}
	return folder + "/qf" + q.Text(q.ID[i])
}
