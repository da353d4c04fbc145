// Command mkqueue makes the archive of a mail queue from nothing but a seed,
// for tests and benchmarks of any size:
//
//	go run ./scripts/mkqueue -n 100000 -o spool.tar.gz
//	go run ./scripts/mkqueue -n 10000 -seed 7 -format tar -o - -facts facts.json >spool.tar
//
// The archive is what an administrator would pack on gate.example.org, a jammed
// sendmail 8.18 server: mailq.txt, then var/spool/mqueue/qd01 to qd04 and
// var/spool/clientmqueue with their files in the order of a hashed directory,
// so that the two files of a message are far apart. The same flags give the same
// bytes: the capture is always dated 2025-11-18 10:40 UTC.
//
// About 70 of 100 messages are deferred mail, most of it to a dozen big
// providers and the rest to a long tail of domains; 25 are bounces and delay
// notices. Some are quarantined, lost, never tried, in processing or data files
// without a control file; facts.json counts them (see [Facts]).
//
// With -scenario, a single trouble fills the queue of a smaller site, among
// everyday mail: a stolen login, a web form, backscatter, a destination or a
// resolver that does not answer, a blocklisted address, a full disk, a mailing;
// or none, on a quiet day. facts.json has the time at which the trouble began and
// the number of messages of each stream:
//
//	go run ./scripts/mkqueue -scenario stolen-login -n 100000 -o spool.tar.gz
//
// With -system postfix the server runs Postfix: postqueue.json, then
// var/spool/postfix with messages of the same kinds, logs of the last try, and
// files that have the time of the next one. With -system exim it runs Exim: mailq.txt, then
// var/spool/exim4 with the files and logs of such messages, bounces that are frozen, and the databases
// of retry times and of what waits for each host.
//
// With -logs 1024 the archive has a gigabyte of the server's mail log, too, over the five days
// that its queue covers: the arrival and up to a dozen attempts of each message, and between
// them, to fill that size, other mail that was delivered.
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
	"slices"

	"github.com/klauspost/compress/gzip"

	"github.com/spoolscope/spoolscope/parser/queue"
)

func main() {
	var (
		n      = flag.Int("n", 0, "number of messages, 1 to 10,000,000; 10,000 or what suits the scenario if not given")
		seed   = flag.Uint64("seed", 1, "another seed gives another queue of the same kind")
		format = flag.String("format", "tar.gz", "tar or tar.gz")
		out    = flag.String("o", "-", "file to write, - for the standard output")
		facts  = flag.String("facts", "", "file for the counts of what was written, as JSON")
		system = flag.String("system", "sendmail", "mail system of the server: sendmail, postfix or exim")
		jam    = flag.String("scenario", "", "what jams the queue: "+scenarioNames()+"; a bit of everything if not given")
	)
	logs := flag.Int("logs", 0, "MiB of the server's mail log beside the queue: attempts of its messages, and other mail that went out")
	flag.Parse()
	s, err := choose(*n, *seed, *jam)
	if err == nil {
		known := slices.IndexFunc(queue.Systems[:], func(q queue.System) bool { return q.String() == *system })
		if known < 0 {
			err = fmt.Errorf("-system %q: want sendmail, postfix or exim", *system)
		} else {
			s.system = queue.Systems[known]
		}
	}
	if err == nil {
		s.logs = int64(max(*logs, 0)) << 20
		err = run(s, *format, *out, *facts)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "mkqueue:", err)
		os.Exit(1)
	}
}

// choose makes the spool that the flags ask for. If n is 0, it has the
// scenario's own number of messages.
func choose(n int, seed uint64, jam string) (*spool, error) {
	var c *scenario
	size := 10000
	if jam != "" {
		known := false
		if c, known = findScenario(jam); !known {
			return nil, fmt.Errorf("-scenario %q: want one of %s", jam, scenarioNames())
		}
		size = c.n
	}
	if n != 0 {
		size = n
	}
	if size < 1 || size > maxMessages {
		return nil, fmt.Errorf("-n %d: want 1 to %d", n, maxMessages)
	}
	s := newSpool(size, seed)
	s.scenario = c
	return s, nil
}

// run writes the archive and, when facts names a file, its counts.
func run(s *spool, format, out, facts string) (err error) {
	switch {
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
	f, err := write(w, s, format)
	if err != nil || facts == "" {
		return err
	}
	return f.save(facts)
}

// pack writes the tar of the server's queue.
func (s *spool) pack(w io.Writer) (*Facts, error) {
	switch s.system {
	case queue.Postfix:
		return s.postfixArchive(w)
	case queue.Exim:
		return s.eximArchive(w)
	}
	return s.archive(w)
}

// write writes the archive of s.
func write(w io.Writer, s *spool, format string) (*Facts, error) {
	if format == "tar" {
		buffered := bufio.NewWriterSize(w, 1<<20)
		facts, err := s.pack(buffered)
		if err == nil {
			err = buffered.Flush()
		}
		return facts, err
	}
	// Each piece of the archive is made while the one before it is compressed.
	r, pipe := io.Pipe()
	var facts *Facts
	go func() {
		buffered := bufio.NewWriterSize(pipe, 1<<20)
		var err error
		if facts, err = s.pack(buffered); err == nil {
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
