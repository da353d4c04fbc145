package main

import (
	"errors"
	"io/fs"
	"os"
	"strings"
)

// The report stands between these lines; what is written by hand around them
// stays.
const (
	begin = "<!-- written by make bench -->\n"
	end   = "<!-- end of what make bench writes -->\n"
	title = "# Benchmarks\n"
)

// save puts the report into a file.
func save(name, report string) error {
	old, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.WriteFile(name, []byte(merge(string(old), report)), 0o644)
}

// merge puts the report in the place of the one before; where there is none,
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
