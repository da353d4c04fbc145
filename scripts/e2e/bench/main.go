// Command bench measures the built site in Chromium with one archive: the time from
// a real drop until the whole overview is painted, the memory, and the time for
// filtering, grouping, sorting, opening and scrolling. It prints a [Result] as JSON,
// from which scripts/bench makes a table.
//
//	go -C scripts/e2e run ./bench -site ../../build/site -runs 3 spool.tar.gz # absolute paths, or from that folder
//
// Each run loads the archive in a new browser. The interactions are measured in the
// last one.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spoolscope/spoolscope/scripts/e2e/chrome"
	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

// Result holds the measurements: times in milliseconds, sizes in bytes.
type Result struct {
	Browser      string                   `json:"browser"`
	Loads        []Load                   `json:"loads"`
	Interactions map[string][]Interaction `json:"interactions"`
	Frames       []float64                `json:"frames"` // between two frames while scrolling
	Plain        []float64                `json:"plain"`  // the same on a page of plain text, without the app
	Second       Second                   `json:"second"`
}

// Load is one drop.
type Load struct {
	Done     bool    `json:"done"`
	Time     float64 `json:"time"`    // drop to painted overview
	Longest  float64 `json:"longest"` // task of the page, 0 when none took 50 ms
	Tasks    int     `json:"tasks"`   // of 50 ms and more
	Messages int     `json:"messages"`
	// Processor is the processor time of the whole browser, which other work
	// on the machine changes less than the time.
	Processor float64            `json:"processor"`
	Parts     map[string]float64 `json:"parts"`  // the same, of its threads and processes
	Worker    int64              `json:"worker"` // WebAssembly memory, which never shrinks
	Page      int64              `json:"page"`   // the same for the page
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

func main() {
	site := flag.String("site", "build/site", "folder of the built site")
	runs := flag.Int("runs", 3, "number of loads")
	limit := flag.Duration("limit", 15*time.Minute, "how long a load may take")
	loads := flag.Bool("loads", false, "measure loads alone")
	traces := flag.String("trace", "", "write traces of the last run into this `folder`, as load.json and use.json; tracing distorts the figures")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: bench [flags] ARCHIVE")
		os.Exit(2)
	}
	result, err := measure(*site, flag.Arg(0), *traces, *runs, *limit, *loads)
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(result)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func measure(dir, archive, traces string, runs int, limit time.Duration, loads bool) (*Result, error) {
	archive, err := filepath.Abs(archive)
	if err != nil {
		return nil, err
	}
	ids, err := places(archive)
	if err != nil {
		return nil, err
	}
	site, err := drive.Serve(dir)
	if err != nil {
		return nil, err
	}
	defer site.Close()
	result := &Result{Interactions: map[string][]Interaction{}}
	for run := range runs {
		if err := once(result, site.URL, archive, traces, limit, ids, run == runs-1, loads); err != nil {
			return nil, err
		}
	}
	return result, nil
}

// once loads the archive in a new browser and, in the last run, measures the
// interactions, unless loads alone are measured.
func once(result *Result, url, archive, traces string, limit time.Duration, ids map[string][]string, last, loads bool) error {
	browser, err := chrome.Start(nil, nil)
	if err != nil {
		return err
	}
	defer browser.Close()
	t, err := open(browser, url)
	if err != nil {
		return err
	}
	defer t.Close()
	trace := func(name string) (func() error, error) {
		if traces == "" || !last {
			return func() error { return nil }, nil
		}
		return t.trace(filepath.Join(traces, name))
	}
	stop, err := trace("load.json")
	if err != nil {
		return err
	}
	load, err := t.load(archive, limit)
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
	if err := t.Eval("navigator.userAgent.match(/Chrom\\w+\\/[\\d.]+/)[0]", &result.Browser); err != nil {
		return err
	}
	if loads {
		return nil
	}
	if stop, err = trace("use.json"); err != nil {
		return err
	}
	if err := t.use(result, ids); err != nil {
		return err
	}
	if err := stop(); err != nil {
		return err
	}
	if result.Second, err = t.second(archive, limit); err != nil {
		return err
	}
	return t.plain(result)
}
