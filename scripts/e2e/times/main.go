// Command times measures how long the built site and the single file take to start
// in each browser, and rewrites the table in the README.
//
//	go -C scripts/e2e run ./times -readme ../../README.md # after make build
//	go -C scripts/e2e run ./times -before REVISION        # beside those of an earlier commit
//
// Each run starts a new browser with empty storage; the table has the medians.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/spoolscope/spoolscope/scripts/e2e/chrome"
	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
	"github.com/spoolscope/spoolscope/scripts/e2e/firefox"
	"github.com/spoolscope/spoolscope/scripts/e2e/webkit"
	"github.com/spoolscope/spoolscope/scripts/toolchain"
)

// start holds the times of one start of a page, in milliseconds.
type start struct {
	First  float64 `json:"first"`  // from the navigation to the first frame that is not empty
	Ready  float64 `json:"ready"`  // to the start page, drawn and responding
	Sample float64 `json:"sample"` // to the overview of the sample queue
	Pause  float64 `json:"pause"`  // the longest time for which the page was blocked
}

// form is the site or the single file in a browser.
type form struct {
	name   string
	single bool
	start  func(*drive.Canary) (drive.Browser, error)
}

var forms = []form{
	{"site, Chromium", false, func(c *drive.Canary) (drive.Browser, error) { return chrome.Start(c, nil) }},
	{"`spoolscope.html`, Chromium", true, func(c *drive.Canary) (drive.Browser, error) { return chrome.Start(c, nil) }},
	{"`spoolscope.html`, Firefox", true, func(c *drive.Canary) (drive.Browser, error) { return firefox.Start(c, nil) }},
	{"`spoolscope.html`, WebKitGTK", true, func(c *drive.Canary) (drive.Browser, error) { return webkit.Start(c) }},
}

func main() {
	build := flag.String("build", "../../build", "folder with the built files")
	readme := flag.String("readme", "", "file whose table is replaced; if empty, the table is printed")
	before := flag.String("before", "", "`revision` that is built and measured too; the table is then printed")
	runs := flag.Int("runs", 5, "starts in each browser")
	flag.Parse()
	if err := run(*build, *readme, *before, *runs); err != nil {
		fmt.Fprintln(os.Stderr, "times:", err)
		os.Exit(1)
	}
}

func run(build, readme, before string, runs int) error {
	now, err := measure(build, runs)
	if err != nil {
		return err
	}
	text, err := table(build, now, runs)
	if err != nil {
		return err
	}
	if before != "" {
		earlier := filepath.Join(build, "before-"+before)
		if err := toolchain.SiteOf(context.Background(), before, filepath.Join(earlier, "site"), ""); err != nil {
			return err
		}
		rows, err := measure(earlier, runs)
		if err != nil {
			return err
		}
		old, err := table(earlier, rows, runs)
		if err != nil {
			return err
		}
		text = "Now:\n\n" + text + "\nCommit " + before + ":\n\n" + old
	}
	if readme == "" || before != "" {
		fmt.Print(text)
		return nil
	}
	return replace(readme, text)
}

// measure starts the site and the single file in a build folder in each browser.
func measure(build string, runs int) (rows []row, err error) {
	build, err = filepath.Abs(build)
	if err != nil {
		return nil, err
	}
	site, err := drive.Serve(filepath.Join(build, "site"))
	if err != nil {
		return nil, err
	}
	defer site.Close()
	for _, f := range forms {
		url := site.URL
		if f.single {
			url = "file://" + filepath.Join(build, "spoolscope.html")
		}
		var starts []start
		for range runs {
			s, err := once(f, url)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", f.name, err)
			}
			starts = append(starts, s)
		}
		rows = append(rows, row{f.name, middle(starts)})
	}
	return rows, nil
}

// once starts a browser, loads the page in it and returns the times.
func once(f form, url string) (start, error) {
	var s start
	canary, err := drive.NewCanary()
	if err != nil {
		return s, err
	}
	defer canary.Close()
	browser, err := f.start(canary)
	if err != nil {
		return s, err
	}
	defer browser.Close()
	page, err := browser.Open(url, drive.Options{Before: probe})
	if err != nil {
		return s, err
	}
	defer page.Close()
	if err := page.Wait("spoolscopeTimes.sample"); err != nil {
		return s, err
	}
	return s, page.Eval("spoolscopeTimes", &s)
}

// middle returns the median of each figure.
func middle(starts []start) start {
	of := func(get func(start) float64) float64 {
		all := make([]float64, len(starts))
		for i, s := range starts {
			all[i] = get(s)
		}
		slices.SortFunc(all, cmp.Compare[float64])
		return all[len(all)/2]
	}
	return start{
		First:  of(func(s start) float64 { return s.First }),
		Ready:  of(func(s start) float64 { return s.Ready }),
		Sample: of(func(s start) float64 { return s.Sample }),
		Pause:  of(func(s start) float64 { return s.Pause }),
	}
}
