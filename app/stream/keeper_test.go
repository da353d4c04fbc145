package stream

import (
	"bytes"
	"errors"
	"io"
	"testing"
)

func newKeeper(page *fakePage) *Keeper {
	return NewKeeper(-1, NewReads(page.ask), page.store)
}

func TestKeeper(t *testing.T) {
	for _, tt := range []struct {
		name        string
		size, write int
	}{
		{"nothing", 0, 1},
		{"less than a piece", 1000, 7},
		{"one piece", pieceSize, 32 << 10},
		{"pieces and a rest", 2*pieceSize + 4711, 100_000},
		{"one large write", 2*pieceSize + 4711, 2*pieceSize + 4711},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := noise(tt.size)
			k := newKeeper(&fakePage{sources: map[int][]byte{}})
			for at := 0; at < len(data); at += tt.write {
				p := data[at:min(at+tt.write, len(data))]
				if n, err := k.Write(p); n != len(p) || err != nil {
					t.Fatalf("Write(%d bytes) = %d, %v; want all, nil", len(p), n, err)
				}
			}
			got, err := io.ReadAll(io.NewSectionReader(k, 0, int64(tt.size)+100))
			if err != nil || !bytes.Equal(got, data) {
				t.Errorf("read %d bytes, error %v; want the %d written, nil", len(got), err, tt.size)
			}
		})
	}
}

// Written bytes can be read while writing goes on: from what is stored, from
// the buffer, and across the border.
func TestKeeperReadsWhileWriting(t *testing.T) {
	data := noise(2*pieceSize + 5000)
	k := newKeeper(&fakePage{sources: map[int][]byte{}})
	written := 0
	for _, end := range []int{100, pieceSize - 1, pieceSize, pieceSize + 50, 2*pieceSize + 10, len(data)} {
		if _, err := k.Write(data[written:end]); err != nil {
			t.Fatal(err)
		}
		written = end
		for _, at := range []int{0, pieceSize - 20, pieceSize, written - 60} {
			if at < 0 || at >= written {
				continue
			}
			p := make([]byte, 60)
			n, err := k.ReadAt(p, int64(at))
			want := min(60, written-at)
			if n != want || (err != nil) != (n < 60) || !bytes.Equal(p[:n], data[at:][:n]) {
				t.Errorf("%d written: ReadAt(60 bytes, %d) = %d, %v; want %d and these bytes", written, at, n, err, want)
			}
		}
	}
	if _, err := k.ReadAt(make([]byte, 1), -1); err == nil {
		t.Error("ReadAt(1 byte, -1) = nil error, want one")
	}
}

func TestKeeperGoesOnAfterRelease(t *testing.T) {
	data := noise(3 * jumpSize)
	page := &fakePage{sources: map[int][]byte{}}
	k := newKeeper(page)
	if _, err := k.Write(data[:2*jumpSize]); err != nil {
		t.Fatal(err)
	}
	k.Release()
	if got := len(page.sources[-1]); got != 2*jumpSize || cap(k.buf) != 0 {
		t.Errorf("after release: %d bytes on the page and a buffer of %d, want %d and 0", got, cap(k.buf), 2*jumpSize)
	}
	if _, err := k.Write(data[2*jumpSize:]); err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(io.NewSectionReader(k, 0, int64(len(data))))
	if err != nil || !bytes.Equal(got, data) {
		t.Errorf("read %d bytes, error %v; want all, nil", len(got), err)
	}
}

// If the page has no room, writing fails soon and permanently.
func TestKeeperFull(t *testing.T) {
	full := errors.New("QuotaExceededError")
	k := newKeeper(&fakePage{sources: map[int][]byte{}, err: full})
	p := noise(pieceSize)
	var err error
	for i := 0; err == nil && i < 10; i++ {
		_, err = k.Write(p)
	}
	if !errors.Is(err, full) {
		t.Fatalf("Write = %v, want %v", err, full)
	}
	if n, err := k.Write(p); n != 0 || !errors.Is(err, full) {
		t.Errorf("Write after an error = %d, %v; want 0, %v", n, err, full)
	}
}
