package command

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spoolscope/spoolscope/app/cleanup"
	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
)

// purgeCommand prints what this does:
//
//	grep -l "^<<< 5.. " /var/spool/mqueue/df* | sed 's/df/qf/' |
//		awk '{print "/usr/share/sendmail/qtool.pl -d "$1}'
//
// With sub-directories qf and df, the sed of the sysadmin's guide changes the
// wrong place, and its command would delete nothing; there the path is the
// control file's.
//
// With --script it writes the files of a plan instead, as the page does.
type purgeCommand struct {
	input `embed:""`
	Spool string `placeholder:"DIR" help:"The spool directory on the server, in place of /var/spool/mqueue."`

	Script string `placeholder:"DIR" help:"Write a script that checks each message first, an undo script and a manifest to this folder."`
	Method string `default:"quarantine" enum:"quarantine,aside,delete,release,retry,bounce" help:"What the script does: ${enum}."`
	Rule   string `default:"refused" placeholder:"RULE" help:"Which messages: refused (bounces with a 5xx reply), frozen (bounces that Exim froze), grep (as without --script), older=DAYS, all; always within --filter."`
	Reason string `placeholder:"TEXT" help:"The reason, recorded in the log on the server; required with --script."`
	Client string `placeholder:"DIR" help:"The client queue's directory on the server."`
}

// Run prints the commands, or writes the files of a plan.
func (c *purgeCommand) Run(s *session) error {
	if _, err := cleanup.ParseRule(c.Rule); err != nil {
		return errUsage{"--rule: " + err.Error()}
	}
	if c.Script != "" && strings.TrimSpace(c.Reason) == "" {
		return errUsage{"--script: " + cleanup.ErrNoReason.Error() + "; give one with --reason"}
	}
	e, err := c.open(s, engine.Options{})
	if err != nil {
		return err
	}
	defer e.Close()
	if c.Script != "" {
		return c.plan(e)
	}
	a, err := e.ask(protocol.Request{Pipeline: &protocol.PipelineRequest{Of: "purge", Query: c.query(), Spool: c.Spool}})
	if err != nil {
		return err
	}
	e.lines(a.Pipeline, false)
	if n := a.Pipeline.Unsafe; n > 0 {
		s.warn("left out %d messages: their file names are unsafe in a shell command", n)
	}
	return nil
}

// plan writes the files of a plan and sums it up.
func (c *purgeCommand) plan(e *client) error {
	archive := path.Base(filepath.ToSlash(c.Source[0]))
	if n := len(c.Source); n > 1 {
		archive = words.Plural(n, "source", "sources")
	}
	req := protocol.PlanRequest{
		Query: c.query(), Rule: c.Rule, Method: c.Method, Spool: c.Spool, Client: c.Client, Reason: c.Reason, Archive: archive,
	}
	a, err := e.ask(protocol.Request{Plan: &req})
	if err != nil {
		return err
	}
	plan := a.Plan
	if len(plan.Hosts) > 1 { // a script runs on one host
		return errUsage{fmt.Sprintf("--script: the messages are on the hosts %q and %q; choose one with --host", plan.Hosts[0].Name, plan.Hosts[1].Name)}
	}
	for _, left := range plan.Left {
		e.warn("left out %s: %s", words.Plural(left.Count, "message", "messages"), left.Name)
	}
	method := cleanup.Method(c.Method)
	var files []protocol.File
	for _, name := range method.Names() {
		a, err := e.ask(protocol.Request{PlanFile: &protocol.PlanFileRequest{PlanRequest: req, Name: name}})
		if err != nil {
			return err
		}
		files = append(files, *a.File)
	}
	if err := os.MkdirAll(c.Script, 0o700); err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "plan %s: %s of %d, %d bytes\n", plan.ID, words.Plural(plan.Goes.Messages, "message", "messages"), plan.Messages, plan.Goes.Bytes)
	if method.Removes() {
		fmt.Fprintf(e.stdout, "%s of these messages could still be delivered to\n", words.Plural(plan.Others, "recipient", "recipients"))
	}
	for _, f := range files {
		if err := c.save(e, f); err != nil {
			return err
		}
	}
	return nil
}

// save writes a file of the plan. It never overwrites: the undo of an earlier
// plan must not be lost.
func (c *purgeCommand) save(e *client, f protocol.File) error {
	name := filepath.Join(c.Script, f.Name)
	w, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = w.Write(f.Data)
	if err := errors.Join(err, w.Close()); err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "wrote %s, %d bytes\n", name, len(f.Data))
	return nil
}
