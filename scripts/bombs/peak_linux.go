package main

import (
	"os"
	"syscall"
)

// peak returns the resident size, in bytes, of a process at its largest.
func peak(p *os.ProcessState) int64 {
	u, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return int64(u.Maxrss) << 10 // Linux counts in KiB
}
