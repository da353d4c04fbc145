package main

import (
	_ "embed"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/spoolscope/spoolscope/scripts/toolchain"
)

//go:embed probe.js
var probe string

// row is a line of the table.
type row struct {
	name string
	start
}

// The table is between these lines of the README.
const (
	begins = "<!-- written by make times -->\n"
	ends   = "<!-- end of what make times writes -->\n"
)

// table returns the sizes and the rows in Markdown.
func table(build string, rows []row, runs int) (string, error) {
	module, err := os.ReadFile(filepath.Join(build, "site", "app.wasm"))
	if err != nil {
		return "", err
	}
	packed, err := toolchain.GzipSize(module)
	if err != nil {
		return "", err
	}
	single, err := os.Stat(filepath.Join(build, "spoolscope.html"))
	if err != nil {
		return "", err
	}
	site, err := folderSize(filepath.Join(build, "site"))
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "`spoolscope.html` is %s MB (limit 8.15). The site is %s MB, of which the WebAssembly module is %s MB, or %s MB\n"+
		"compressed with gzip (limit 5.95).\n\n", mega(int(single.Size())), mega(site), mega(len(module)), mega(packed))
	b.WriteString("| From the navigation, in seconds | first frame | start page | sample queue open | longest pause |\n|---|---|---|---|---|\n")
	for _, r := range rows {
		fmt.Fprintf(&b, "| %s | %.2f | %.2f | %.2f | %.2f |\n", r.name, r.First/1e3, r.Ready/1e3, r.Sample/1e3, r.Pause/1e3)
	}
	fmt.Fprintf(&b, "\nMedians of %d starts in new browsers, on %d cores, %s: `make times`.\n", runs, runtime.NumCPU(), runtime.GOARCH)
	return b.String(), nil
}

// mega formats bytes as megabytes, rounded up, so that a size above a limit never
// looks as if it were within it.
func mega(n int) string { return fmt.Sprintf("%.2f", math.Ceil(float64(n)/1e4)/100) }

func folderSize(dir string) (int, error) {
	size := 0
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			size += int(info.Size())
		}
		return err
	})
	return size, err
}

// replace replaces the table in a file.
func replace(path, text string) error {
	old, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	head, rest, ok := strings.Cut(string(old), begins)
	_, tail, ok2 := strings.Cut(rest, ends)
	if !ok || !ok2 {
		return fmt.Errorf("%s: no table between %q and %q", path, begins, ends)
	}
	return os.WriteFile(path, []byte(head+begins+text+ends+tail), 0o644)
}
