package lzma

import (
	"bytes"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ulikunitz/xz/lzma"
)

// unpack is another hand's reading of the format.
func unpack(packed []byte) ([]byte, error) {
	r, err := lzma.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func noise(n int, letters byte) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.IntN(int(letters)))
	}
	return b
}

func TestPack(t *testing.T) {
	far := noise(70_000, 255)
	for _, tt := range []struct {
		name string
		data []byte
		most int // bytes it may take
	}{
		{"a byte", []byte("a"), HeaderSize + 6},
		{"two bytes", []byte("aa"), HeaderSize + 7},
		{"a run", bytes.Repeat([]byte{0}, 1_000_000), 270},
		{"runs that end short", bytes.Repeat([]byte{7}, maxLength+minLength+1), 40},
		{"a period", bytes.Repeat([]byte("queue"), 30_000), 120},
		{"two letters", noise(40_000, 2), 5_900},
		{"noise", noise(40_000, 255), 41_000},
		{"noise far back again", append(append([]byte(nil), far...), far...), 72_500},
		{"one byte differs now and then", differing(100_000), 6_500},
		{"counting", counting(3_000), 5_000},
	} {
		t.Run(tt.name, func(t *testing.T) {
			packed := Pack(tt.data)
			got, err := unpack(packed)
			if err != nil || !bytes.Equal(got, tt.data) {
				t.Fatalf("Pack of %d bytes unpacks to %d others (%v)", len(tt.data), len(got), err)
			}
			if len(packed) > tt.most {
				t.Errorf("Pack of %d bytes = %d bytes, want at most %d", len(tt.data), len(packed), tt.most)
			}
			if !bytes.Equal(packed, Pack(tt.data)) {
				t.Error("Pack differs between two calls")
			}
		})
	}
}

// differing repeats a stretch of noise with some bytes changed: what tails are
// for.
func differing(n int) []byte {
	stretch := noise(500, 255)
	r := rand.New(rand.NewPCG(3, 4))
	var b []byte
	for len(b) < n {
		b = append(b, stretch...)
		b[len(b)-1-r.IntN(400)]++
		b[len(b)-1-r.IntN(400)]++
	}
	return b
}

func counting(n int) []byte {
	var b []byte
	for i := range n {
		b = append(b, byte(i>>8), byte(i), 0, 0)
	}
	return b
}

// Real text must come out smaller than other packers leave it.
func TestPackSource(t *testing.T) {
	names, err := filepath.Glob("*.go")
	if err != nil || len(names) == 0 {
		t.Fatalf("no source: %v", err)
	}
	var text strings.Builder
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text.Write(data)
	}
	var other bytes.Buffer
	w, err := lzma.NewWriter(&other)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, text.String()); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	packed := Pack([]byte(text.String()))
	if got, err := unpack(packed); err != nil || string(got) != text.String() {
		t.Errorf("the source unpacks to %d other bytes (%v)", len(got), err)
	}
	if len(packed) >= other.Len() {
		t.Errorf("Pack of %d bytes of source = %d bytes, want less than a greedy packer's %d", text.Len(), len(packed), other.Len())
	}
}

// Nothing is packed as the header and the start of a range coder.
func TestPackNothing(t *testing.T) {
	if got := Pack(nil); len(got) != HeaderSize+5 || !bytes.Equal(got[5:], make([]byte, 13)) {
		t.Errorf("Pack of nothing = %q, want a header for 0 bytes and 5 more bytes of 0", got)
	}
}

func FuzzPack(f *testing.F) {
	f.Add([]byte("abcabcabcabdabc"))
	f.Add(differing(2_000))
	f.Add(noise(600, 3))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) == 0 {
			return // the other hand wants an end marker then
		}
		if got, err := unpack(Pack(data)); err != nil || !bytes.Equal(got, data) {
			t.Errorf("Pack of %d bytes unpacks to %d others (%v)", len(data), len(got), err)
		}
	})
}
