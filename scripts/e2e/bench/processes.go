package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// process is what /proc says about a process.
type process struct {
	parent   int
	peak     int64         // highest resident size in bytes
	used     time.Duration // processor time
	renderer bool
}

// processes returns the descendants of this program, that is, the browser's
// processes; none on systems without /proc.
func processes() []process {
	all := map[int]process{}
	stats, err := filepath.Glob("/proc/[0-9]*/status")
	if err != nil {
		return nil
	}
	for _, name := range stats {
		dir := filepath.Dir(name)
		pid, err := strconv.Atoi(filepath.Base(dir))
		if err != nil {
			continue
		}
		status, err := os.ReadFile(name)
		if err != nil {
			continue // it has ended
		}
		var p process
		for line := range strings.Lines(string(status)) {
			key, value, _ := strings.Cut(line, ":")
			n, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
			switch {
			case err != nil:
			case key == "PPid":
				p.parent = int(n)
			case key == "VmHWM":
				p.peak = n << 10
			}
		}
		if command, err := os.ReadFile(filepath.Join(dir, "cmdline")); err == nil {
			p.renderer = bytes.Contains(command, []byte("--type=renderer"))
		}
		if stat, err := os.ReadFile(filepath.Join(dir, "stat")); err == nil {
			p.used = used(string(stat))
		}
		all[pid] = p
	}
	var below []process
	for pid, p := range all {
		for up, depth := pid, 0; up > 1 && depth < 32; up, depth = all[up].parent, depth+1 {
			if up == os.Getpid() && depth > 0 {
				below = append(below, p)
			}
		}
	}
	return below
}

// used returns the processor time in a line of /proc/PID/stat: utime and stime are
// the 12th and 13th fields after the name in brackets, in hundredths of a second.
func used(stat string) time.Duration {
	fields := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])
	if len(fields) < 13 {
		return 0
	}
	var ticks int64
	for _, f := range fields[11:13] {
		n, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			return 0
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}

// processorTime returns the processor time of all processes of the browser.
func processorTime() (sum time.Duration) {
	for _, p := range processes() {
		sum += p.used
	}
	return sum
}

// rendererPeak returns the highest resident size that a tab has had, in bytes.
func rendererPeak() (peak int64) {
	for _, p := range processes() {
		if p.renderer {
			peak = max(peak, p.peak)
		}
	}
	return peak
}
