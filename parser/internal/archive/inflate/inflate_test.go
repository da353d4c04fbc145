package inflate

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"
)

// samples are data that deflate packs in different ways.
func samples() map[string][]byte {
	rng := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 200_000)
	for i := range noise {
		noise[i] = byte(rng.Uint32())
	}
	var words, skewed strings.Builder
	for i := range 30_000 {
		fmt.Fprintf(&words, "H??Received: from host%d.example by mx%d\n", rng.IntN(500), i%7)
	}
	for range 120_000 { // symbols of very different frequency have long codes
		n := 0
		for n < 200 && rng.IntN(3) > 0 {
			n++
		}
		skewed.WriteByte(byte(n))
	}
	periods := []byte{}
	for n := 1; n < 40; n++ {
		periods = append(periods, bytes.Repeat(noise[n*100:n*100+n], 900/n)...)
	}
	far := append(append(bytes.Clone(noise[:32<<10]), noise[:300]...), noise[1:32<<10]...)
	return map[string][]byte{
		"nothing": {}, "byte": {7}, "noise": noise, "zeros": make([]byte, 300_000), "words": []byte(words.String()),
		"skewed": []byte(skewed.String()), "periods": periods, "far": far,
	}
}

func deflate(t testing.TB, data []byte, level int) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, level)
	if err != nil {
		t.Fatal(err)
	}
	w.Write(data)
	w.Close()
	return b.Bytes()
}

var levels = [...]int{flate.HuffmanOnly, flate.NoCompression, flate.BestSpeed, 5, flate.BestCompression}

func TestReader(t *testing.T) {
	const behind = "what follows"
	for name, data := range samples() {
		for _, level := range levels {
			packed := append(deflate(t, data, level), behind...)
			for _, size := range [...]int{16, 4096, 1 << 18} {
				src := bufio.NewReaderSize(bytes.NewReader(packed), size)
				got, err := io.ReadAll(NewReader(src))
				if err != nil || !bytes.Equal(got, data) {
					t.Fatalf("%s, level %d, buffer %d: %d bytes of %d, %v", name, level, size, len(got), len(data), err)
				}
				if rest, _ := io.ReadAll(src); string(rest) != behind {
					t.Fatalf("%s, level %d, buffer %d: %q is left in the source", name, level, size, rest)
				}
			}
		}
	}
}

// A reader that was used is like a new one.
func TestReset(t *testing.T) {
	r := NewReader(bufio.NewReader(strings.NewReader("\x07")))
	if _, err := io.ReadAll(r); err == nil {
		t.Fatal("no error from damage")
	}
	for _, data := range samples() {
		r.Reset(bufio.NewReader(iotest.OneByteReader(bytes.NewReader(deflate(t, data, 6)))))
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, data) {
			t.Fatalf("%d bytes of %d, %v", len(got), len(data), err)
		}
	}
}

// All that stands before a cut is given.
func TestCut(t *testing.T) {
	data := samples()["words"][:3000]
	for _, level := range levels {
		packed := deflate(t, data, level)
		had := 0
		for n := range packed {
			got, err := io.ReadAll(NewReader(bufio.NewReader(bytes.NewReader(packed[:n]))))
			want, _ := io.ReadAll(flate.NewReader(bytes.NewReader(packed[:n])))
			if !errors.Is(err, io.ErrUnexpectedEOF) || !bytes.HasPrefix(data, got) || len(got) < max(had, len(want)) {
				t.Fatalf("level %d, cut at %d: %d bytes after %d, %d in the standard library, %v", level, n, len(got), had, len(want), err)
			}
			had = len(got)
		}
	}
}

