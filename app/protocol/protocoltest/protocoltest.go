// Package protocoltest writes answers as text that a golden file holds and a person
// reads. Links of a sentence are in brackets, so that a golden file pins both.
package protocoltest

import (
	"fmt"
	"strings"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// Diagnosis returns a diagnosis as text, with its links in brackets and an empty
// line at the end.
func Diagnosis(d *protocol.Diagnosis) string {
	if d == nil {
		return "no answer\n\n"
	}
	var b strings.Builder
	b.WriteString(d.Headline + "\n" + line(d.Since))
	for _, s := range d.Sentences {
		b.WriteString(line(s))
	}
	fmt.Fprintf(&b, "First: %s (%d)\n", d.First.Title, d.First.Count)
	for _, s := range d.First.Text {
		b.WriteString(line(s))
	}
	return b.String() + "\n"
}

func line(sentence []protocol.Phrase) string {
	text := ""
	for _, p := range sentence {
		if p.Query != "" {
			text += "[" + p.Text + "]"
		} else {
			text += p.Text
		}
	}
	return text + "\n"
}
