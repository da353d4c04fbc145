package e2e

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"hash/crc32"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/web/lzma"
)

// The page unpacks what package lzma packs, to the byte, and takes nothing that
// was changed on its way.
func TestSingleUnpacks(t *testing.T) {
	text, err := os.ReadFile("unpack_test.go")
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	long := make([]byte, 3<<20) // several pieces
	for i := range long {
		if long[i] = byte(random.IntN(256)); i >= 1<<16 && i%100 > 20 {
			long[i] = long[i-1<<16]
		}
	}
	each(t, func(a *app) {
		if !a.target.single {
			return
		}
		for _, tt := range []struct {
			name string
			data []byte
		}{
			{"a byte", []byte("x")},
			{"runs", bytes.Repeat([]byte("aaaaaaaaaaaaaab"), 50_000)},
			{"text", text},
			{"long", long},
		} {
			packed := lzma.Pack(tt.data)
			packed = binary.LittleEndian.AppendUint32(packed, crc32.ChecksumIEEE(packed))
			sum := sha256.Sum256(tt.data)
			if got, want := a.unpack(packed), hex.EncodeToString(sum[:]); got != want {
				a.t.Errorf("%s: the page unpacks bytes of SHA-256 %s, want %s", tt.name, got, want)
			}
			packed[len(packed)/2] ^= 1
			if got, want := a.unpack(packed), "this file is damaged"; !strings.Contains(got, want) {
				a.t.Errorf("%s with a bit changed: the page unpacks %q, want %q", tt.name, got, want)
			}
		}
	})
}

// unpack gives the SHA-256 of what the page's unlzma makes of packed, or what
// it complains of.
func (a *app) unpack(packed []byte) string {
	a.t.Helper()
	var got string
	a.must(a.Eval(`(async () => {
		const worker = new Worker(URL.createObjectURL(new Blob(["(" + unlzma + ")();"], { type: "text/javascript" })));
		const pieces = [];
		try {
			await new Promise((resolve, reject) => {
				worker.onmessage = ({ data }) => data ? pieces.push(data) : resolve();
				worker.onerror = (e) => { e.preventDefault(); reject(e.message); };
				const all = Uint8Array.from(atob("`+base64.StdEncoding.EncodeToString(packed)+`"), (c) => c.charCodeAt(0));
				const half = all.length >> 1;
				worker.postMessage([all.slice(0, half), all.slice(half)]);
			});
		} catch (message) {
			return String(message);
		} finally {
			worker.terminate();
		}
		const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", await new Blob(pieces).arrayBuffer()));
		return [...sum].map((b) => b.toString(16).padStart(2, "0")).join("");
	})()`, &got))
	return got
}