func TestSourceFails(t *testing.T) {
	broken := errors.New("broken disk")
	packed := deflate(t, samples()["words"], 6)
	src := io.MultiReader(bytes.NewReader(packed[:len(packed)/2]), iotest.ErrReader(broken))
	if got, err := io.ReadAll(NewReader(bufio.NewReader(src))); err != broken || len(got) == 0 {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

func TestGzip(t *testing.T) {
	for name, data := range samples() {
		for _, header := range []gzip.Header{{}, {Name: "spool.tar", Comment: "of mx1", Extra: []byte("extra")}} {
			var b bytes.Buffer
			w := gzip.NewWriter(&b)
			w.Header = header
			w.Write(data)
			w.Close()
			whole := b.Bytes()

			var g Gzip
			src := bufio.NewReader(bytes.NewReader(append(bytes.Clone(whole), "rest"...)))
			if err := g.Reset(src); err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(&g)
			if rest, _ := io.ReadAll(src); err != nil || !bytes.Equal(got, data) || string(rest) != "rest" {
				t.Fatalf("%s: %d bytes of %d, %v, left %q", name, len(got), len(data), err, rest)
			}
			for cut := range whole[:min(len(whole), 60)] {
				err := g.Reset(bufio.NewReader(bytes.NewReader(whole[:cut])))
				if err == nil {
					_, err = io.ReadAll(&g)
				}
				if want := io.ErrUnexpectedEOF; err != want && (cut > 0 || err != io.EOF) {
					t.Fatalf("%s, cut at %d: %v", name, cut, err)
				}
			}
			whole[len(whole)-1] ^= 1
			if err := g.Reset(bufio.NewReader(bytes.NewReader(whole))); err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(&g); err != gzip.ErrChecksum || !bytes.Equal(got, data) {
				t.Fatalf("%s, wrong length: %d bytes, %v", name, len(got), err)
			}
		}
	}
}

func TestGzipHeader(t *testing.T) {
	for _, c := range []struct {
		name, header string
		want         error
	}{
		{"empty", "", io.EOF},
		{"other magic", "PK\x03\x04567890", gzip.ErrHeader},
		{"other method", "\x1f\x8b\x07\x00\x00\x00\x00\x00\x00\x03", gzip.ErrHeader},
		{"reserved flag", "\x1f\x8b\x08\x20\x00\x00\x00\x00\x00\x03", gzip.ErrHeader},
		{"wrong sum", "\x1f\x8b\x08\x02\x00\x00\x00\x00\x00\x03\x00\x00", gzip.ErrHeader},
		{"endless name", "\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\x03" + strings.Repeat("n", 2000), gzip.ErrHeader},
		{"cut in the name", "\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\x03name", io.ErrUnexpectedEOF},
		{"cut in the extra field", "\x1f\x8b\x08\x04\x00\x00\x00\x00\x00\x03\x05\x00abc", io.ErrUnexpectedEOF},
	} {
		if err := new(Gzip).Reset(bufio.NewReader(strings.NewReader(c.header))); err != c.want {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// Whatever the bytes, the standard library gives the same data, and fails where this package fails.
func FuzzReader(f *testing.F) {
	for _, data := range samples() {
		for _, level := range levels {
			packed := deflate(f, data[:min(len(data), 5000)], level)
			f.Add(packed)
			f.Add(packed[:len(packed)/2])
			if len(packed) > 40 {
				packed[40] ^= 0x55
				f.Add(packed)
			}
		}
	}
	f.Fuzz(func(t *testing.T, packed []byte) {
		reference := bytes.NewReader(packed)
		want, wantErr := io.ReadAll(flate.NewReader(reference))
		src := bufio.NewReaderSize(bytes.NewReader(packed), 16+len(packed)%50)
		got, err := io.ReadAll(NewReader(src))
		if (err == nil) != (wantErr == nil) || !bytes.HasPrefix(got, want) || err == nil && len(got) != len(want) {
			t.Fatalf("%d bytes, %v; the standard library: %d bytes, %v", len(got), err, len(want), wantErr)
		}
		if rest, _ := io.ReadAll(src); err == nil && len(rest) != reference.Len() {
			t.Fatalf("%d bytes are left, %d by the standard library", len(rest), reference.Len())
		}
	})
}

func BenchmarkReader(b *testing.B) {
	for name, data := range samples() {
		packed := deflate(b, data, 6)
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			in := bytes.NewReader(packed)
			src := bufio.NewReaderSize(in, 1<<18)
			r := NewReader(src)
			for b.Loop() {
				in.Reset(packed)
				src.Reset(in)
				r.Reset(src)
				if _, err := io.Copy(io.Discard, r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
