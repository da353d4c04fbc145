package command

import (
	"errors"
	"path"

	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/protocol"
)

// showCommand prints one message.
type showCommand struct {
	ID      string `arg:"" name:"id" help:"Queue id, or host/queue/id where several messages have it."`
	History bool   `help:"Print what the mail logs among the sources have about the message, instead of its text; also of one that has left the queue."`
	JSON    bool   `help:"Print the history as JSON, for programs."`
	input   `embed:""`
}

// errNoLog is the error where there is no history.
var errNoLog = errors.New("no mail log was read; add it to the archive, or name it beside the queue")

// Run prints the message as sendmail would send it, header and data file, or its history.
func (c *showCommand) Run(s *session) error {
	if c.History || c.JSON {
		return c.history(s)
	}
	e, err := c.open(s, engine.Options{})
	if err != nil {
		return err
	}
	defer e.Close()
	_, err = e.write(s.stdout, protocol.Request{Raw: &protocol.RawRequest{ID: c.ID, Query: c.query()}})
	return err
}

// history prints what the logs have about the message. A message that is not in the queue,
// because it was delivered or removed, is searched for in the logs alone.
func (c *showCommand) history(s *session) error {
	h, err := c.find(s, engine.Options{})
	if err != nil && !errors.Is(err, errNoLog) {
		if alone, _ := c.find(s, engine.Options{LogIDs: []string{path.Base(c.ID)}}); alone != nil {
			h, err = alone, nil
		}
	}
	switch {
	case err != nil:
		return err
	case c.JSON:
		return s.printJSON(h)
	}
	history{s.stdout}.print(h)
	return nil
}

// find reads the sources and asks for the history.
func (c *showCommand) find(s *session, opt engine.Options) (*protocol.History, error) {
	e, err := c.open(s, opt)
	if err != nil {
		return nil, err
	}
	defer e.Close()
	a, err := e.ask(protocol.Request{Detail: &protocol.DetailRequest{Ref: -1, ID: c.ID, Query: c.query()}})
	switch {
	case err != nil:
		return nil, err
	case a.Detail.History == nil:
		return nil, errNoLog
	}
	return a.Detail.History, nil
}
