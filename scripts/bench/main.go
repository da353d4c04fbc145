// Command bench measures how long it takes to find out why mail is stuck, with
// queues made by scripts/mkqueue, and writes a report into BENCHMARKS.md: the
// floor (gzip alone), what an administrator does today (unpack and grep), the
// command, and the page in Chromium.
//
//	make bench
//	make bench SIZES="10000 100000"
//
// Queues of Postfix and Exim are measured beside one of sendmail, and qshape and exiqsumm with
// them; with -systems nothing else is.
//
// All measurements of one size alternate on one machine. Only times within one
// table can be compared.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
)

func main() {
	sizes := flag.String("sizes", "10000 100000 1000000", "numbers of messages")
	runs := flag.Int("runs", 3, "how often each measurement is repeated; a million messages are measured once")
	dir := flag.String("dir", "build/bench", "folder for archives; they are kept, a million messages take 1.3 GB")
	temp := flag.String("temp", "", "folder to unpack in, the system's when empty; a million messages take 9 GB")
	out := flag.String("o", "BENCHMARKS.md", "file to write")
	systems := flag.Bool("systems", false, "measure only queues of sendmail, Postfix and Exim side by side, without the page")
	flag.Parse()
	if *systems {
		*sizes = ""
	}
	if err := run(*sizes, *runs, *dir, *temp, *out); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(sizes string, runs int, dir, temp, out string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var all []*size
	b := bench{ctx: ctx, dir: dir, temp: temp, runs: runs}
	if err := b.build(sizes != ""); err != nil {
		return err
	}
	defer b.clean()
	before := load()
	systems, err := b.systems()
	if err != nil {
		return err
	}
	if err := save(out, ofSystems, markdownSystems(machine(before), systems)); err != nil {
		return err
	}
	for _, s := range strings.Fields(sizes) {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 {
			return fmt.Errorf("%q is not a number of messages", s)
		}
		r, err := b.size(n)
		if err != nil {
			return fmt.Errorf("%d messages: %w", n, err)
		}
		all = append(all, r)
		// After each size: the next may take long.
		if err := save(out, ofPage, markdown(append(machine(before), fact{"Unpacked in", b.where()}), all)); err != nil {
			return err
		}
	}
	return nil
}
