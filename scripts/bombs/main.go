// Command bombs opens every file of package bombtest with the command line and
// prints what each costs: processor time and the largest amount of memory. It fails
// if a file takes more than its bounds, or is not read as expected.
//
//	go run ./scripts/bombs [REGEXP of file names]
package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/parser/bombtest"
	"github.com/spoolscope/spoolscope/scripts/peak"
)

// The bounds for a file that is made to exhaust its reader.
const (
	maxTime   = 5 * time.Second // of a processor
	maxMemory = 256 << 20       // bytes
	hangs     = 2 * time.Minute // after which the process is killed
)

func main() {
	err := error(nil)
	switch len(os.Args) {
	case 3:
		err = write(os.Args[1], os.Args[2])
	case 2:
		err = run(os.Args[1])
	default:
		err = run("")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bombs:", err)
		os.Exit(1)
	}
}

// write writes a bomb, in a process of its own: when a process is started, the
// system counts the memory of its parent as that of the child.
func write(file, path string) error {
	for _, b := range bombtest.All() {
		if b.File == file {
			return os.WriteFile(path, b.Make(), 0o600)
		}
	}
	return fmt.Errorf("there is no %s", file)
}

// run measures the bombs whose files match.
func run(files string) error {
	chosen, err := regexp.Compile(files)
	if err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "bombs")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	program := filepath.Join(dir, "spoolscope")
	build := exec.Command("go", "build", "-o", program, "./app/spoolscope")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return err
	}
	failed, worst := 0, cost{}
	all := slices.DeleteFunc(bombtest.All(), func(b bombtest.Bomb) bool { return !chosen.MatchString(b.File) })
	fmt.Println("| File | Size | Processor time | Memory | Said |\n|---|---|---|---|---|")
	for _, b := range all {
		path := filepath.Join(dir, b.File)
		if out, err := exec.Command(self, b.File, path).CombinedOutput(); err != nil {
			return fmt.Errorf("%w: %s", err, out)
		}
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		c, problems := measure(program, "problems", path)
		shown, messages := measure(program, "messages", path)
		answered, _ := measure(program, "summary", path)
		c.time, c.memory = max(c.time, shown.time, answered.time), max(c.memory, shown.memory, answered.memory)
		said := "read to its end"
		if b.Limit != "" {
			said = b.Limit
		}
		fmt.Printf("| %s | %s | %.1f s | %d MB | %s |\n", b.Name, sizeOf(info.Size()), c.time.Seconds(), c.memory>>20, said)
		worst.time, worst.memory = max(worst.time, c.time), max(worst.memory, c.memory)
		var wrong []string
		if c.time > maxTime {
			wrong = append(wrong, "too slow")
		}
		if c.memory > maxMemory {
			wrong = append(wrong, "too much memory")
		}
		if !strings.Contains(problems.start.String(), b.Limit) {
			wrong = append(wrong, fmt.Sprintf("no problem says %q", b.Limit))
		}
		if messages.lines < b.Messages {
			wrong = append(wrong, fmt.Sprintf("%d messages, want %d", messages.lines, b.Messages))
		}
		if wrong != nil {
			failed++
			fmt.Fprintf(os.Stderr, "bombs: %s: %s\n", b.File, strings.Join(wrong, "; "))
		}
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	fmt.Printf("\n%d files, %d beyond their bounds; the slowest took %.1f s, the largest %d MB\n", len(all), failed, worst.time.Seconds(), worst.memory>>20)
	if failed > 0 {
		return fmt.Errorf("%d of %d files are beyond their bounds", failed, len(all))
	}
	return nil
}

// cost is what a process took.
type cost struct {
	time   time.Duration // of processors
	memory int64         // bytes at most, 0 where that is not known
}

// output keeps the part of a command's output that is reported, so that this
// process stays small.
type output struct {
	start bytes.Buffer
	lines int
}

// Write implements io.Writer.
func (o *output) Write(p []byte) (int, error) {
	o.start.Write(p[:min(len(p), max(0, 1<<20-o.start.Len()))]) // a bytes.Buffer never fails
	o.lines += bytes.Count(p, []byte("\n"))
	return len(p), nil
}

// measure runs a subcommand on a file, and returns its output.
func measure(program, subcommand, path string) (cost, *output) {
	ctx, cancel := context.WithTimeout(context.Background(), hangs)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, subcommand, path)
	out := new(output)
	cmd.Stdout, cmd.Stderr = out, out
	_ = cmd.Run() // a file without messages is an error of the command
	return cost{cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), peak.Of(cmd.ProcessState)}, out
}

func sizeOf(n int64) string {
	switch {
	case n < 10_000:
		return fmt.Sprintf("%d bytes", n)
	case n < 1e6:
		return fmt.Sprintf("%d kB", n/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}
