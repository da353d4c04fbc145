package command

import (
	"fmt"

	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/protocol"
)

// problemsCommand prints what is damaged or odd, worst first.
type problemsCommand struct {
	input `embed:""`
}

// Run prints one line per problem, with place and reason, under a heading for
// each kind that explains it and says what to do.
func (c *problemsCommand) Run(s *session) error {
	e, err := c.open(s, engine.Options{})
	if err != nil {
		if e != nil {
			c.print(s, e.loaded.Unread)
			if box := e.loaded.Fatal; box != nil && len(e.loaded.Unread) == 0 { // the logs have no open message
				fmt.Fprintf(s.stdout, "%s\n  %s\n", box.Title, box.Text)
			}
		}
		return err
	}
	defer e.Close()
	a, err := e.ask(protocol.Request{Problems: &protocol.ProblemsRequest{Query: c.Filter, Host: c.Host, Plain: true}})
	if err != nil {
		return err
	}
	c.print(s, a.Problems.Groups)
	return nil
}

func (c *problemsCommand) print(s *session, groups []protocol.ProblemGroup) {
	for n, g := range groups {
		if n > 0 {
			fmt.Fprintln(s.stdout)
		}
		fmt.Fprintf(s.stdout, "%s: %s\n  %s\n  %s\n", g.Severity, g.Title, g.Means, g.Do)
		for _, p := range g.Items {
			fmt.Fprintln(s.stdout, p.Text)
		}
	}
}
