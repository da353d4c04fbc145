package share

import (
	"encoding/json"
	"io"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/web/element"
)

// WriteViewer writes the elements that make a viewer of the site's single file:
// v, and the archive that the function writes. They go between the parts that
// element.Split returns.
func WriteViewer(w io.Writer, v protocol.Carried, archive func(io.Writer) error) error {
	about, err := json.Marshal(v)
	if err != nil {
		return err
	}
	e := element.NewWriter(w, element.About)
	if _, err := e.Write(about); err != nil {
		return err
	}
	if err := e.Close(); err != nil {
		return err
	}
	e = element.NewWriter(w, element.Queue)
	if err := archive(e); err != nil {
		return err
	}
	return e.Close()
}
