package browser

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/hack-pad/safejs"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// bytesOf reads a blob.
func bytesOf(t *testing.T, blob safejs.Value) []byte {
	t.Helper()
	b, _ := newBridge()
	promise, err := blob.Call("arrayBuffer")
	if err != nil {
		t.Fatal(err)
	}
	buffer, err := b.await(func(ok, fail safejs.Func) error {
		_, err := promise.Call("then", ok, fail)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	data, err := toGo(buffer)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// keep adds a piece to a stream, and returns its blob.
func keep(t *testing.T, k *kept, number int, piece []byte) safejs.Value {
	t.Helper()
	array, err := toJS(piece)
	if err != nil {
		t.Fatal(err)
	}
	blob, err := blobOf(get(array, "buffer"))
	if err != nil {
		t.Fatal(err)
	}
	k.add(number, blob)
	return blob
}

func TestKept(t *testing.T) {
	var k kept
	if err := k.init(); err != nil {
		t.Fatal(err)
	}
	var all []byte
	for _, n := range []int{1000, 1, 500, 2000} {
		piece := noise(n)
		keep(t, &k, -1, piece)
		all = append(all, piece...)
	}
	for _, tt := range []struct{ from, n int64 }{
		{0, 10}, {990, 20}, {999, 3}, {1000, 1}, {0, 3501}, {3500, 1}, {1501, 2000}, {5, 0},
	} {
		blob, err := k.part(-1, tt.from, tt.n)
		if err != nil {
			t.Errorf("part(%d, %d) = %v, want nil", tt.from, tt.n, err)
			continue
		}
		if got := bytesOf(t, blob); !bytes.Equal(got, all[tt.from:][:tt.n]) {
			t.Errorf("part(%d, %d) gives %d other bytes", tt.from, tt.n, len(got))
		}
	}
	for _, tt := range []struct {
		number  int
		from, n int64
	}{{-2, 0, 1}, {-1, 3500, 2}, {-1, -1, 2}, {-1, 0, -1}} {
		if _, err := k.part(tt.number, tt.from, tt.n); err == nil {
			t.Errorf("part(%d, %d, %d) = nil error, want one", tt.number, tt.from, tt.n)
		}
	}
}

// What was not stored is lost, with everything after it.
func TestKeptLoses(t *testing.T) {
	var k kept
	if err := k.init(); err != nil {
		t.Fatal(err)
	}
	var blobs []safejs.Value
	add := func() { blobs = append(blobs, keep(t, &k, -1, []byte("piece"))) }
	for range 3 {
		add()
	}
	k.lose(-1, blobs[1])
	k.lose(-1, blobs[2])
	k.lose(-2, blobs[0])
	add() // is after the gap
	for _, tt := range []struct {
		from, n int64
		want    bool
	}{{0, 5, true}, {4, 2, false}, {5, 5, false}, {10, 5, false}} {
		if _, err := k.part(-1, tt.from, tt.n); (err == nil) != tt.want {
			t.Errorf("part(%d, %d) = %v; want it there: %v", tt.from, tt.n, err, tt.want)
		}
	}
}

func TestKeptForgets(t *testing.T) {
	var k kept
	if err := k.init(); err != nil {
		t.Fatal(err)
	}
	for n := -1; n >= -5; n-- {
		keep(t, &k, n, []byte("piece"))
	}
	k.forget(-3)
	for n := -1; n >= -5; n-- {
		_, err := k.part(n, 0, 5)
		if gone := n >= -3; (err != nil) != gone {
			t.Errorf("after forget(-3): part of stream %d = %v; want an error: %v", n, err, gone)
		}
	}
}

func TestChosen(t *testing.T) {
	var c chosen
	if err := c.init(); err != nil {
		t.Fatal(err)
	}
	blob, err := get(safejs.Global(), "Blob").New([]any{"12345"})
	if err != nil {
		t.Fatal(err)
	}
	first, err := c.add(blob, "/mqueue/qfAB12")
	if err != nil || first.ID != 1 || first.Name != "mqueue/qfAB12" || first.Size != 5 {
		t.Fatalf("add = %+v, %v; want number 1, mqueue/qfAB12, 5 bytes", first, err)
	}
	refs := []int{}
	for range 4 {
		r, err := c.add(blob, "x")
		if err != nil {
			t.Fatal(err)
		}
		refs = append(refs, r.ID)
	}
	// 3 and 4 are open; 5 was chosen afterwards.
	third, fourth := first, first
	third.ID, fourth.ID = refs[1], refs[2]
	c.forgetBefore(nil)
	c.forgetBefore([]protocol.SourceRef{third, fourth})
	for n, want := range map[int]bool{1: false, 2: false, 3: true, 4: true, 5: true, 6: false} {
		if _, err := c.get(n); (err == nil) != want {
			t.Errorf("get(%d) = %v; want it there: %v", n, err, want)
		}
	}
}

// noise returns n bytes, always the same.
func noise(n int) []byte {
	b := make([]byte, n)
	rand.NewChaCha8([32]byte{}).Read(b)
	return b
}
