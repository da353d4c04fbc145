package main

import (
	"errors"
	"io/fs"
	"os"
	"strings"
)

// The report is between these lines; the handwritten text around them is kept.
const (
	begin = "<!-- written by make bench -->\n"
	end   = "<!-- end of what make bench writes -->\n"
	title = "# Benchmarks\n"
)

// save writes the report into a file.
func save(name, report string) error {
	old, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.WriteFile(name, []byte(merge(string(old), report)), 0o644)
}

// merge replaces the previous report; if there is none, it inserts the report
// below the title.
func merge(old, report string) string {
	before, rest, ok := strings.Cut(old, begin)
	if ok {
		if _, after, closed := strings.Cut(rest, end); closed {
			return before + begin + report + end + after
		}
	}
	return title + "\n" + begin + report + end + strings.TrimPrefix(old, title)
}
