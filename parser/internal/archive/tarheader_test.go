package archive

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// The checksum of a header is that of its bytes, or of its bytes as signed ones.
func TestChecksum(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 100 {
		b := make([]byte, blockSize)
		unsigned, signed := 8*int(' '), 8*int(' ')
		for i := range b {
			b[i] = byte(r.Uint32())
			if i < 148 || i >= 156 {
				unsigned += int(b[i])
				signed += int(int8(b[i]))
			}
		}
		for _, tt := range []struct {
			name string
			sum  int
			want bool
		}{{"unsigned", unsigned, true}, {"signed", signed, signed >= 0}, {"neither", unsigned + 1, false}} {
			copy(b[148:], fmt.Sprintf("%07o\x00", max(tt.sum, 0)))
			if got := checksumOK(b); got != tt.want {
				t.Fatalf("%s: checksumOK = %v, want %v", tt.name, got, tt.want)
			}
		}
	}
	full := make([]byte, blockSize)
	for i := range full {
		full[i] = 0xff
	}
	if got := byteSum(full); got != 0xff*blockSize {
		t.Errorf("byteSum = %d, want %d", got, 0xff*blockSize)
	}
}
