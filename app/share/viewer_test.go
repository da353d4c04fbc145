package share

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
)

var element = regexp.MustCompile(`<script type="application/octet-stream" data-file="([a-z.]+)">([A-Za-z0-9+/=]+)</script>\n`)

// carried reads the elements of a viewer as boot.js does.
func carried(t *testing.T, page []byte) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	for _, m := range element.FindAllSubmatch(page, -1) {
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
	}{{"empty", 0}, {"short", 1}, {"one element", elementBytes}, {"several", 3*elementBytes + 7}} {
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
			if rest := element.ReplaceAll(b.Bytes(), nil); len(rest) > 0 {
				t.Errorf("Write wrote %q beside elements", rest)
			}
			files := carried(t, b.Bytes())
			if !bytes.Equal(files[viewerData], want) {
				t.Errorf("the archive has %d bytes, want the %d given", len(files[viewerData]), len(want))
			}
			var got protocol.Carried
			if err := json.Unmarshal(files[viewerAbout], &got); err != nil || got != v {
				t.Errorf("%s reads %+v (%v), want %+v", viewerAbout, got, err, v)
			}
		})
	}
}

// A viewer made of a viewer has the new data only.
func TestViewerTemplate(t *testing.T) {
	const head = "<html><body><script>const end = \"</body>\";</script><script type=\"application/octet-stream\" data-file=\"app.wasm.gz\">QUJD</script>\n"
	const tail = "</body>\n</html>\n"
	var old bytes.Buffer
	if err := WriteViewer(&old, protocol.Carried{Name: "old"}, func(w io.Writer) error { _, err := w.Write([]byte("old")); return err }); err != nil {
		t.Fatal(err)
	}
	for name, page := range map[string]string{"single file": head + tail, "viewer": head + old.String() + tail} {
		before, after, err := ViewerTemplate([]byte(page))
		if err != nil || string(before) != head || string(after) != tail {
			t.Errorf("ViewerTemplate(%s) = %q, %q, %v, want %q, %q", name, before, after, err, head, tail)
		}
	}
	for name, page := range map[string]string{"other page": "<html><body></body>", "cut": strings.TrimSuffix(head, "\n")[len(head)/2:]} {
		if _, _, err := ViewerTemplate([]byte(page)); err == nil {
			t.Errorf("ViewerTemplate(%s) = nil error, want one", name)
		}
	}
}
