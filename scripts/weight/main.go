// Command weight prints what each package adds to the page's module, as a
// Markdown table.
//
//	go run ./scripts/weight         groups, with the standard library in one row
//	go run ./scripts/weight -all    every package
//
// It builds the module with the names of its functions and adds up their code.
// The gzip column is each row compressed alone with gzip -9; the sum is close to the
// size of the whole module, compressed. Data is not attributed to packages: line
// tables grow with the code, types and texts share one row. So a package costs about
// 40 % more than its row says, plus the packages that only it imports; only a build
// without it gives the exact figure.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/scripts/toolchain"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := weigh(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "weight:", err)
		os.Exit(1)
	}
}

func weigh(ctx context.Context) error {
	all := flag.Bool("all", false, "a row for each package")
	flag.Parse()
	if flag.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flag.Arg(0))
	}
	page, err := toolchain.Page(ctx, true)
	if err != nil {
		return err
	}
	paths, err := toolchain.PagePackages(ctx)
	if err != nil {
		return err
	}
	m, err := readModule(page.Wasm)
	if err != nil {
		return err
	}
	text, err := table(m, newPackages(paths), *all)
	if err != nil {
		return err
	}
	_, err = os.Stdout.WriteString(text)
	return err
}

// A row is a group of functions, or a part of the data.
type row struct {
	name  string
	bytes []byte
}

// table lists the rows of a module, the heaviest first.
func table(m module, packages packages, all bool) (string, error) {
	code := make(map[string][]byte)
	for _, f := range m.functions {
		name := packages.of(f.name)
		if !all {
			name = group(name)
		}
		code[name] = append(code[name], f.body...)
	}
	var rows []row
	for name, body := range code {
		rows = append(rows, row{name, body})
	}
	lines, rest := splitData(m.data)
	rows = append(rows, row{"data: line tables of all functions", lines}, row{"data: types, texts, tables", rest})
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(len(b.bytes), len(a.bytes)), cmp.Compare(a.name, b.name))
	})
	var b strings.Builder
	b.WriteString("| package | bytes | gzip -9 |\n|---|--:|--:|\n")
	total, totalPacked := 0, 0
	for _, r := range rows {
		packed, err := toolchain.GzipSize(r.bytes)
		if err != nil {
			return "", err
		}
		total += len(r.bytes)
		totalPacked += packed
		fmt.Fprintf(&b, "| %s | %d | %d |\n", r.name, len(r.bytes), packed)
	}
	fmt.Fprintf(&b, "| **all rows** | %d | %d |\n", total, totalPacked)
	return b.String(), nil
}
