package browser

const (
	// memoryLimit is where the garbage collector starts to work harder, in
	// bytes. A module never gives memory back. A million messages fit.
	memoryLimit = 900 << 20
	// maxMemory leaves a part of the 4 GiB of a module to stacks and the like.
	maxMemory = 3584 << 20
)

// memoryFor is the limit for so many live bytes. When they come near the limit
// the collector would do little but run, so a third is left free above them.
func memoryFor(live int64) int64 {
	if live <= memoryLimit/4*3 {
		return memoryLimit
	}
	return min(live+live/3, maxMemory)
}
