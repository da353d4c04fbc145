package command

import (
	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
)

// Kinds of problems: a line of a listing that is not understood, which may be a
// message, and a file that the system did not let be read.
const (
	kindListing    = "listing"
	kindUnreadable = "unreadable"
)

// doubt returns a problem that means that the sources were not read or understood
// in full, or "". Files that vanish from a folder while it is read do not count:
// their messages were delivered.
func (c *client) doubt() (string, error) {
	a, err := c.ask(protocol.Request{Problems: &protocol.ProblemsRequest{Plain: true}})
	if err != nil {
		return "", err
	}
	unread := map[string]bool{kindListing: true}
	for _, g := range c.loaded.Unread {
		unread[g.Kind] = true
	}
	gone := map[string]bool{}
	for name := range c.files.missing {
		gone[words.Visible(name)] = true
	}
	for _, g := range a.Problems.Groups {
		if !unread[g.Kind] {
			continue
		}
		for _, p := range g.Items {
			if g.Kind != kindUnreadable || !gone[p.Where] {
				return p.Text, nil
			}
		}
	}
	return "", nil
}

// unproven reads each of several sources alone and returns why one of them is not a
// queue, or "": among others it would be ignored.
func (s *session) unproven(paths []string) string {
	if len(paths) < 2 {
		return ""
	}
	for _, path := range paths {
		if path == "-" { // cannot be read twice
			return "the standard input cannot be checked along with other sources"
		}
		c := s.newClient(engine.Options{})
		err := c.open([]string{path}, false)
		c.Close()
		if err != nil {
			return err.Error()
		}
	}
	return ""
}
