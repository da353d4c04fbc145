package command

import (
	"fmt"
	"io"
	"os"

	"github.com/spoolscope/spoolscope/app/engine"
	"github.com/spoolscope/spoolscope/app/share"
	"github.com/spoolscope/spoolscope/app/stream"
	"github.com/spoolscope/spoolscope/app/words"
)

// viewerOptions are for --format viewer, which puts the data into the single
// file of the site: the same bytes as the page makes.
type viewerOptions struct {
	Viewer string `placeholder:"FILE" help:"The site as one file (spoolscope.html), into which --format viewer puts the data."`
	Title  string `placeholder:"TEXT" help:"What a viewer calls its data."`
	Note   string `placeholder:"TEXT" help:"What a viewer says of its data besides."`
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

// writeViewer writes a viewer, unless something is found in it that should be
// hidden: in its archive, that is, which a search of the page would not see.
func (c *exportCommand) writeViewer(s *session, e *engine.Engine, sel share.Selection) error {
	page, err := os.ReadFile(c.Viewer)
	if err != nil {
		return err
	}
	before, after, err := share.ViewerTemplate(page)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Viewer, err)
	}
	kept := &stream.Spill{}
	defer kept.Close()
	leaks, more, err := e.WriteViewer(kept, sel, c.Title, c.Note)
	if err != nil {
		return err
	}
	for _, l := range leaks[:min(len(leaks), leaksShown)] {
		as := ""
		if l.Encoding != "" {
			as = " as " + l.Encoding
		}
		s.warn("%s%s in %s: %q in %q", l.Category, as, l.Where, l.Found, l.Excerpt)
	}
	if n := len(leaks) + more; n > 0 && !c.AllowLeaks {
		return fmt.Errorf("not written: %s found that should be hidden; --allow-leaks writes it all the same", words.Plural(n, "place was", "places were"))
	}
	return s.output(c.Output, func(w io.Writer) error {
		_, err := w.Write(before)
		if err == nil {
			_, err = io.Copy(w, kept.Reader())
		}
		if err == nil {
			_, err = w.Write(after)
		}
		return err
	})
}
