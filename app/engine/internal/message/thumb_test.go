package message

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/png"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser/content"
)

func picture(t *testing.T, w, h int) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Attachments are drawn if their bytes are a small picture, whatever their names
// and types say.
func TestThumbs(t *testing.T) {
	small := picture(t, 640, 48)
	var body strings.Builder
	parts := []struct{ kind, name, data, want, drawn string }{
		{"image/png", "label.png", small, "PNG, 640 × 48", "data:image/png;base64,"},
		{"image/jpeg", "label.jpg", small, "PNG, 640 × 48", "data:image/png;base64,"},
		{"image/svg+xml", "plan.svg", "<svg onload='x()'/>", "SVG, not drawn: it can hold scripts", ""},
		{"image/png", "plan.SVG", small, "SVG, not drawn: it can hold scripts", ""},
		{"image/gif", "page.gif", "<html><script>x()</script>", "image/gif, not drawn: its bytes are not those of a picture", ""},
		{"image/png", "huge.png", picture(t, 60_000, 300), "PNG, 60,000 × 300", ""},
		{"image/png", "long.png", small + strings.Repeat("x", maxThumb), "PNG, 640 × 48", ""},
		{"application/pdf", "note.pdf", small, "", ""},
	}
	for _, p := range parts {
		body.WriteString("--x\nContent-Type: " + p.kind + "\nContent-Disposition: attachment; filename=" + p.name +
			"\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString([]byte(p.data)) + "\n")
	}
	body.WriteString("--x--\n")
	r := strings.NewReader(body.String())
	m := content.Parse([]byte("Content-Type: multipart/mixed; boundary=x\n"), r, r.Size(), content.Options{})
	attached := m.Attachments()
	if len(attached) != len(parts) {
		t.Fatalf("%d attachments, want %d", len(attached), len(parts))
	}
	pictures := newThumbs(m)
	for k, p := range parts {
		var got protocol.Part
		pictures.add(&got, attached[k])
		if got.Kind != p.want || !strings.HasPrefix(got.Thumb, p.drawn) || p.drawn == "" && got.Thumb != "" {
			t.Errorf("%s is %q, drawn as %.30q; want %q, %q", p.name, got.Kind, got.Thumb, p.want, p.drawn)
		}
	}
}
