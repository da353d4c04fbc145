package share

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"regexp"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/web/element"
)

var elements = regexp.MustCompile(`<script type="application/octet-stream" data-file="([a-z.]+)">([A-Za-z0-9+/=]+)</script>\n`)

// carried reads the elements of a viewer as boot.js does.
func carried(t *testing.T, page []byte) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	for _, m := range elements.FindAllSubmatch(page, -1) {
		if len(m[2]) > 64<<10 {
			t.Errorf("an element of %s has %d bytes, want at most %d", m[1], len(m[2]), 64<<10)
		}
		data, err := base64.StdEncoding.DecodeString(string(m[2]))
		if err != nil {
			t.Fatalf("an element of %s: %v", m[1], err)
		}
		files[string(m[1])] = append(files[string(m[1])], data...)
	}
	return files
}

func TestViewer(t *testing.T) {
	v := protocol.Carried{Name: "spool.tgz", Title: "Mail & more </script><b>", Taken: 1773303240, Hidden: "addresses", Messages: 2, Total: 9, View: "#/messages"}
	for _, tt := range []struct {
		name string
		size int
	}{{"empty", 0}, {"short", 1}, {"one element", element.TextSize / 4 * 3}, {"several", 3*element.TextSize/4*3 + 7}} {
		t.Run(tt.name, func(t *testing.T) {
			want := make([]byte, tt.size)
			for i := range want {
				want[i] = byte(i * 7 >> 3)
			}
			var b bytes.Buffer
			err := WriteViewer(&b, v, func(w io.Writer) error {
				for rest := want; len(rest) > 0; { // not in one piece
					n := min(len(rest), 10_001)
					if _, err := w.Write(rest[:n]); err != nil {
						return err
					}
					rest = rest[n:]
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if rest := elements.ReplaceAll(b.Bytes(), nil); len(rest) > 0 {
				t.Errorf("Write wrote %q beside elements", rest)
			}
			files := carried(t, b.Bytes())
			if !bytes.Equal(files[element.Queue], want) {
				t.Errorf("the archive has %d bytes, want the %d given", len(files[element.Queue]), len(want))
			}
			var got protocol.Carried
			if err := json.Unmarshal(files[element.About], &got); err != nil || got != v {
				t.Errorf("%s reads %+v (%v), want %+v", element.About, got, err, v)
			}
		})
	}
}
