package command

import (
	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage"
)

// input is the part of the command line that most commands share.
type input struct {
	Source []string `arg:"" name:"source" help:"Archive, folder, queue file or mailq output; - for standard input."`
	Host   string   `placeholder:"NAME" help:"Only this host's messages."`
	Filter string   `placeholder:"QUERY" help:"Only messages that this filter selects, as on the page: \"state:deferred age:>2d\"."`
}

// query is the filter with the host in it.
func (in input) query() string {
	if in.Host == "" {
		return in.Filter
	}
	return filter.And(filter.Token("host", in.Host), in.Filter)
}

// open loads the sources into an engine. The filter is looked at before
// anything is read.
func (in input) open(s *session, opt engine.Options) (*client, error) {
	if err := triage.Check(in.Filter); err != nil {
		return nil, errUsage{"--filter: " + err.Error()}
	}
	c := s.newClient(opt)
	err := c.open(in.Source, false)
	if err == nil {
		err = c.hasHost(in.Host)
	}
	if err != nil {
		c.Close()
		return c, err
	}
	return c, nil
}
