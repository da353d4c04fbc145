// Command bench measures the built site with one archive: the time from a drop until
// the whole overview is painted, the memory, and, in Chromium, the time for filtering,
// grouping, sorting, opening and scrolling. It prints a [Result] as JSON, from which
// scripts/bench makes a table.
//
//	go -C scripts/e2e run ./bench -site ../../build/site -runs 3 spool.tar.gz # absolute paths, or from that folder
//
// Each run loads the archive in a new browser. The interactions are measured in the
// last one, part by part. A part that fails is named in the result, and the next one
// begins.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// Result holds the measurements: times in milliseconds, sizes in bytes.
type Result struct {
	Browser      string                   `json:"browser"`
	Loads        []Load                   `json:"loads"`
	Interactions map[string][]Interaction `json:"interactions"`
	Frames       []float64                `json:"frames"` // between two frames while scrolling
	Plain        []float64                `json:"plain"`  // the same on a page of plain text, without the app
	Scroll       map[string]float64       `json:"scroll"` // processor time of Frames, by part
	Second       Second                   `json:"second"`
	Tasks        []Tasks                  `json:"tasks"`  // of the last load, and of the interactions after it
	Failed       []string                 `json:"failed"` // names of parts; the errors are on standard error
}

// Load is one drop.
type Load struct {
	Done     bool    `json:"done"`
	Time     float64 `json:"time"`    // drop to painted overview
	Longest  float64 `json:"longest"` // task of the page, 0 when none took 50 ms
	Tasks    int     `json:"tasks"`   // of 50 ms and more
	Messages int     `json:"messages"`
	// Processor is the processor time of the whole browser, which depends less
	// on other work on the machine than elapsed time.
	Processor float64            `json:"processor"`
	Parts     map[string]float64 `json:"parts"`  // the same, by thread and process
	Worker    int64              `json:"worker"` // WebAssembly memory, which never shrinks
	Page      int64              `json:"page"`   // the same for the page
	Wasm      int64              `json:"wasm"`   // the most that the modules of page and workers had together
	Tab       int64              `json:"tab"`    // highest resident size of the renderer process, 0 unknown
}

// Second holds the measurements when the archive is dropped again, twice, and
// replaces the open one: cancelled halfway, then read to its end.
type Second struct {
	Cancel float64 `json:"cancel"` // from the click to the screen with the messages read so far
	Worker int64   `json:"worker"` // WebAssembly memory after it was read in full
}

// Interaction is one input and its effect, timed from the event.
type Interaction struct {
	Worker  float64 `json:"worker"`  // first request to last answer
	Drawn   float64 `json:"drawn"`   // until the document has changed
	Painted float64 `json:"painted"` // until two frames later
	Task    float64 `json:"task"`    // longest task of the page, 0 when none took 50 ms
}

// options are what is measured, and how.
type options struct {
	site, engine  string
	cores         int
	archive       string
	runs          int
	limit, settle time.Duration
	parts         []string
	traces        string
	heavy         bool
}

func main() {
	var o options
	flag.StringVar(&o.site, "site", "build/site", "folder of the built site, with the single file beside it")
	flag.StringVar(&o.engine, "engine", "chromium", "chromium, firefox or webkit; the last two load the single file, and only loads are measured")
	flag.IntVar(&o.cores, "cores", 0, "number of processors reported to the page; 0 for the real number")
	flag.IntVar(&o.runs, "runs", 3, "number of loads")
	flag.DurationVar(&o.limit, "limit", 15*time.Minute, "how long a load may take")
	flag.DurationVar(&o.settle, "settle", 5*time.Second, "pause between the last load and the first interaction, in which a user reads")
	parts := flag.String("parts", strings.Join(partNames(), " "), "what to measure after the last load; empty for loads alone")
	flag.StringVar(&o.traces, "trace", "", "write traces of the last run into this `folder`, as load.json and use.json; tracing distorts the figures")
	flag.BoolVar(&o.heavy, "heavy", false, "the archive is too large to trace the tasks of its load; trace only the actions after it")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: bench [flags] ARCHIVE")
		os.Exit(2)
	}
	o.archive, o.parts = flag.Arg(0), strings.Fields(*parts)
	if o.engine != "chromium" {
		o.parts = nil
	}
	result, err := measure(o)
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(result)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func measure(o options) (*Result, error) {
	var err error
	if o.archive, err = filepath.Abs(o.archive); err != nil {
		return nil, err
	}
	var ids map[string][]string
	if slices.Contains(o.parts, "open") {
		if ids, err = places(o.archive); err != nil {
			return nil, err
		}
	}
	site, err := drive.Serve(o.site)
	if err != nil {
		return nil, err
	}
	defer site.Close()
	result := &Result{Interactions: map[string][]Interaction{}}
	for run := range o.runs {
		if err := o.once(result, site.URL, ids, run == o.runs-1); err != nil {
			return nil, err
		}
	}
	return result, nil
}

// once loads the archive in a new browser and, in the last run, measures the
// interactions.
func (o *options) once(result *Result, url string, ids map[string][]string, last bool) error {
	t, quit, err := o.open(url)
	if err != nil {
		return err
	}
	defer quit()
	trace := func(name string) (func() error, error) {
		if o.traces == "" || !last {
			return func() error { return nil }, nil
		}
		return t.trace(filepath.Join(o.traces, name), profiled)
	}
	stop, err := trace("load.json")
	if err == nil && last && o.traces == "" && !o.heavy && slices.Contains(o.parts, "tasks") {
		err = t.record("load")
	}
	if err != nil {
		return err
	}
	load, err := t.load(o.archive, o.limit)
	if err == nil {
		err = stop()
	}
	if err != nil {
		return err
	}
	result.Loads = append(result.Loads, *load)
	if !last {
		return nil
	}
	if err := t.Eval("(navigator.userAgent.match(/Firefox\\/[\\d.]+/) ?? navigator.userAgent.match(/Chrom\\w+\\/[\\d.]+/) ?? navigator.userAgent.match(/AppleWebKit\\/[\\d.]+/))[0]", &result.Browser); err != nil {
		return err
	}
	if len(o.parts) == 0 {
		return nil
	}
	time.Sleep(o.settle)
	if stop, err = trace("use.json"); err != nil {
		return err
	}
	for _, p := range parts {
		if !slices.Contains(o.parts, p.name) {
			continue
		}
		if err := p.measure(t, o, result, ids); err != nil {
			fmt.Fprintf(os.Stderr, "bench: %s: %v\n", p.name, err)
			result.Failed = append(result.Failed, p.name)
		}
	}
	return stop()
}
