// Package peak measures the memory of processes that have ended, as the kernel
// counted it. On systems other than Linux it returns 0.
package peak

import (
	"os"
	"syscall"
)

// Of returns the resident size, in bytes, of a command's largest process.
func Of(p *os.ProcessState) int64 {
	u, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return int64(u.Maxrss) << 10 // Linux counts in KiB
}
