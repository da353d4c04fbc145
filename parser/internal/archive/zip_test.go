package archive

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/queue"
)

func TestZipNames(t *testing.T) {
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	put := func(h *zip.FileHeader, data string) {
		f, err := w.CreateHeader(h)
		check(t, err)
		_, err = io.WriteString(f, data)
		check(t, err)
	}
	link := &zip.FileHeader{Name: "mq/df"}
	link.SetMode(fs.ModeSymlink | 0o777)
	put(&zip.FileHeader{Name: "mq/"}, "")
	put(&zip.FileHeader{Name: `mq\qfAB`}, "V8\n")
	put(&zip.FileHeader{Name: "caf\x82/../../x", NonUTF8: true}, "dos")
	put(&zip.FileHeader{Name: "/abs"}, "1")
	put(link, "../data")
	check(t, w.Close())
	r := walk(t, atSource("x", buf.Bytes()), Options{})
	want := []string{"mq/", "mq/qfAB 3", "x 3", "abs 1", "mq/df -> data"}
	if got := r.names(); !slices.Equal(got, want) || len(r.problems) > 0 {
		t.Errorf("Walk = %q, %v, want %q", got, r.problems, want)
	}
}

func TestZipUnknownMethod(t *testing.T) {
	data := zipped(t, entriesOf("a", "one", "b", "two"), zip.Store)
	at := bytes.Index(data, []byte(directoryMagic))
	data[at+10] = 14 // LZMA
	r := walk(t, atSource("x", data), Options{})
	if got := r.names(); !slices.Equal(got, []string{"b 3"}) || !slices.Equal(r.kinds(), []queue.Kind{queue.KindUnsupported}) {
		t.Errorf("Walk = %q, %v, want b and unsupported", got, r.problems)
	}
}

// TestBzip2 has no encoder, so it combines a real archive with itself and with
// other data.
func TestBzip2(t *testing.T) {
	bz, err := os.ReadFile("testdata/inside.tar.bz2")
	check(t, err)
	one := len(walk(t, atSource("x", bz), Options{}).members)
	tests := []struct {
		name    string
		data    []byte
		members int
		kinds   []queue.Kind
		reason  string
	}{
		{"two streams", slices.Concat(bz, bz), 2 * one, nil, ""},
		{"padded", slices.Concat(bz, make([]byte, 999)), one, nil, ""},
		{"garbage after it", slices.Concat(bz, []byte("garbage")), one, []queue.Kind{"damaged"}, "7 bytes after the end of the bzip2 data, from byte " + count.Text(int64(len(bz)))},
		{"the second one cut", slices.Concat(bz, bz[:len(bz)/2]), one, []queue.Kind{"truncated"}, "the archive ends early, at byte"},
		{"damage", slices.Concat(bz[:5000], []byte("damaged"), bz[5007:]), 0, []queue.Kind{"damaged"}, "the bzip2 data does not decode"},
	}
	for _, tt := range tests {
		for _, way := range ways {
			r := walk(t, way.src("x", tt.data), way.opt)
			if len(r.members) != tt.members || !slices.Equal(r.kinds(), tt.kinds) {
				t.Errorf("%s, %s: Walk = %d members, %v, want %d, %v", tt.name, way.name, len(r.members), r.problems, tt.members, tt.kinds)
			} else if len(r.problems) > 0 && !strings.HasPrefix(r.problems[0].Reason, tt.reason) {
				t.Errorf("%s: reason %q, want %q", tt.name, r.problems[0].Reason, tt.reason)
			}
		}
	}
}
