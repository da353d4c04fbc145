package archive

import (
	"archive/zip"
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// A transfer that adds or drops bytes inside a zip costs the entry in which that
// happens: the others are found by their own headers, whatever the directory says.
func TestZipShifted(t *testing.T) {
	for _, method := range []uint16{zip.Store, zip.Deflate} {
		es := someEntries()
		data := zipped(t, es, method)
		whole := walk(t, atSource("x", data), Options{}).names()
		directory := bytes.Index(data, []byte(directoryMagic))
		for at := 500; at < directory; at += 731 {
			for name, changed := range map[string][]byte{
				"added":   slices.Concat(data[:at], []byte{'\r'}, data[at:]),
				"dropped": slices.Concat(data[:at], data[at+1:]),
				"junk":    slices.Concat(data[:at], []byte(words(uint64(at), 3000)), data[at:]),
			} {
				// The entry around the change may be lost, and no other.
				last := bytes.LastIndex(data[:at], []byte(localMagic))
				n := int(le.Uint16(data[last+26:]))
				hit := string(data[last+localLen : last+localLen+n])
				for _, way := range someWays() {
					r := walk(t, way.src("x", changed), way.opt)
					got := r.names()
					for _, w := range whole {
						if !strings.HasPrefix(w, hit) && !slices.Contains(got, w) {
							t.Fatalf("method %d, byte %d %s, %s: %q is missing, %v", method, at, name, way.name, w, r.problems)
						}
					}
					if len(got) > len(whole) {
						t.Fatalf("method %d, byte %d %s, %s: %d members of %d", method, at, name, way.name, len(got), len(whole))
					}
					if len(r.problems) == 0 || slices.Contains(r.kinds(), queue.KindTruncated) {
						t.Fatalf("method %d, byte %d %s, %s: problems %v", method, at, name, way.name, r.problems)
					}
				}
			}
		}
	}
}

// A self-extracting program is a zip after the program.
func TestZipBehindJunk(t *testing.T) {
	es := someEntries()
	for _, junk := range []int{5000, 2 * topBuffer} {
		data := slices.Concat([]byte("MZ\x90\x00"+words(1, junk)), zipped(t, es, zip.Deflate))
		r := walk(t, atSource("x.exe", data), Options{})
		if len(r.members) != len(es) || len(r.problems) > 0 {
			t.Errorf("behind %d bytes: %d members of %d, %v", junk, len(r.members), len(es), r.problems)
		}
	}
}

// The cost of an entry of a zip without a directory, besides its data.
func BenchmarkZipWithoutDirectory(b *testing.B) {
	var es []entry
	for i := range 5000 {
		es = append(es, entry{name: fmt.Sprintf("mq/%06d", i)})
	}
	data := zipped(b, es, zip.Deflate)
	data = data[:bytes.Index(data, []byte(directoryMagic))]
	for b.Loop() {
		walk(b, atSource("x", data), Options{})
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(es)), "ns/entry")
}
