package mailq

import (
	"encoding/binary"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf16"
)

// each changes every line.
func each(s string, change func(n int, line string) string) string {
	var b strings.Builder
	n := 0
	for l := range strings.Lines(s) {
		n++
		b.WriteString(change(n, strings.TrimSuffix(l, "\n")) + "\n")
	}
	return b.String()
}

func before(prefix string) func(string) string {
	return func(s string) string {
		return each(s, func(_ int, l string) string { return prefix + l })
	}
}

// wide returns the text in UTF-16.
func wide(order binary.AppendByteOrder, mark bool) func(string) string {
	return func(s string) string {
		if mark {
			s = "\ufeff" + s
		}
		var out []byte
		for _, u := range utf16.Encode([]rune(s)) {
			out = order.AppendUint16(out, u)
		}
		return string(out)
	}
}

func replacer(pairs ...string) func(string) string { return strings.NewReplacer(pairs...).Replace }

func pattern(expr, by string) func(string) string {
	re := regexp.MustCompile(expr)
	return func(s string) string { return re.ReplaceAllString(s, by) }
}

// expandTabs makes eight columns of each tab.
func expandTabs(s string) string { return strings.ReplaceAll(s, "\t", "        ") }

// soft breaks lines at blanks, as mail programs do.
func soft(width int) func(string) string {
	return func(s string) string {
		return each(expandTabs(s), func(_ int, l string) string {
			var out []string
			for len(l) > width {
				at := strings.LastIndexByte(l[:width+1], ' ')
				if at <= 0 || strings.TrimSpace(l[:at]) == "" {
					break
				}
				out = append(out, l[:at])
				l = l[at+1:]
			}
			return strings.Join(append(out, l), "\n")
		})
	}
}

// hard breaks lines at a width, as terminals do.
func hard(width int) func(string) string {
	return func(s string) string {
		return each(expandTabs(s), func(_ int, l string) string {
			var out []string
			for len(l) > width {
				out = append(out, l[:width])
				l = l[width:]
			}
			return strings.Join(append(out, l), "\n")
		})
	}
}

// pages puts something before every n-th line.
func pages(n int, prompt string) func(string) string {
	return func(s string) string {
		return each(s, func(k int, l string) string {
			if k%n == 0 {
				return prompt + l
			}
			return l
		})
	}
}

func bold(s string) string {
	return each(s, func(_ int, l string) string {
		if !strings.Contains(l, "Deferred") {
			return l
		}
		var b strings.Builder
		for _, c := range l {
			if c == ' ' {
				b.WriteRune(c)
			} else {
				fmt.Fprintf(&b, "%c\b%c", c, c)
			}
		}
		return b.String()
	})
}

var escapeHTML = replacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// columnT aligns words as column -t does.
func columnT(s string) string {
	var rows [][]string
	var widths []int
	for l := range strings.Lines(s) {
		row := strings.Fields(l)
		rows = append(rows, row)
		for k, w := range row {
			if k == len(widths) {
				widths = append(widths, 0)
			}
			widths[k] = max(widths[k], len(w))
		}
	}
	var b strings.Builder
	for _, row := range rows {
		line := ""
		for k, w := range row {
			line += fmt.Sprintf("%-*s  ", widths[k], w)
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}

func escapedPython(s string) string {
	return strings.NewReplacer("\\", `\\`, "\n", `\n`, "\t", `\t`, "'", `\'`).Replace(s)
}

func pythonList(s, mark string) string {
	var lines []string
	for l := range strings.Lines(s) {
		lines = append(lines, mark+"'"+escapedPython(strings.TrimSuffix(l, "\n"))+"'")
	}
	return "[" + strings.Join(lines, ", ") + "]\n"
}
