package archive

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// words makes text that does not compress to almost nothing.
func words(seed uint64, n int) string {
	r := rand.New(rand.NewPCG(seed, 7))
	var b strings.Builder
	for b.Len() < n {
		fmt.Fprintf(&b, "%x ", r.Uint64())
	}
	return b.String()[:n]
}

func someEntries() []entry {
	es := entriesOf("mqueue/", "")
	for i := range 12 {
		es = append(es, entry{fmt.Sprintf("mqueue/df%04d", i), words(uint64(i), 300*i)},
			entry{fmt.Sprintf("mqueue/qf%04d", i), words(uint64(100+i), 700)})
	}
	return es
}

// TestCut cuts archives of every format at many places.
func TestCut(t *testing.T) {
	es := someEntries()
	body := plainTar(t, es)
	bz, err := os.ReadFile("testdata/inside.tar.bz2")
	check(t, err)
	for _, in := range []struct {
		name string
		data []byte
	}{
		{"tar", body}, {"tar.gz", gzipped(t, body)}, {"tar.xz", xzipped(t, body)}, {"tar.zst", zstded(t, body)}, {"tar.bz2", bz},
		{"zip", zipped(t, es, 8)}, {"zip stored", zipped(t, es, 0)},
		{"tar in tar", plainTar(t, entriesOf("x.tar", string(body)))},
		{"tgz in tar", plainTar(t, entriesOf("x.tgz", string(gzipped(t, body))))},
		{"tgz in tgz", gzipped(t, plainTar(t, entriesOf("x.tgz", string(gzipped(t, body)))))},
	} {
		whole := walk(t, atSource("x", in.data), Options{Keep: memoryKeep})
		if len(whole.problems) > 0 {
			t.Fatalf("%s: %v", in.name, whole.problems)
		}
		step := 997
		if testing.Short() {
			step *= 5
		}
		for cut := step; cut < len(in.data); cut += step {
			for _, way := range ways {
				t.Run(fmt.Sprintf("%s/%d/%s", in.name, cut, way.name), func(t *testing.T) {
					r := walk(t, way.src("x", in.data[:cut]), way.opt)
					cutCheck(t, r, whole, in.name, cut)
				})
			}
		}
	}
}

func cutCheck(t *testing.T, r, whole *result, name string, cut int) {
	if r.err != nil || len(r.problems) != 1 || r.problems[0].Kind != queue.KindTruncated {
		// What is cut off after a tar's first end block is padding.
		if strings.HasSuffix(name, "tar") && len(r.problems) == 0 && len(r.members) == len(whole.members) {
			return
		}
		t.Fatalf("cut at %d: problems %v, %v, want one truncation", cut, r.problems, r.err)
	}
	p := r.problems[0]
	if p.Offset != int64(cut) || p.Reason != "the archive ends early, at byte "+count.Text(int64(cut)) {
		t.Errorf("cut at %d: %v", cut, p)
	}
	for i, m := range r.members {
		last := i == len(r.members)-1
		if last && len(whole.members) <= i {
			t.Fatalf("cut at %d: %d members, want at most %d", cut, len(r.members), len(whole.members))
		}
		w := whole.members[i]
		same := m.Name == w.Name && m.data == w.data
		part := last && m.Name == w.Name && strings.HasPrefix(w.data, m.data)
		// So little of a compressed tar may be left that it is not a tar.
		scrap := last && i == 0 && len(m.data) < blockSize
		if !same && !part && !scrap {
			t.Errorf("cut at %d: member %d is %v, want %v", cut, i, m, w)
		}
	}
}

// TestCutKeepsMost checks that a cut costs what comes after it and no more.
func TestCutKeepsMost(t *testing.T) {
	es := someEntries()
	body := plainTar(t, es)
	for name, data := range map[string][]byte{"tar": body, "gzip": gzipped(t, body), "zip": zipped(t, es, 8), "zip stored": zipped(t, es, 0)} {
		r := walk(t, readSource("x", data[:len(data)*3/4]), Options{Keep: memoryKeep})
		if len(r.members) < 17 {
			t.Errorf("%s: %d members of %d left", name, len(r.members), len(es))
		}
	}
}

