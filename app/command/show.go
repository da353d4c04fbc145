package command

import (
	"errors"

	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/protocol"
)

// showCommand prints one message.
type showCommand struct {
	ID      string `arg:"" name:"id" help:"Queue id, or host/queue/id where several messages have it."`
	History bool   `help:"Print what the mail logs among the sources have about the message, instead of its text."`
	JSON    bool   `help:"Print the history as JSON, for programs."`
	input   `embed:""`
}

// errNoLog is the error where there is no history.
var errNoLog = errors.New("no mail log was read; add it to the archive, or name it beside the queue")

// Run prints the message as sendmail would send it, header and data file, or its history.
func (c *showCommand) Run(s *session) error {
	e, err := c.open(s, engine.Options{})
	if err != nil {
		return err
	}
	defer e.Close()
	if c.History || c.JSON {
		return c.history(s, e)
	}
	_, err = e.write(s.stdout, protocol.Request{Raw: &protocol.RawRequest{ID: c.ID, Query: c.query()}})
	return err
}

// history prints what the logs have about the message.
func (c *showCommand) history(s *session, e *client) error {
	a, err := e.ask(protocol.Request{Detail: &protocol.DetailRequest{Ref: -1, ID: c.ID, Query: c.query()}})
	if err != nil {
		return err
	}
	h := a.Detail.History
	switch {
	case h == nil:
		return errNoLog
	case c.JSON:
		return s.printJSON(h)
	}
	history{s.stdout}.print(h)
	return nil
}
