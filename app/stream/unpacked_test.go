package stream

import (
	"bytes"
	"errors"
	"io"
	"testing"
)

// inflater stands for a decoder and the page that stores: it delivers the bytes
// in pieces until it gives up.
type inflater struct {
	*fakePage
	data   []byte
	piece  int
	stop   int // pieces before it gives up
	err    error
	left   bool
	pieces chan Decoded
}

func (p *inflater) more() {
	if len(p.data) == 0 || p.stop == 0 {
		p.pieces <- Decoded{Err: p.err}
		return
	}
	part := p.data[:min(p.piece, len(p.data))]
	p.data = p.data[len(part):]
	p.stop--
	p.pieces <- Decoded{Size: len(part), Read: 7, Take: func(to []byte) error {
		copy(to, part)
		p.sources[-1] = append(p.sources[-1], part...)
		return nil
	}}
}

// Bytes that the page decoded are not sent back to it; those after its failure
// are.
func TestUnpackedIsKeptOnce(t *testing.T) {
	data := noise(3*pieceSize + 12345)
	gone := errors.New("TypeError: junk found after end of compressed data")
	for _, tt := range []struct {
		name  string
		piece int
		stop  int
		err   error
	}{
		{"all of it", 1 << 20, 1 << 30, io.EOF},
		{"one piece", len(data), 1 << 30, io.EOF},
		{"gives up at once", 1 << 20, 0, gone},
		{"gives up after a piece", 1 << 20, 1, gone},
		{"gives up late", 1 << 20, 20, gone},
		{"gives up at the end", 1 << 20, 1 << 30, gone},
	} {
		t.Run(tt.name, func(t *testing.T) {
			page := &inflater{fakePage: &fakePage{sources: map[int][]byte{}}, data: data, piece: tt.piece, stop: tt.stop, err: tt.err, pieces: make(chan Decoded, 10)}
			page.more()
			page.more() // a piece that nobody takes is not kept
			k := newKeeper(page.fakePage)
			u := &Unpacked{Keeper: k, Pieces: page.pieces, More: page.more, Leave: func() { page.left = true }}
			var got []byte
			for {
				p, _, err := u.Next()
				if err != nil {
					if !errors.Is(err, tt.err) {
						t.Fatalf("Next = %v, want %v", err, tt.err)
					}
					break
				}
				got = append(got, p...)
				// The walk writes what it read of the piece, bit by bit.
				for len(p) > 0 {
					n, err := k.Write(p[:min(len(p), 100_000)])
					if err != nil {
						t.Fatal(err)
					}
					p = p[n:]
				}
				if n, err := k.ReadAt(make([]byte, 50), int64(len(got))-50); n != 50 || err != nil {
					t.Fatalf("ReadAt of what came = %d, %v", n, err)
				}
			}
			u.Close()
			if !page.left {
				t.Error("the page was not told to stop")
			}
			if _, _, err := u.Next(); err == nil {
				t.Error("Next after Close = nil error, want one")
			}
			if n, err := k.Write(data[len(got):]); n != len(data)-len(got) || err != nil {
				t.Fatalf("Write of the rest = %d, %v", n, err)
			}
			again, err := io.ReadAll(io.NewSectionReader(k, 0, int64(len(data))+9))
			if err != nil || !bytes.Equal(again, data) {
				t.Errorf("%d bytes are kept, error %v; want the %d of the stream", len(again), err, len(data))
			}
		})
	}
}

// If a browser stops storing, what follows is lost, but decoded all the same.
func TestUnpackedIsLost(t *testing.T) {
	const piece, kept = 1 << 20, 2
	data := noise(4*piece + 7)
	full := errors.New("no room")
	page := &fakePage{sources: map[int][]byte{}}
	k := newKeeper(page)
	pieces := make(chan Decoded, 6)
	u := &Unpacked{Keeper: k, Pieces: pieces, More: func() {}, Leave: func() {}}
	for i := range 5 {
		part := data[i*piece : min((i+1)*piece, len(data))]
		d := Decoded{Size: len(part), Take: func(to []byte) error {
			copy(to, part)
			if i < kept {
				page.sources[-1] = append(page.sources[-1], part...)
			}
			return nil
		}}
		if i >= kept {
			d.Lost = full
		}
		pieces <- d
	}
	pieces <- Decoded{Err: io.EOF}
	var got []byte
	for {
		p, _, err := u.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, p...)
		if n, err := k.Write(p); len(got) <= kept*piece && (n != len(p) || err != nil) {
			t.Fatalf("Write of what is kept = %d, %v", n, err)
		} else if len(got) > kept*piece && !errors.Is(err, full) {
			t.Fatalf("Write of what is lost = %d, %v; want %v", n, err, full)
		}
	}
	if !bytes.Equal(got, data) {
		t.Errorf("%d bytes came, want all %d", len(got), len(data))
	}
	if k.Size() != kept*piece {
		t.Errorf("%d bytes are kept, want %d", k.Size(), kept*piece)
	}
	again := make([]byte, kept*piece)
	if n, err := k.ReadAt(again, 0); n != len(again) || err != nil || !bytes.Equal(again, data[:n]) {
		t.Errorf("ReadAt of what is kept = %d, %v", n, err)
	}
	if _, err := k.ReadAt(make([]byte, 9), kept*piece); err == nil {
		t.Error("ReadAt of what is lost = nil error, want one")
	}
}