func TestDamage(t *testing.T) {
	es := entriesOf("a", words(1, 900), "b", words(2, 3000), "c", words(3, 200))
	body := plainTar(t, es) // headers at 0, 1536, 5120
	gz := gzipped(t, body)
	change := func(data []byte, at int, with string) []byte {
		data = bytes.Clone(data)
		copy(data[at:], with)
		return data
	}
	textMode := bytes.ReplaceAll(plainTar(t, entriesOf("a", "one\ntwo\n", "b", "three\n", "c", "four\n")), []byte("\n"), []byte("\r\n"))
	zipDeflated, zipStored := zipped(t, es, 8), zipped(t, es, 0)
	second := 4 + bytes.Index(zipStored[4:], []byte(localMagic))
	tests := []struct {
		name   string
		data   []byte
		want   []string
		kinds  []queue.Kind
		reason string
	}{
		{"a header of a tar", change(body, 1536, "damaged!"), []string{"a 900", "c 200"}, []queue.Kind{"damaged"},
			"bytes 1,536 to 5,120 are not understood and were stepped over"},
		{"the last header", change(body, 5120, "damaged!"), []string{"a 900", "b 3000"}, []queue.Kind{"damaged"}, "bytes 5,120 to"},
		{"data of a tar", change(body, 2500, "damaged!"), []string{"a 900", "b 3000", "c 200"}, nil, ""},
		{"a tar with bytes lost", slices.Concat(body[:2500], body[2600:]), []string{"a 900", "b 3000"}, []queue.Kind{"damaged"}, "bytes 5,120 to"},
		{"a tar with bytes put in", slices.Concat(body[:2500], []byte("inserted"), body[2500:]), []string{"a 900", "b 3000", "c 200"}, []queue.Kind{"damaged"}, "bytes 5,120 to 5,128"},
		{"a transfer in text mode", textMode, []string{"a 8", "b 6", "c 5"}, []queue.Kind{"damaged", "damaged"}, "bytes 1,024 to 1,026 are"},
		{"a lone zero block", slices.Concat(body[:1536], zeroBlock[:], body[1536:]), []string{"a 900", "b 3000", "c 200"}, nil, ""},
		{"a tar after a tar", slices.Concat(body, body[:1536]), []string{"a 900", "b 3000", "c 200", "a 900"}, nil, ""},
		{"garbage after gzip", slices.Concat(gz, []byte("\x00\x00garbage")), []string{"a 900", "b 3000", "c 200"}, []queue.Kind{"damaged"},
			fmt.Sprintf("7 bytes after the end of the gzip data, from byte %s, are something else", count.Text(int64(len(gz)+2)))},
		{"garbage after xz", slices.Concat(xzipped(t, body), []byte("garbage")), []string{"a 900", "b 3000", "c 200"}, []queue.Kind{"damaged"}, "7 bytes after the end of the xz"},
		{"garbage after zstd", slices.Concat(zstded(t, body), []byte("garbage")), []string{"a 900", "b 3000", "c 200"}, []queue.Kind{"damaged"}, "7 bytes after the end of the zstd"},
		{"the checksum of gzip", change(gz, len(gz)-8, "crc!"), []string{"a 900", "b 3000", "c 200"}, []queue.Kind{"damaged"}, "the checksum of the gzip data before byte"},
		{"the checksum of the first of two", slices.Concat(change(gzipped(t, body[:1000]), len(gzipped(t, body[:1000]))-8, "crc!"), gzipped(t, body[1000:])),
			[]string{"a 900", "b 3000", "c 200"}, []queue.Kind{"damaged"}, "the checksum of the gzip data before byte"},
		{"data of a deflated entry", change(zipDeflated, 500, "damaged damaged damaged"), []string{"a 900", "b 3000", "c 200"}, []queue.Kind{"damaged"}, `"a" in the zip does not decode`},
		{"data of a stored entry", change(zipStored, 500, "damaged"), []string{"a 900", "b 3000", "c 200"}, []queue.Kind{"damaged"}, `"a" in the zip does not decode: zip: checksum`},
		{"the directory of a zip", change(zipStored, len(zipStored)-60, strings.Repeat("x", 30)), []string{"a 900", "b 3000", "c 200"}, []queue.Kind{"damaged"}, "the directory of the zip is damaged"},
		{"a zip without directory", zipDeflated[:bytes.Index(zipDeflated, []byte(directoryMagic))], []string{"a 900", "b 3000", "c 200"}, []queue.Kind{"truncated"}, "the archive ends early"},
		{"bytes between the entries of a zip without directory", slices.Concat(zipStored[:second], bytes.Repeat([]byte("?"), 500), zipStored[second:bytes.Index(zipStored, []byte(directoryMagic))]),
			[]string{"a 900", "b 3000", "c 200"}, []queue.Kind{"damaged", "truncated"}, "bytes 947 to 1,447 are not understood"},
	}
	for _, tt := range tests {
		for _, way := range ways {
			t.Run(tt.name+"/"+way.name, func(t *testing.T) {
				r := walk(t, way.src("x", tt.data), way.opt)
				if got := r.names(); !slices.Equal(got, tt.want) {
					t.Errorf("Walk = %q, want %q", got, tt.want)
				}
				if got := r.kinds(); !slices.Equal(got, tt.kinds) {
					t.Errorf("problems %v, want %v", r.problems, tt.kinds)
				} else if len(got) > 0 && !strings.HasPrefix(r.problems[0].Reason, tt.reason) {
					t.Errorf("reason %q, want %q", r.problems[0].Reason, tt.reason)
				}
			})
		}
	}
}

