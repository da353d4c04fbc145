package parser

import (
	"archive/tar"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/corpustest"
)

// One damaged file of an Exim spool affects no other message, nor other messages' bodies or
// recipients.
func TestEximDamage(t *testing.T) {
	each := 15
	if *long {
		each = 500
	}
	tried := 0
	for _, c := range corpustest.Exim(t) {
		for _, archive := range c.Archives(t) {
			if !strings.HasSuffix(archive, ".tar.bz2") {
				continue
			}
			files := corpustest.Unpack(t, c.Read(t, archive))
			var at []int // files that are not empty
			for i, f := range files {
				if f.Typeflag == tar.TypeReg && len(f.Data) > 0 {
					at = append(at, i)
				}
			}
			whole := saidOf(t, files)
			if n := len(c.Fact(t).At("messages").Each()); len(whole) != n {
				t.Fatalf("%s: %d messages, want %d", c.Name, len(whole), n)
			}
			r := rand.New(rand.NewPCG(1, uint64(len(c.Name))))
			for range each {
				i := at[r.IntN(len(at))]
				damaged := slices.Clone(files)
				damaged[i].Data = spoiled(files[i].Data, r)
				name := files[i].Name
				tried++
				got := saidOf(t, damaged)
				for key, want := range whole {
					_, id, _ := strings.Cut(key, "/")
					if !strings.Contains(name, id) && got[key] != want {
						t.Errorf("%s: %s is damaged, and %s is\n%q, want\n%q", c.Name, name, key, got[key], want)
					}
				}
			}
		}
	}
	t.Logf("%d corruptions", tried)
}

// saidOf returns what the files of each message in a spool say, by queue and id.
func saidOf(t *testing.T, files []corpustest.Member) map[string]string {
	t.Helper()
	q := loadBytes(t, Options{InMemory: true}, source("spool.tar", corpustest.Pack(t, files)))
	out := map[string]string{}
	for m := range q.All() {
		said := []string{m.Sender(), m.Created().UTC().String()}
		for _, r := range m.Recipients() {
			said = append(said, r.Address)
		}
		if body, err := m.OpenBody(); err == nil {
			text, _ := io.ReadAll(body)
			said = append(said, string(text))
		}
		out[m.Dir().Queue+"/"+m.ID()] = strings.Join(said, "\n")
	}
	return out
}

// spoiled damages a file at one place: a flipped bit, or bytes that are replaced, missing,
// duplicated or cut off.
func spoiled(data []byte, r *rand.Rand) []byte {
	at := r.IntN(len(data))
	end := min(len(data), at+1+r.IntN(300))
	switch r.IntN(6) {
	case 0:
		return slices.Concat(data[:at], []byte{data[at] ^ 1<<r.IntN(8)}, data[at+1:])
	case 1:
		other := make([]byte, end-at)
		for i := range other {
			other[i] = byte(r.Uint32())
		}
		return slices.Concat(data[:at], other, data[end:])
	case 2:
		return slices.Concat(data[:at], make([]byte, end-at), data[end:])
	case 3:
		return slices.Concat(data[:at], data[end:])
	case 4:
		return slices.Concat(data[:end], data[at:])
	}
	return slices.Clone(data[:at])
}
