package element

import (
	"bytes"
	"encoding/base64"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
)

var element = regexp.MustCompile(`<script type="application/octet-stream" data-file="([a-z.]+)">([A-Za-z0-9+/=]+)</script>\n`)

func TestWriter(t *testing.T) {
	for _, size := range []int{0, 1, dataSize - 1, dataSize, dataSize + 1, 3*dataSize + 7} {
		want := make([]byte, size)
		for i := range want {
			want[i] = byte(i * 7 >> 3)
		}
		var page bytes.Buffer
		w := NewWriter(&page, Queue)
		for rest := want; len(rest) > 0; { // not in one piece
			n, err := w.Write(rest[:min(len(rest), 10_001)])
			if err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		var got []byte
		for _, m := range element.FindAllSubmatch(page.Bytes(), -1) {
			if len(m[2]) > TextSize || string(m[1]) != Queue {
				t.Errorf("%d bytes: an element %s of %d bytes", size, m[1], len(m[2]))
			}
			data, err := base64.StdEncoding.DecodeString(string(m[2]))
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, data...)
		}
		if rest := element.ReplaceAll(page.Bytes(), nil); !bytes.Equal(got, want) || len(rest) > 0 {
			t.Errorf("%d bytes come back as %d, with %q beside elements", size, len(got), rest)
		}
	}
}

// A viewer made from a viewer contains only the new data.
func TestSplit(t *testing.T) {
	const head = "<html><body><script>const end = \"</body>\";</script><script type=\"application/octet-stream\" data-file=\"app.wasm.gz\">QUJD</script>\n"
	const tail = "</body>\n</html>\n"
	var old bytes.Buffer
	for _, name := range []string{About, Queue} {
		w := NewWriter(&old, name)
		if _, err := io.WriteString(w, "old"); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for name, page := range map[string]string{"single file": head + tail, "viewer": head + old.String() + tail} {
		before, after, err := Split([]byte(page))
		if err != nil || string(before) != head || string(after) != tail {
			t.Errorf("Split(%s) = %q, %q, %v, want %q, %q", name, before, after, err, head, tail)
		}
	}
	for name, page := range map[string]string{"other page": "<html><body></body>", "cut": strings.TrimSuffix(head, "\n")[len(head)/2:]} {
		if _, _, err := Split([]byte(page)); err == nil {
			t.Errorf("Split(%s) = nil error, want one", name)
		}
	}
}

// boot.js implements the format too, and must use the same names.
func TestBootAgrees(t *testing.T) {
	script, err := os.ReadFile("../assets/boot.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`'` + before + `' + name + '">'`, `"</" + "script>\n"`,
		`pieces("` + Module + `")`, `pieces("` + Sample + `")`, `pieces("` + Page + `")`, `pieces("` + About + `")`, `pieces("` + Queue + `")`,
		`["` + Module + `", "` + Sample + `", "` + Page + `"]`,
	} {
		if !strings.Contains(string(script), want) {
			t.Errorf("boot.js has no %s", want)
		}
	}
}
