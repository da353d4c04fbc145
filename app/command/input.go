package command

import (
	"time"

	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage"
)

// input is the part of the command line that most commands share.
type input struct {
	Source []string `arg:"" name:"source" help:"Archive, folder, queue file or mailq output; - for standard input."`
	choice `embed:""`
}

// choice is the part of the command line that chooses which messages of the
// sources are meant.
type choice struct {
	Host    string `placeholder:"NAME" help:"Only this host's messages."`
	Capture string `placeholder:"N|TIME" help:"If there are several captures of one queue, as in the log of a cron job, show this one instead of the newest: its number, the oldest being 1, or the newest up to a time, \"2026-03-05 11:20\" in UTC."`
	Filter  string `placeholder:"QUERY" help:"Only messages that this filter selects, as on the page: \"state:deferred age:>2d\"."`
}

// query returns the filter, combined with the host.
func (in choice) query() string {
	if in.Host == "" {
		return in.Filter
	}
	return filter.And(filter.Token("host", in.Host), in.Filter)
}

// open loads the sources into an engine. The filter is checked before anything
// is read.
func (in input) open(s *session, opt engine.Options) (*client, error) {
	return in.openLive(s, opt, live{})
}

// live is the part of the command line of commands that watch a queue.
type live struct {
	Live bool `help:"The sources are the queue as it is now: ages are measured to the present, not to the time of the capture."`
}

// openLive is open for sources that may be a live queue.
func (in input) openLive(s *session, opt engine.Options, l live) (*client, error) {
	if err := triage.Check(in.Filter); err != nil {
		return nil, errUsage{"--filter: " + err.Error()}
	}
	if err := checkCapture("--capture", in.Capture); err != nil {
		return nil, err
	}
	var now time.Time
	if l.Live {
		now = s.now()
		opt.Taken = now.Unix()
	}
	c := s.newClient(opt)
	c.files.piped = now
	err := c.openCapture(in.Source, in.Capture)
	if err == nil {
		if in.Capture == "" && !opt.Lines { // statuses count the lines of all captures
			c.noteCaptures()
		}
		err = c.hasHost(in.Host)
	}
	if err != nil {
		c.Close()
		return c, err
	}
	return c, nil
}
