// Command bench measures how long it takes to find out why mail is stuck, with
// queues made by scripts/mkqueue, and writes a report into BENCHMARKS.md: the
// floor (gzip alone), what an administrator does today (unpack and grep), the
// command, and the page in Chromium, side by side with an earlier build of it,
// and one load each in Firefox and WebKit.
//
//	make bench                     100,000 and 1,000,000 messages, 20 minutes on two quiet cores
//	make bench SMALL=2000 BIG=4000 whether everything runs
//	make bench BIG=0               the small queue alone
//	make bench-systems             sendmail, Postfix and Exim side by side, without the page
//
// All measurements of one size alternate on one machine, so only times within one
// table can be compared. A part that fails is named at the end and does not stop
// the others; the report is written after each part.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// baseline is the last build whose page did everything but decompression in one
// worker. The target was to halve its times.
const baseline = "31416ae35c"

// options are the flags.
type options struct {
	small, big int
	runs       int
	limit      time.Duration
	before     string
	dir, temp  string
	out        string
	systems    bool
}

func main() {
	var o options
	flag.IntVar(&o.small, "small", 100_000, "number of messages of the queue that everything is measured with")
	flag.IntVar(&o.big, "big", 1_000_000, "number of messages of the queue that is loaded and queried once; 0 for none")
	flag.IntVar(&o.runs, "runs", 3, "how often each measurement of the small queue is repeated")
	flag.DurationVar(&o.limit, "limit", 24*time.Minute, "time limit for everything; what is not measured by then is left out")
	flag.StringVar(&o.before, "before", baseline, "`revision` whose page is measured side by side; empty for none")
	flag.StringVar(&o.dir, "dir", "build/bench", "folder for programs and archives; they are kept, a million messages take 1.3 GB")
	flag.StringVar(&o.temp, "temp", "", "folder to unpack in, the system's when empty")
	flag.StringVar(&o.out, "o", "BENCHMARKS.md", "file to write")
	flag.BoolVar(&o.systems, "systems", false, "measure only queues of sendmail, Postfix and Exim side by side, without the page")
	flag.Parse()
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(o options) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, o.limit)
	defer cancel()
	b := bench{options: o, ctx: ctx}
	if err := b.build(); err != nil {
		return err
	}
	defer b.clean()
	before := load()
	if o.systems {
		systems, err := b.allSystems()
		if err != nil {
			return err
		}
		return save(o.out, ofSystems, markdownSystems(machine(before), systems))
	}
	b.measureAll(func(sizes []*size) {
		facts := append(machine(before), fact{"Unpacked in", b.where()}, fact{"The build before", b.before})
		b.try("the report", func() error { return save(o.out, ofPage, markdown(facts, sizes, b.failed)) })
	})
	if len(b.failed) > 0 {
		return fmt.Errorf("failed: %s", strings.Join(b.failed, "; "))
	}
	return nil
}