func TestManyProblems(t *testing.T) {
	var b tarBuilder
	for i := range 100 {
		b.add(fmt.Sprintf("f%d", i), '0', "", "x")
		b.Write(bytes.Repeat([]byte("??"), blockSize/2))
	}
	r := walk(t, atSource("x", b.end()), Options{})
	if len(r.members) != 100 || len(r.problems) != problemLimit+1 || r.problems[problemLimit].Reason != "and 80 more" {
		t.Errorf("Walk = %d members, %d problems, last %v, want 100, %d", len(r.members), len(r.problems), r.problems[len(r.problems)-1], problemLimit+1)
	}
}

func TestEncryptedZip(t *testing.T) {
	data := zipped(t, entriesOf("qfAB", "secret", "dfAB", "body", "mailq", "listing"), 8)
	// Set the flag in the local headers and in the directory of the first two.
	for _, m := range []struct {
		magic string
		at    int
	}{{localMagic, 6}, {directoryMagic, 8}} {
		at := 0
		for range 2 {
			at += bytes.Index(data[at:], []byte(m.magic)) + 4
			data[at-4+m.at] |= 1
		}
	}
	r := walk(t, atSource("x.zip", data), Options{})
	if got := r.names(); !slices.Equal(got, []string{"mailq 7"}) || !slices.Equal(r.kinds(), []queue.Kind{queue.KindEncrypted}) {
		t.Fatalf("Walk = %q, %v, want the listing and encrypted", got, r.problems)
	}
	if want := `2 files are encrypted, the first one is "qfAB"`; r.problems[0].Reason != want {
		t.Errorf("reason %q, want %q", r.problems[0].Reason, want)
	}
}

// TestHugeWindow checks that a header alone cannot cost gigabytes.
func TestHugeWindow(t *testing.T) {
	zst := []byte("\x28\xb5\x2f\xfd\x00\xa8\x01\x00\x00") // window of 2 GiB
	xzBlock := sumXZ([]byte{2, 0, 0x21, 1, 40, 0, 0, 0})  // dictionary of 4 GiB
	xzData := slices.Concat(xzipped(t, []byte("x"))[:12], xzBlock, make([]byte, 100))
	for name, data := range map[string][]byte{"zstd": zst, "xz": xzData} {
		var r *result
		mem := testing.Benchmark(func(b *testing.B) { r = walk(t, atSource("x", data), Options{}) }).AllocedBytesPerOp()
		if !slices.Equal(r.kinds(), []queue.Kind{queue.KindLimit}) || mem > 64<<20 {
			t.Errorf("%s: problems %v, %d bytes allocated, want a limit and few", name, r.problems, mem)
		}
	}
}
