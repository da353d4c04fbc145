package main

import (
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/app/words"
)

// fact is a line about the machine or the programs used.
type fact struct{ name, value string }

// machine describes the machine and the programs used. before is the load
// average before the measurements.
func machine(before string) []fact {
	commit := first("git", "rev-parse", "--short", "HEAD")
	if first("git", "status", "--porcelain", "--", ".", ":!BENCHMARKS.md") != "" {
		commit += " and changes"
	}
	return []fact{
		{"Date", time.Now().UTC().Format("2006-01-02 15:04 UTC")},
		{"Commit", commit},
		{"Machine", cpu() + ", " + memory() + ", " + runtime.GOOS + "/" + runtime.GOARCH},
		{"Busy processes before and after", before + ", " + load()},
		{"Versions", strings.Join([]string{runtime.Version(), first("gzip", "--version"), first("tar", "--version"), first("grep", "--version")}, ", ")},
	}
}

// first returns the first line that a command prints, "" if it fails.
func first(args ...string) string {
	out, err := exec.Command(args[0], args[1:]...).Output()
	if err != nil {
		return ""
	}
	line, _, _ := strings.Cut(string(out), "\n")
	return line
}

func cpu() string {
	name := "unknown processor"
	if value, ok := field("/proc/cpuinfo", "model name"); ok {
		name = value
	}
	return name + ", " + words.Plural(runtime.NumCPU(), "core", "cores")
}

func memory() string {
	value, ok := field("/proc/meminfo", "MemTotal")
	if !ok {
		return "memory unknown"
	}
	return value + " of memory"
}

// field returns the first value of a name in a file of lines "name: value".
func field(file, name string) (string, bool) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", false
	}
	for line := range strings.Lines(string(text)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value), true
		}
	}
	return "", false
}

// load returns the system's load average over a minute.
func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	minute, _, _ := strings.Cut(string(text), " ")
	return minute
}
