package main

import (
	"os"
	"syscall"
)

// peak is the resident size, in bytes, that the largest process of a command
// had.
func peak(p *os.ProcessState) int64 {
	u, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return int64(u.Maxrss) << 10 // Linux counts in KiB
}
