package message

import (
	"errors"
	"io"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/raster"
	"github.com/spoolscope/spoolscope/parser/content"
)

// HTML answers the HTML of a message with the pictures that it carries.
func HTML(c *capture.Capture, req protocol.HTMLRequest) (protocol.HTML, error) {
	i, err := c.RowOf(req.Ref)
	if err != nil {
		return protocol.HTML{}, err
	}
	m, missing := parse(c, i)
	p := m.HTML()
	switch {
	case missing != "":
		return protocol.HTML{}, errors.New(missing)
	case p == nil:
		return protocol.HTML{}, errors.New("the message has no HTML")
	}
	out := protocol.HTML{Ref: req.Ref, Images: []protocol.InlineImage{}}
	if out.Source, out.Cut, err = m.ReadHTML(p); err != nil {
		return protocol.HTML{}, err
	}
	if out.Why = content.BoundHTML(out.Source); out.Why != "" {
		out.Source = ""
		return out, nil
	}
	left := int64(raster.MaxTotal)
	for _, p := range m.Parts {
		if p.ContentID == "" || len(p.Children) > 0 {
			continue
		}
		image := protocol.InlineImage{ID: p.ContentID}
		b, err := io.ReadAll(io.LimitReader(m.Open(p), min(left, raster.MaxBytes)+1))
		switch {
		case err != nil:
			image.Why = "cannot be read"
		case int64(len(b)) > min(left, raster.MaxBytes):
			image.Why = "too large"
		default:
			if image.Why = raster.Refuse(b); image.Why == "" {
				image.Data = b
				left -= int64(len(b))
			}
		}
		out.Images = append(out.Images, image)
	}
	return out, nil
}
