package main

import (
	"regexp"
	"strings"
)

// packages maps import paths by their spelling in the linker's names.
type packages map[string]string

func newPackages(paths []string) packages {
	p := packages{"main": "main"}
	for _, path := range paths {
		p[inSymbol(path)] = path
	}
	return p
}

// inSymbol escapes as the linker does in the names of a module's functions.
func inSymbol(name string) string {
	return notName.ReplaceAllString(name, "_")
}

var notName = regexp.MustCompile(`[^\w.]`)

// compiled is the prefix that the compiler puts before the package in the name
// of a function that compares or hashes a type.
var compiled = regexp.MustCompile(`^type_\.(eq|hash)\.(struct__|_\d+_)?_*`)

// other is the package of functions without one.
const other = "(made by compiler and linker)"

// of returns the import path of a function: the longest one that its name begins
// with.
func (p packages) of(function string) string {
	name := compiled.ReplaceAllString(function, "")
	for i := strings.LastIndex(name, "."); i > 0; i = strings.LastIndex(name[:i], ".") {
		if path, ok := p[name[:i]]; ok {
			return path
		}
	}
	return other
}

// modules are shown as one row each, by the beginning of their packages.
var modules = []struct{ prefix, name string }{
	{"github.com/maxence-charriere/go-app/", "go-app"},
	{"github.com/klauspost/compress", "klauspost/compress"},
	{"github.com/therootcompany/xz", "therootcompany/xz"},
	{"github.com/hack-pad/safejs", "safejs"},
	{"golang.org/x/net/", "x/net"},
	{"golang.org/x/text/", "x/text"},
	{"encoding/json", "std: encoding/json"},
	{"runtime", "Go runtime"},
	{"internal/runtime/", "Go runtime"},
	{"reflect", "std: reflect"},
	{"fmt", "std: fmt, strconv"},
	{"strconv", "std: fmt, strconv"},
	{"compress/", "std: compress/…"},
	{"archive/", "std: archive/…"},
	{"net/", "std: net/…"},
	{"crypto/", "std: crypto/…"},
	{"mime", "std: mime/…"},
}

// ours are shown package by package.
const ours = "github.com/spoolscope/spoolscope/"

// group names the row of a package.
func group(path string) string {
	if rest, ok := strings.CutPrefix(path, ours); ok {
		return rest
	}
	for _, m := range modules {
		if path == m.prefix || strings.HasPrefix(path, strings.TrimSuffix(m.prefix, "/")+"/") {
			return m.name
		}
	}
	first, _, _ := strings.Cut(path, "/")
	switch {
	case strings.Contains(first, "."):
		return path
	case path == "main":
		return "app"
	case path == other:
		return path
	}
	return "std: the rest"
}
