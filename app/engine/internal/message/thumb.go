package message

import (
	"encoding/base64"
	"io"
	"path"
	"strings"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/raster"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/content"
)

// Limits of the pictures that are drawn beside the attachments of a message. They
// go to the page with its text, so they are smaller than those of HTML.
const (
	maxThumb       = 512 << 10 // bytes of one
	maxThumbs      = 2 << 20   // bytes of all
	maxThumbPixels = 8 << 20   // of all: 32 MiB once decoded
)

// thumbs determines, by their bytes, what attachments are that claim to be
// pictures, and includes those that are small and of a safe kind.
type thumbs struct {
	m            *content.Message
	left, pixels int64
}

func newThumbs(m *content.Message) *thumbs {
	return &thumbs{m: m, left: maxThumbs, pixels: maxThumbPixels}
}

// add completes an attachment.
func (t *thumbs) add(out *protocol.Part, p *content.Part) {
	switch kind, sub, _ := strings.Cut(strings.ToLower(p.Type), "/"); {
	case strings.HasPrefix(sub, "svg"), strings.EqualFold(path.Ext(p.FileName()), ".svg"):
		out.Kind = "SVG, not drawn: it can hold scripts"
		return
	case kind != "image" || t.left <= 0:
		return
	}
	b, err := io.ReadAll(io.LimitReader(t.m.Open(p), min(t.left, maxThumb)+1))
	if err != nil {
		return
	}
	t.left -= int64(len(b))
	i, ok := raster.Read(b)
	if !ok {
		out.Kind = words.Visible(p.Type) + ", not drawn: its bytes are not those of a picture"
		return
	}
	out.Kind = named(i)
	if len(b) > maxThumb || t.left < 0 || i.Pixels() > t.pixels || raster.Refuse(b) != "" {
		return
	}
	t.pixels -= i.Pixels()
	out.Thumb = "data:" + i.Type + ";base64," + base64.StdEncoding.EncodeToString(b)
}

// named returns what people call a picture: "PNG, 1,200 × 900".
func named(i raster.Image) string {
	kind := strings.ToUpper(strings.TrimPrefix(i.Type, "image/"))
	if kind == "WEBP" {
		kind = "WebP"
	}
	return kind + ", " + words.Number(i.Width) + " × " + words.Number(i.Height)
}
