package command

import (
	"fmt"
	"strings"

	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/protocol"
)

// The commands in this file, and purge without --script, print what the grep
// pipelines of the sysadmin's guide print; see the engine's package pipeline.

// statusesCommand prints what this does:
//
//	mailq | grep " (" | sed 's/\(8BITMIME\| 7BIT\)/ /' | sort | uniq -c
type statusesCommand struct {
	Source []string `arg:"" optional:"" name:"source" help:"Archive or folder with a mailq listing, or the listing; - for standard input."`
	Mailq  string   `placeholder:"FILE" help:"Take the listing from this file."`
	Host   string   `placeholder:"NAME" help:"Only this host's listing."`
}

// Run prints the counts.
func (c *statusesCommand) Run(s *session) error {
	in := input{Source: c.Source, choice: choice{Host: c.Host}}
	switch {
	case c.Mailq != "":
		in.Source = []string{c.Mailq}
	case len(c.Source) == 0:
		return errUsage{"statuses needs a SOURCE or --mailq FILE"}
	}
	e, err := in.open(s, engine.Options{Lines: true})
	if err != nil {
		return err
	}
	defer e.Close()
	a, err := e.ask(protocol.Request{Pipeline: &protocol.PipelineRequest{Of: "statuses", Host: c.Host}})
	if err != nil {
		return err
	}
	if a.Pipeline.Listings == 0 {
		return fmt.Errorf("no mailq listing in %s; give one with --mailq FILE", strings.Join(in.Source, ", "))
	}
	e.lines(a.Pipeline, true)
	return nil
}

// repliesCommand prints what this does:
//
//	grep -h "<<<" /var/spool/mqueue/df* | sort | uniq -c
type repliesCommand struct {
	input `embed:""`
}

// Run prints the counts.
func (c *repliesCommand) Run(s *session) error {
	e, err := c.open(s, engine.Options{})
	if err != nil {
		return err
	}
	defer e.Close()
	a, err := e.ask(protocol.Request{Pipeline: &protocol.PipelineRequest{Of: "replies", Query: c.query()}})
	if err != nil {
		return err
	}
	e.lines(a.Pipeline, true)
	return nil
}
