package command

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
)

// Widths of running text, in characters.
const (
	usualWidth = 100 // where the output is not a terminal, or a wider one
	leastWidth = 40
)

// widthOf returns the width of running text for an output, in characters.
func widthOf(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
			return max(min(width, usualWidth), leastWidth)
		}
	}
	return usualWidth
}

// printAnswer writes what an expert would say about the queue.
func printAnswer(w *bufio.Writer, d *protocol.Diagnosis, width int) {
	if d == nil {
		return
	}
	printWrapped(w, "", d.Headline, width)
	printWrapped(w, "", spoken(d.Since), width)
	fmt.Fprintln(w)
	for _, s := range d.Sentences {
		printWrapped(w, "", spoken(s), width)
	}
	if len(d.Sentences) > 0 {
		fmt.Fprintln(w)
	}
	printWrapped(w, "", "Do this first: "+d.First.Title, width)
	for _, s := range d.First.Text {
		printWrapped(w, "  ", spoken(s), width)
	}
	fmt.Fprintln(w)
}

// spoken returns the text of a sentence.
func spoken(list []protocol.Phrase) string {
	var b strings.Builder
	for _, p := range list {
		b.WriteString(p.Text)
	}
	return b.String()
}

// printWrapped writes a paragraph in lines of at most width characters, unless
// a word is longer. It writes nothing that acts on a terminal.
func printWrapped(w *bufio.Writer, indent, text string, width int) {
	column := 0
	for _, word := range strings.Split(words.Printable(text), " ") { // a no-break space does not end a word
		n := utf8.RuneCountInString(word)
		switch {
		case n == 0:
			continue
		case column == 0:
			w.WriteString(indent)
			column = len(indent)
		case column+1+n > width:
			w.WriteString("\n" + indent)
			column = len(indent)
		default:
			w.WriteByte(' ')
			column++
		}
		w.WriteString(words.Breakable(word))
		column += n
	}
	if column > 0 {
		w.WriteByte('\n')
	}
}
