package command

import (
	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/protocol"
)

// showCommand prints one message.
type showCommand struct {
	ID    string `arg:"" name:"id" help:"Queue id, or host/queue/id where several messages have it."`
	input `embed:""`
}

// Run prints the message as sendmail would send it: header and data file.
func (c *showCommand) Run(s *session) error {
	e, err := c.open(s, engine.Options{})
	if err != nil {
		return err
	}
	defer e.Close()
	_, err = e.write(s.stdout, protocol.Request{Raw: &protocol.RawRequest{ID: c.ID, Query: c.query()}})
	return err
}
