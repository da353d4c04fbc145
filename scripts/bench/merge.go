package main

import (
	"errors"
	"io/fs"
	"os"
	"strings"
)

// section is a part of the report, between two marker lines. The handwritten text around it is
// kept.
type section struct{ begin, end string }

var (
	ofPage    = section{"<!-- written by make bench -->\n", "<!-- end of what make bench writes -->\n"}
	ofSystems = section{"<!-- written by make bench: mail systems -->\n", "<!-- end of what make bench writes of mail systems -->\n"}
)

const title = "# Benchmarks\n"

// save writes a section of the report into a file.
func save(name string, s section, report string) error {
	old, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.WriteFile(name, []byte(s.merge(string(old), report)), 0o644)
}

// merge replaces the previous section; if there is none, it inserts the
// section: below the title, or, for the mail systems, after the section of the
// page.
func (s section) merge(old, report string) string {
	before, rest, ok := strings.Cut(old, s.begin)
	if ok {
		if _, after, closed := strings.Cut(rest, s.end); closed {
			return before + s.begin + report + s.end + after
		}
	}
	if before, after, ok := strings.Cut(old, ofPage.end); ok && s != ofPage {
		return before + ofPage.end + "\n" + s.begin + report + s.end + after
	}
	return title + "\n" + s.begin + report + s.end + strings.TrimPrefix(old, title)
}
