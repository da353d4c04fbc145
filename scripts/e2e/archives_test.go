package e2e

import (
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// Every form of every archive: the figures on the screen are those of the facts.
func TestEveryArchive(t *testing.T) {
	for _, c := range corpustest.Sendmail(t) {
		for _, archive := range c.Archives(t) {
			t.Run(c.Name+"/"+archive, func(t *testing.T) {
				a := open(t)
				a.drop(c.Path(archive))
				f := want(t, c, archive)
				if c.Name == "mailq-only" {
					// A listing tells only of messages with a status that they were tried.
					f.States, f.Recipients = a.figures().States, -1
				}
				a.check(f)
			})
		}
	}
}
