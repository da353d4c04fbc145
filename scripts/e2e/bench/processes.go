package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// process is what /proc says about a process.
type process struct {
	dir     string // in /proc
	parent  int
	peak    int64         // highest resident size in bytes
	used    time.Duration // processor time
	command string
}

// renderer reports whether it is a tab.
func (p *process) renderer() bool { return strings.Contains(p.command, "--type=renderer") }

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
		p := process{dir: dir}
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
			p.command = string(command)
		}
		p.used = usedBy(dir)
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

// usedBy returns the processor time of a process or thread by its folder in /proc, 0 if it has
// ended.
func usedBy(dir string) time.Duration {
	stat, err := os.ReadFile(filepath.Join(dir, "stat"))
	if err != nil {
		return 0
	}
	return used(string(stat))
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

// Parts of the browser that processor time is spent in.
const (
	mainThread = "main thread"
	workers    = "workers"
	otherOfTab = "other threads of the tab"
	browser    = "browser"
	graphics   = "graphics"
	services   = "services"
)

// processorTime returns the processor time of all processes of the browser, by part.
func processorTime() map[string]time.Duration {
	spent := map[string]time.Duration{}
	for _, p := range processes() {
		switch {
		case p.renderer():
			rest := p.used
			for part, d := range threads(p.dir) {
				spent[part] += d
				rest -= d
			}
			spent[otherOfTab] += max(rest, 0) // of threads that have ended, too
		case strings.Contains(p.command, "--type=gpu-process"):
			spent[graphics] += p.used
		case strings.Contains(p.command, "--type="):
			spent[services] += p.used
		default:
			spent[browser] += p.used
		}
	}
	return spent
}

// threads returns the processor time of a tab's main thread, and of its workers that still
// run.
func threads(dir string) map[string]time.Duration {
	spent := map[string]time.Duration{}
	tasks, err := filepath.Glob(filepath.Join(dir, "task", "[0-9]*"))
	if err != nil {
		return nil
	}
	for _, task := range tasks {
		name, err := os.ReadFile(filepath.Join(task, "comm"))
		if err != nil {
			continue // it has ended
		}
		switch {
		case filepath.Base(task) == filepath.Base(dir):
			spent[mainThread] += usedBy(task)
		case strings.HasPrefix(string(name), "DedicatedWorker"):
			spent[workers] += usedBy(task)
		}
	}
	return spent
}

// since returns the processor time spent since an earlier reading, in milliseconds, in
// total and by part.
func since(before map[string]time.Duration) (all float64, parts map[string]float64) {
	parts = map[string]float64{}
	for part, d := range processorTime() {
		if ms := float64((d - before[part]).Milliseconds()); ms > 0 {
			parts[part] = ms
			all += ms
		}
	}
	return all, parts
}

// rendererPeak returns the highest resident size that a tab has had, in bytes.
func rendererPeak() (peak int64) {
	for _, p := range processes() {
		if p.renderer() {
			peak = max(peak, p.peak)
		}
	}
	return peak
}
