package command

import (
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"

	"github.com/spoolscope/spoolscope/app/words"
)

// exact are the commands that print bytes of the queue unchanged, for programs to
// read, except to a terminal, which would act on some of them.
var exact = []string{"statuses", "replies", "purge", "messages", "show", "export", "report"}

// isTerminal reports whether a writer is a terminal.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// output returns where a command prints: w itself, or through words.Visible.
func output(w io.Writer, command string, terminal bool) io.Writer {
	if !terminal && slices.Contains(exact, command) {
		return w
	}
	return &visible{w: w}
}

// visible is a writer that passes on text as words.Visible shows it.
type visible struct {
	w    io.Writer
	rest []byte // a character of which more is to come
}

func (v *visible) Write(p []byte) (int, error) {
	text := append(v.rest, p...)
	whole := len(text) - unfinished(text)
	v.rest = slices.Clone(text[whole:])
	if _, err := io.WriteString(v.w, words.VisibleLines(characters(text[:whole]))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// characters returns p as UTF-8, with each invalid byte as the ISO 8859-1 character.
func characters(p []byte) string {
	if utf8.Valid(p) {
		return string(p)
	}
	var b strings.Builder
	for len(p) > 0 {
		r, n := utf8.DecodeRune(p)
		if r == utf8.RuneError && n == 1 {
			r = rune(p[0])
		}
		b.WriteRune(r)
		p = p[n:]
	}
	return b.String()
}

// Close passes on what is left. w stays open.
func (v *visible) Close() error {
	_, err := io.WriteString(v.w, words.VisibleLines(characters(v.rest)))
	v.rest = nil
	return err
}

// unfinished returns how many bytes at the end of p begin a character that is not
// whole.
func unfinished(p []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(p); n++ {
		if c := p[len(p)-n]; utf8.RuneStart(c) {
			if c >= utf8.RuneSelf && !utf8.FullRune(p[len(p)-n:]) {
				return n
			}
			break
		}
	}
	return 0
}
