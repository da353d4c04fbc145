package archive

import (
	"archive/zip"
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"testing"
)

var long = flag.Bool("long", false, "try 3,000 corruptions instead of 140")

// corrupted damages data at an offset, as disks, transfers and programs do.
func corrupted(data []byte, at int, r *rand.Rand) []byte {
	random := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		return b
	}
	rest := func(n int) []byte { return data[min(at+n, len(data)):] }
	whole := min((at+blockSize-1)/blockSize*blockSize, len(data)) // the first block of a tar from there on
	switch r.IntN(11) {
	case 0:
		return slices.Concat(data[:at], []byte{data[at] ^ 1<<r.IntN(8)}, rest(1))
	case 1:
		return slices.Concat(data[:at], random(1+r.IntN(600)), rest(1+r.IntN(600)))
	case 2: // a sector that could not be read
		return slices.Concat(data[:at], make([]byte, 512), rest(512))
	case 3:
		return slices.Concat(data[:at], random(1), data[at:])
	case 4:
		return slices.Concat(data[:at], rest(1+r.IntN(100)))
	case 5: // a block of another file
		return slices.Concat(data[:at], []byte(words(r.Uint64(), 4096)), rest(4096))
	case 6: // two blocks that were written in the wrong order
		n := min(1<<(4+r.IntN(10)), (len(data)-at)/2)
		return slices.Concat(data[:at], data[at+n:at+2*n], data[at:at+n], data[at+2*n:])
	case 7: // a block that was sent twice
		end := min(at+1<<(4+r.IntN(10)), len(data))
		return slices.Concat(data[:end], data[at:])
	case 8: // a block of a tar, often a header, that was not written
		return slices.Concat(data[:whole], make([]byte, blockSize), data[min(whole+blockSize, len(data)):])
	case 9: // a bit near the end, where checksums and directories are
		end := slices.Clone(data)
		end[max(at, len(data)-1-r.IntN(64))] ^= 1 << r.IntN(8)
		return end
	default: // cut where a member may end
		return data[:whole]
	}
}

// Damage costs nothing before it: whatever can be read of an archive that is cut
// at a byte can also be read if only what follows is wrong.
func TestAllBeforeDamage(t *testing.T) {
	var es []entry
	for i := range 60 {
		es = append(es, entry{fmt.Sprintf("mqueue/df%04d", i), words(uint64(i), 300+i*(137+i*3))})
	}
	body := plainTar(t, es)
	bz, err := os.ReadFile("testdata/inside.tar.bz2")
	check(t, err)
	archives := []struct {
		name string
		data []byte
	}{
		{"tar", body}, {"tar.gz", gzipped(t, body)}, {"tar.xz", xzipped(t, body)}, {"tar.zst", zstded(t, body)}, {"tar.bz2", bz},
		{"zip", zipped(t, es, zip.Deflate)}, {"zip stored", zipped(t, es, zip.Store)},
		{"tgz in tar", plainTar(t, entriesOf("x.tgz", string(gzipped(t, body))))},
	}
	each := 18
	if testing.Short() {
		each = 4 // each archive is decoded in parallel to the walk, and by it
	}
	if *long {
		each = 250
		for _, packer := range []string{"gzip", "xz", "zstd", "bzip2"} { // other encoders than ours
			cmd := exec.Command(packer, "-c")
			cmd.Stdin = bytes.NewReader(body)
			if data, err := cmd.Output(); err == nil {
				archives = append(archives, struct {
					name string
					data []byte
				}{packer, data})
			}
		}
	}
	defer func(n int64) { aheadMin = n }(aheadMin)
	tried, lost, members := 0, 0, 0
	for _, in := range archives {
		r := rand.New(rand.NewPCG(1, uint64(len(in.name))))
		whole := walk(t, atSource("x", in.data), Options{})
		for range each {
			at := 30 + r.IntN(len(in.data)-30)
			aheadMin = int64(r.IntN(2)) << 30 // decoded in parallel to the walk, or by it
			cut := walk(t, atSource("x", in.data[:at]), Options{})
			damaged := walk(t, atSource("x", corrupted(in.data, at, r)), Options{})
			tried++
			for i, m := range cut.members {
				if i >= len(whole.members) || m.Name != whole.members[i].Name || m.data != whole.members[i].data {
					continue // the last one, which is there in part
				}
				members++
				if !slices.ContainsFunc(damaged.members, func(g got) bool { return g.Name == m.Name && g.data == m.data }) {
					lost++
					t.Errorf("%s, byte %d of %d: %q is missing of the %d members before the damage, %v", in.name, at, len(in.data), m.Name, len(cut.members), damaged.problems)
					break
				}
			}
		}
	}
	t.Logf("%d corruptions: %d of them lost a member before the damage, %d members compared", tried, lost, members)
}
