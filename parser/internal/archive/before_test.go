package archive

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"slices"
	"testing"
)

// Damage costs nothing that stands before it: whatever can be read of an archive
// that is cut at a byte can be read as well if only that byte is wrong.
func TestAllBeforeDamage(t *testing.T) {
	var es []entry
	for i := range 60 {
		es = append(es, entry{fmt.Sprintf("mqueue/df%04d", i), words(uint64(i), 300+i*137)})
	}
	body := plainTar(t, es)
	bz, err := os.ReadFile("testdata/inside.tar.bz2")
	check(t, err)
	for _, in := range []struct {
		name string
		data []byte
	}{
		{"tar", body}, {"tar.gz", gzipped(t, body)}, {"tar.xz", xzipped(t, body)}, {"tar.zst", zstded(t, body)}, {"tar.bz2", bz},
		{"zip", zipped(t, es, zip.Deflate)}, {"zip stored", zipped(t, es, zip.Store)},
		{"tgz in tar", plainTar(t, entriesOf("x.tgz", string(gzipped(t, body))))},
	} {
		whole := walk(t, atSource("x", in.data), Options{}).names()
		step := len(in.data)/40 | 1
		if testing.Short() {
			step *= 4
		}
		for at := 30; at < len(in.data); at += step {
			cut := walk(t, atSource("x", in.data[:at]), Options{}).names()
			bad := bytes.Clone(in.data)
			bad[at] ^= 0x55
			r := walk(t, atSource("x", bad), Options{})
			got := r.names()
			for _, name := range cut {
				if slices.Contains(whole, name) && !slices.Contains(got, name) {
					t.Fatalf("%s, byte %d of %d: %q is missing of the %d members before the damage, %v", in.name, at, len(in.data), name, len(cut), r.problems)
				}
			}
		}
	}
}
