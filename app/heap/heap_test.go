package heap

import (
	"runtime"
	"testing"
)

func TestPercentFor(t *testing.T) {
	for _, tt := range []struct {
		name string
		live int64
		want int
	}{
		{"nothing", 0, maxPercent},
		{"a small queue", 5 << 20, maxPercent},
		{"a hundred thousand messages", 96 << 20, 66},
		{"a hundred and fifty thousand", 128 << 20, 25},
		{"a million", 960 << 20, minPercent},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := percentFor(tt.live); got != tt.want {
				t.Errorf("percentFor(%d) = %d, want %d", tt.live, got, tt.want)
			}
		})
	}
}

func TestMemoryFor(t *testing.T) {
	most := int64(4 << 30)
	if runtime.GOARCH == "wasm" {
		most = maxMemory
	}
	for _, tt := range []struct {
		name       string
		live, want int64
	}{
		{"nothing", 0, memoryRoom},
		{"a hundred thousand messages", 96 << 20, heapRoom},
		{"a hundred and fifty thousand", 128 << 20, 128 << 20 * 4 / 3},
		{"a million messages", 960 << 20, 1280 << 20},
		{"near all that a module has", 3 << 30, most},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := memoryFor(tt.live); got != tt.want {
				t.Errorf("memoryFor(%d) = %d, want %d", tt.live, got, tt.want)
			}
		})
	}
}
