package command

import (
	"fmt"
	"os"

	"github.com/spoolscope/spoolscope/web/element"
)

// viewerOptions are for --format viewer, which puts the data into the single
// file of the site: the same bytes that the page produces.
type viewerOptions struct {
	Viewer string `placeholder:"FILE" help:"The site as one file (spoolscope.html), into which --format viewer puts the data."`
	Title  string `placeholder:"TEXT" help:"The title of the data in the viewer."`
	Note   string `placeholder:"TEXT" help:"A note about the data, which the viewer shows."`
}

func (o viewerOptions) check(format string) error {
	switch {
	case format == "viewer" && o.Viewer == "":
		return errUsage{"--format viewer needs the single file of the site: --viewer spoolscope.html"}
	case format != "viewer" && o != (viewerOptions{}):
		return errUsage{"--viewer, --title and --note are for --format viewer"}
	}
	return nil
}

// viewer writes a viewer. Its data is searched for leaks before it is packed.
func (x export) viewer() error {
	page, err := os.ReadFile(x.Viewer)
	if err != nil {
		return err
	}
	before, after, err := element.Split(page)
	if err != nil {
		return fmt.Errorf("%s: %w", x.Viewer, err)
	}
	return x.one(x.Output, before, after)
}
