// Command mkqueue makes the archive of a mail queue from nothing but a seed,
// for tests and benchmarks of any size:
//
//	go run ./scripts/mkqueue -n 100000 -o spool.tar.gz
//	go run ./scripts/mkqueue -n 10000 -seed 7 -format tar -o - -facts facts.json >spool.tar
//
// The archive is what an administrator packs of a jammed sendmail 8.18 on
// gate.example.org: mailq.txt, then var/spool/mqueue/qd01 to qd04 and
// var/spool/clientmqueue with their files in the order of a hashed directory,
// so that the two files of a message stand far apart. The same flags give the
// same bytes: the clock stands still at 2025-11-18 10:40 UTC.
//
// About 70 of 100 messages are deferred mail, most of it to a dozen big
// providers and the rest to a long tail of domains; 25 are bounces and delay
// warnings. Some are quarantined, lost, never tried, in work or data files
// without a control file; facts.json counts them (see [Facts]).
//
// Sizes: a message (control and data file) has a median of 3 kB, one in 1,000
// an attachment of 60 to 400 kB, and a bounce returns its message. A message
// takes some 5 kB of tar, 100,000 of them 500 MB, and a quarter of that as
// tar.gz.
//
// A million messages take about a minute and 200 MB of memory.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/klauspost/compress/gzip"
)

func main() {
	var (
		n      = flag.Int("n", 10000, "number of messages, 1 to 10,000,000")
		seed   = flag.Uint64("seed", 1, "another seed gives another queue of the same kind")
		format = flag.String("format", "tar.gz", "tar or tar.gz")
		out    = flag.String("o", "-", "file to write, - for the standard output")
		facts  = flag.String("facts", "", "file for the counts of what was written, as JSON")
	)
	flag.Parse()
	if err := run(*n, *seed, *format, *out, *facts); err != nil {
		fmt.Fprintln(os.Stderr, "mkqueue:", err)
		os.Exit(1)
	}
}

// run writes the archive and, when facts names a file, its counts.
func run(n int, seed uint64, format, out, facts string) (err error) {
	switch {
	case n < 1 || n > maxMessages:
		return fmt.Errorf("-n %d: want 1 to %d", n, maxMessages)
	case format != "tar" && format != "tar.gz":
		return fmt.Errorf("-format %q: want tar or tar.gz", format)
	case flag.NArg() > 0:
		return fmt.Errorf("unexpected argument %q", flag.Arg(0))
	}
	w := os.Stdout
	if out != "-" {
		if w, err = os.Create(out); err != nil {
			return err
		}
		defer func() {
			if cerr := w.Close(); err == nil {
				err = cerr
			}
		}()
	}
	f, err := write(w, newSpool(n, seed), format)
	if err != nil || facts == "" {
		return err
	}
	return f.save(facts)
}

// write writes the archive of s.
func write(w io.Writer, s *spool, format string) (*Facts, error) {
	if format == "tar" {
		buffered := bufio.NewWriterSize(w, 1<<20)
		facts, err := s.archive(buffered)
		if err == nil {
			err = buffered.Flush()
		}
		return facts, err
	}
	// The archive is made while the piece before it is compressed.
	r, pipe := io.Pipe()
	var facts *Facts
	go func() {
		buffered := bufio.NewWriterSize(pipe, 1<<20)
		var err error
		if facts, err = s.archive(buffered); err == nil {
			err = buffered.Flush()
		}
		pipe.CloseWithError(err)
	}()
	z := gzip.NewWriter(w)
	if _, err := io.Copy(z, r); err != nil {
		r.CloseWithError(err)
		return nil, err
	}
	return facts, z.Close()
}
