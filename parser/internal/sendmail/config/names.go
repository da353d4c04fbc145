package config

import (
	"bytes"
	"slices"
	"strings"
)

// maxNames bounds the names that are kept of one file.
const maxNames = 1000

// Names returns the names that a configuration calls those of its own host: the
// macros j, m and M and the class w, in the order of the file. What refers to
// other macros or to files is left out.
func Names(text []byte) []string {
	var names []string
	for raw := range bytes.Lines(text) {
		line := strings.TrimRight(string(raw), " \t\r\n")
		if len(line) < 3 {
			continue
		}
		switch line[:2] {
		case "Dj", "Dm", "DM", "Cw":
		default:
			continue
		}
		for name := range strings.FieldsSeq(line[2:]) {
			if len(names) >= maxNames {
				return names
			}
			if !strings.ContainsAny(name, "$/|<>{}[]#") && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}
