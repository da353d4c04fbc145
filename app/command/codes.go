package command

import (
	"fmt"
	"text/tabwriter"

	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
)

// codesCommand is a glossary: every reply code that occurs, and what it means.
type codesCommand struct {
	input `embed:""`
}

// Run prints one line per code, the most frequent first.
func (c *codesCommand) Run(s *session) error {
	e, err := c.open(s, engine.Options{})
	if err != nil {
		return err
	}
	defer e.Close()
	a, err := e.ask(protocol.Request{Replies: &protocol.RepliesRequest{Query: c.query()}})
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	w := tabwriter.NewWriter(s.stdout, 0, 8, 2, ' ', 0)
	for _, r := range a.Replies.Rows {
		code := codes(r.Code, r.Enhanced)
		if seen[code] {
			continue
		}
		seen[code] = true
		class := "permanent"
		if r.Temporary {
			class = "temporary"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", code, class, words.Printable(r.Meaning), words.Printable(r.Standard))
	}
	return w.Flush()
}

// keeps is the flag for the queue lifetime.
type keeps struct {
	Expire *int `placeholder:"DAYS" help:"How many days the server keeps a message; by default what a sendmail.cf (Timeout.queuereturn) or main.cf (maximal_queue_lifetime) among the sources says, else 5, with Exim 4."`
}

// check rejects lifetimes that the engine would not accept.
func (k keeps) check() error {
	if k.Expire != nil && (*k.Expire < 1 || *k.Expire > protocol.MaxReturnDays) {
		return errUsage{fmt.Sprintf("--expire: %d is out of range; use 1 to %d days", *k.Expire, protocol.MaxReturnDays)}
	}
	return nil
}

// days returns the number for a request, 0 if it was not given.
func (k keeps) days() int {
	if k.Expire == nil {
		return 0
	}
	return *k.Expire
}
