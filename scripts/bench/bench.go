package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/scripts/peak"
	"github.com/spoolscope/spoolscope/scripts/toolchain"
)

// bench runs the measurements.
type bench struct {
	options
	ctx      context.Context // ends all commands with the program
	unpacked string          // folder in use; "" if none
	failed   []string        // parts
}

// size holds the measurements of one archive.
type size struct {
	system           string // "sendmail", "postfix" or "exim"
	archive          string
	messages         int
	packed, unpacked int64    // bytes of the archive, and of the tar in it
	floor            []timing // gzip -dc | wc -c
	unpack           []timing // tar xzf
	pipelines        []timing // the pipelines of the sysadmin's guide; qshape for Postfix, exiqsumm for Exim
	summary          []timing // spoolscope summary
	page             page
	before           page // of the earlier build
	four             page // with four processors reported to the page
	engines          []page
}

// timing is one run of a command.
type timing struct {
	took      time.Duration
	processor time.Duration // of all its processes
	peak      int64         // resident bytes, of its largest process
}

// build builds the programs that are measured and those that measure, and the page if it is
// measured. No revision is linked into them, so a queue is made anew only if the program that
// makes it has changed.
func (b *bench) build() error {
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
		{"go", "build", "-trimpath", "-buildvcs=false", "-o", b.path("mkqueue"), "./scripts/mkqueue"},
	}
	if !b.systems {
		programs = append(programs, []string{"go", "-C", "scripts/e2e", "build", "-o", b.path("browser"), "./bench"},
			[]string{"go", "run", "./scripts/site", "-out", b.path("now", "site")})
	}
	for _, args := range programs {
		if err := b.run(args...); err != nil {
			return err
		}
	}
	return nil
}

// siteBefore returns the site of the earlier build, which is built once.
func (b *bench) siteBefore() (string, error) {
	site := b.path("before-"+b.before, "site")
	return site, toolchain.SiteOf(b.ctx, b.before, site, b.temp)
}

func (b *bench) path(names ...string) string {
	return filepath.Join(append([]string{b.dir}, names...)...)
}

// clean removes what was unpacked.
func (b *bench) clean() {
	if b.unpacked != "" {
		os.RemoveAll(b.unpacked)
	}
}

// try measures a part; the next ones are measured even if it fails.
func (b *bench) try(part string, f func() error) {
	if err := f(); err != nil {
		fmt.Fprintf(os.Stderr, "bench: %s: %v\n", part, err)
		b.failed = append(b.failed, part)
	}
}

// measureAll measures everything that involves the page. The big queue is measured first,
// once; the small one as often as time allows. A report is written after each part.
func (b *bench) measureAll(report func([]*size)) {
	var sizes []*size
	part := func(name string, f func() error) {
		b.try(name, f)
		report(sizes)
	}
	queue := func(n int) (s *size) {
		b.try(words.Number(n)+" messages", func() (err error) {
			s, err = b.make("sendmail", n)
			return err
		})
		if s != nil {
			sizes = append(sizes, s)
		}
		return s
	}
	small := queue(b.small)
	if b.big > 0 {
		if s := queue(b.big); s != nil {
			part("commands", func() error { return b.commands(s) })
			part("page", func() error {
				// Half of the time is left for the small queue, however long this one
				// takes.
				return b.browse(&s.page, s, b.path("now", "site"), "-heavy", "-limit", (b.limit * 2 / 5).String(), "-parts", "tasks group filter sort scroll")
			})
		}
	}
	if small == nil {
		return
	}
	for round, last := 0, false; !last; round++ {
		start := time.Now()
		last = round >= b.runs-1 || b.ctx.Err() != nil
		b.round(small, last, part)
		if b.left() < roundsLeft*time.Since(start) {
			round = max(round, b.runs-2) // the next is the last
		}
	}
	for _, engine := range []string{"firefox", "webkit"} {
		part(engine, func() error {
			p := page{Browser: engine}
			err := b.browse(&p, small, b.path("now", "site"), "-engine", engine)
			small.engines = append(small.engines, p)
			return err
		})
	}
}

// roundsLeft is the number of rounds for which there must be time, or the next round is the
// last. The last one takes as long as several, and other browsers follow it.
const roundsLeft = 10

// left returns how long measuring may still take.
func (b *bench) left() time.Duration {
	end, ok := b.ctx.Deadline()
	if !ok {
		return b.limit
	}
	return time.Until(end)
}

// round measures each load of the small queue once, and in the last round also what a user does with
// the open queue.
func (b *bench) round(s *size, last bool, part func(string, func() error)) {
	parts := func(some string) []string {
		if !last {
			some = ""
		}
		return []string{"-parts", some}
	}
	part("commands", func() error {
		if err := b.commands(s); err != nil {
			return err
		}
		return b.today(s)
	})
	part("page", func() error {
		return b.browse(&s.page, s, b.path("now", "site"), parts("tasks group filter sort open jump scroll second plain")...)
	})
	if b.before != "" {
		part("page of the build before", func() error {
			site, err := b.siteBefore()
			if err != nil {
				return err
			}
			return b.browse(&s.before, s, site, parts("group filter sort open")...)
		})
	}
	part("page told of four processors", func() error {
		return b.browse(&s.four, s, b.path("now", "site"), append(parts("group filter sort open"), "-cores", "4")...)
	})
}

// commands measures, once, everything that needs no browser.
func (b *bench) commands(s *size) error {
	if err := b.measure(&s.floor, "bash", "-c", `set -o pipefail; gzip -dc "$1" | wc -c`, "floor", s.archive); err != nil {
		return err
	}
	return b.measure(&s.summary, b.path("spoolscope"), "summary", s.archive)
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

// run runs a command without measuring it.
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
