package command

import (
	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/protocol"
)

// messagesCommand prints one JSON object per message, sorted by host, queue and
// id.
type messagesCommand struct {
	input   `embed:""`
	Digests bool `help:"Add SHA-256 sums of the data and control files."`
}

// Run prints the messages.
func (c *messagesCommand) Run(s *session) error {
	e, err := c.open(s, engine.Options{Digests: c.Digests})
	if err != nil {
		return err
	}
	defer e.Close()
	_, err = e.write(s.stdout, protocol.Request{Records: &protocol.RecordsRequest{Query: c.query(), Digests: c.Digests}})
	return err
}
