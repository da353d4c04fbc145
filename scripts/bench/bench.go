package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/spoolscope/spoolscope/scripts/peak"
)

// big is the number of messages from which everything is measured only once: it
// takes minutes.
const big = 1_000_000

// bench runs the measurements.
type bench struct {
	ctx       context.Context // ends all commands with the program
	dir, temp string          // as the flags of these names
	runs      int
	unpacked  string // folder in use; "" if none
}

// size holds the measurements of one archive.
type size struct {
	system           string // "sendmail", "postfix" or "exim"
	archive          string
	messages         int
	packed, unpacked int64    // bytes of the archive, and of the tar in it
	floor            []timing // gzip -dc | wc -c
	unpack           []timing // tar xzf
	pipelines        []timing // those of the sysadmin's guide; of Postfix qshape, of Exim exiqsumm
	summary          []timing // spoolscope summary
	page             page
}

// timing is one run of a command.
type timing struct {
	took      time.Duration
	processor time.Duration // of all its processes
	peak      int64         // resident bytes, of its largest process
}

// page is what scripts/e2e/bench prints: milliseconds and bytes.
type page struct {
	Browser      string                   `json:"browser"`
	Loads        []drop                   `json:"loads"`
	Interactions map[string][]interaction `json:"interactions"`
	Frames       []float64                `json:"frames"`
	Plain        []float64                `json:"plain"`
}

type drop struct {
	Time      float64            `json:"time"`
	Processor float64            `json:"processor"`
	Parts     map[string]float64 `json:"parts"` // of Processor
	Longest   float64            `json:"longest"`
	Tasks     int                `json:"tasks"`
	Worker    int64              `json:"worker"`
	Page      int64              `json:"page"`
	Tab       int64              `json:"tab"`
}

type interaction struct {
	Worker  float64 `json:"worker"`
	Drawn   float64 `json:"drawn"`
	Painted float64 `json:"painted"`
	Task    float64 `json:"task"`
}

// build builds the programs that are measured and those that measure, of the page if it is
// measured, too.
func (b *bench) build(page bool) error {
	if err := os.MkdirAll(b.dir, 0o755); err != nil {
		return err
	}
	dir, err := filepath.Abs(b.dir)
	if err != nil {
		return err
	}
	b.dir = dir
	programs := [][]string{
		{"go", "build", "-trimpath", "-o", b.path("spoolscope"), "./app/spoolscope"},
		{"go", "build", "-o", b.path("mkqueue"), "./scripts/mkqueue"},
	}
	if page {
		programs = append(programs, []string{"go", "-C", "scripts/e2e", "build", "-o", b.path("browser"), "./bench"},
			[]string{"go", "run", "./scripts/site", "-out", b.path("site")})
	}
	for _, args := range programs {
		if err := b.run(args...); err != nil {
			return err
		}
	}
	return nil
}

// rounds returns how often everything is measured for a queue of n messages.
func (b *bench) rounds(n int) int {
	if n >= big {
		return 1
	}
	return b.runs
}

func (b *bench) path(name string) string { return filepath.Join(b.dir, name) }

// clean removes what was unpacked.
func (b *bench) clean() {
	if b.unpacked != "" {
		os.RemoveAll(b.unpacked)
	}
}

// size makes a queue and measures all uses of it.
func (b *bench) size(n int) (*size, error) {
	s, err := b.make("sendmail", n)
	if err != nil {
		return nil, err
	}
	for range b.rounds(n) {
		if err := b.commands(s); err != nil {
			return nil, err
		}
	}
	return s, b.browse(s)
}

// guide is what administrators type, following the sysadmin's guide. It uses
// find and xargs because "df*" of a large queue exceeds the limit of a command
// line, and the C locale because in others grep treats data files as binary.
// The purge is printed, not run.
const guide = `set -o pipefail; cd "$1"; export LC_ALL=C
cat mailq.txt | grep " (" | sed 's/\(8BITMIME\| 7BIT\)/ /' | sort | uniq -c
find var/spool -name 'df*' -print0 | xargs -0 grep -ah "<<<" | sort | uniq -c
{ find var/spool -name 'df*' -print0 | xargs -0 grep -al "^<<< 5.. " || true; } | sed 's/df/qf/' | awk '{print "/usr/share/sendmail/qtool.pl -d "$1}'`

// where returns the folder into which archives are unpacked.
func (b *bench) where() string {
	if b.temp != "" {
		return b.temp
	}
	return os.TempDir()
}

// today measures what administrators do without Spoolscope.
func (b *bench) today(s *size) (err error) {
	if b.unpacked, err = os.MkdirTemp(b.temp, "bench-"); err != nil {
		return err
	}
	defer b.clean()
	if err := b.measure(&s.unpack, "tar", "-xzf", s.archive, "-C", b.unpacked); err != nil {
		return err
	}
	return b.measure(&s.pipelines, b.byHand(s.system)...)
}

// browse measures the page.
func (b *bench) browse(s *size) error {
	chromium, err := exec.CommandContext(b.ctx, "scripts/chromium").Output()
	if err != nil {
		return fmt.Errorf("scripts/chromium: %w", err)
	}
	cmd := exec.CommandContext(b.ctx, b.path("browser"), "-site", b.path("site"), "-runs", fmt.Sprint(b.rounds(s.messages)), s.archive)
	cmd.Env = append(os.Environ(), "CHROMIUM="+string(chromium[:max(len(chromium)-1, 0)]))
	cmd.Stderr = os.Stderr
	fmt.Fprintln(os.Stderr, "+", cmd)
	text, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("%s: %w", cmd.Path, err)
	}
	return json.Unmarshal(text, &s.page)
}

// run runs a command that is not measured.
func (b *bench) run(args ...string) error {
	cmd := exec.CommandContext(b.ctx, args[0], args[1:]...)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	fmt.Fprintln(os.Stderr, "+", cmd)
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	return nil
}

// measure runs a command and discards its output.
func (b *bench) measure(into *[]timing, args ...string) error {
	cmd := exec.CommandContext(b.ctx, args[0], args[1:]...)
	cmd.Stdout, cmd.Stderr = io.Discard, os.Stderr
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	p := cmd.ProcessState
	t := timing{took: time.Since(start), processor: p.UserTime() + p.SystemTime(), peak: peak.Of(p)}
	*into = append(*into, t)
	fmt.Fprintf(os.Stderr, "%8.2f s  %s\n", t.took.Seconds(), args[0])
	return nil
}
