// Package heap fits the garbage collector to the queue that is held: a WebAssembly
// module never gives memory back, so garbage beside a large queue would cost the tab
// for good, and a command shares the machine with a mail server.
package heap

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

const (
	// gcRoom is how much garbage there may be beside live bytes. For a small
	// queue that is a lot, and makes reading faster by a sixth; beside a large
	// one it is little. Collections stay cheap: almost nothing alive has
	// pointers.
	gcRoom = 96 << 20
	// heapRoom is what live bytes and garbage may take together, as long as the
	// garbage then is more than minPercent: what one file that is made to exhaust its
	// reader may make of memory is bounded.
	heapRoom = 160 << 20
	// Between these the heap may grow between collections, in percent.
	minPercent, maxPercent = 12, 400
	// memoryRoom is how much there may be beside live bytes before the garbage
	// collector works harder; beside many live bytes it is a third of them. A buffer
	// that is made after the percentage was set counts as live for it, and would let
	// the heap grow by its multiple: the limit does not.
	memoryRoom = 96 << 20
	// maxMemory leaves part of a module's 4 GiB to stacks and the like.
	maxMemory = 3584 << 20
)

// Start sets the garbage collector up for a small heap.
func Start() { new(Tuner).tune(0) }

// Tuner adjusts the garbage collector of the process to a growing queue.
type Tuner struct {
	percent int
	limit   int64
}

// Tune fits the collector to the bytes that are alive now: less garbage beside a
// large queue, and a higher limit for one that does not fit below it. The limit
// never falls.
func (t *Tuner) Tune() {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	if live[0].Value.Kind() == metrics.KindUint64 {
		t.tune(int64(live[0].Value.Uint64()))
	}
}

func (t *Tuner) tune(live int64) {
	if percent := percentFor(live); percent != t.percent {
		t.percent = percent
		debug.SetGCPercent(percent)
	}
	if limit := memoryFor(live); limit > t.limit {
		t.limit = limit
		debug.SetMemoryLimit(limit)
	}
}

// percentFor returns how far the heap may grow beside a number of live bytes.
func percentFor(live int64) int {
	room := min(gcRoom, heapRoom-live)
	return int(min(max(room*100/max(live, 1), minPercent), maxPercent))
}

// memoryFor returns the limit for a number of live bytes. Near the limit the collector
// would do little but run, so a third is left free above a large queue.
func memoryFor(live int64) int64 {
	limit := max(min(live+memoryRoom, heapRoom), live+live/3)
	if runtime.GOARCH == "wasm" {
		limit = min(limit, maxMemory)
	}
	return limit
}
