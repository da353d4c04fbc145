package paste

import (
	"bytes"
	"regexp"
	"strconv"
	"unicode/utf8"
)

// What ansible prints before an output that it gives in one line, or in JSON.
var (
	ansibleOneline = regexp.MustCompile(`^(\S+ \| [A-Z]+ \| rc=-?\d+) \| \(stdout\) ?`)
	jsonString     = regexp.MustCompile(`"stdout": ?"((?:[^"\\]|\\.)*)"`)
	quotedSign     = regexp.MustCompile(`\\\\?(?:[nrt"\\/]|u[0-9a-fA-F]{4})`)
)

// unquote writes line ends, tabs and signs as themselves in a line that has a
// whole output as a string of JSON.
func unquote(text []byte) []byte {
	if !bytes.Contains(text, []byte(`\n`)) {
		return text
	}
	if m := jsonString.FindSubmatch(text); m != nil {
		text = m[1]
	}
	text = ansibleOneline.ReplaceAll(text, []byte("$1 >>\n"))
	return quotedSign.ReplaceAllFunc(text, func(s []byte) []byte {
		s = bytes.TrimLeft(s, `\`)
		switch {
		case len(s) == 0:
			return []byte(`\`)
		case s[0] == 'n':
			return []byte("\n")
		case s[0] == 'r':
			return nil
		case s[0] == 't':
			return []byte("\t")
		case s[0] == 'u':
			n, err := strconv.ParseUint(string(s[1:]), 16, 16)
			if err != nil {
				return s
			}
			return utf8.AppendRune(nil, rune(n))
		}
		return s
	})
}
