package browser

const (
	// gcRoom is how much garbage may lie beside what lives, in bytes. Of a
	// small queue that is much, and reading gets faster by a sixth; beside a
	// large one it is little. Collections stay cheap: nearly nothing that
	// lives has pointers.
	gcRoom = 96 << 20
	// Between these the heap may grow between collections, in percent.
	minPercent, maxPercent = 15, 400
	// memoryLimit is where the garbage collector starts to work harder, in
	// bytes. A module never gives memory back. A million messages fit.
	memoryLimit = 900 << 20
	// maxMemory leaves a part of the 4 GiB of a module to stacks and the like.
	maxMemory = 3584 << 20
)

// percentFor is how far the heap may grow beside so many live bytes.
func percentFor(live int64) int {
	return int(min(max(gcRoom*100/max(live, 1), minPercent), maxPercent))
}

// memoryFor is the limit for so many live bytes. When they come near the limit
// the collector would do little but run, so a third is left free above them.
func memoryFor(live int64) int64 {
	if live <= memoryLimit/4*3 {
		return memoryLimit
	}
	return min(live+live/3, maxMemory)
}
