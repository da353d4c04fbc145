package command

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
)

// history writes what mail logs have about a message as text, a line an event, with nothing folded.
type history struct{ w io.Writer }

func (p history) print(h *protocol.History) {
	files := make([]string, 0, len(h.Logs))
	for _, l := range h.Logs {
		files = append(files, l.Name)
	}
	fmt.Fprintf(p.w, "%s: %s in %s\n", words.Printable(h.ID), words.Plural(h.Count, "event", "events"), words.Printable(strings.Join(files, ", ")))
	if h.Parent != nil {
		fmt.Fprintln(p.w, words.Printable(linkText(h.Parent)))
	}
	if g := h.Gone; g != nil {
		fmt.Fprintln(p.w, "what became of it: "+words.Printable(words.Breakable(g.Text)))
		for n := range g.Notices {
			fmt.Fprintln(p.w, words.Printable(linkText(&g.Notices[n])))
		}
	}
	table := tabwriter.NewWriter(p.w, 0, 8, 2, ' ', 0)
	p.events(table, h.Events)
	table.Flush()
	for _, n := range h.Notes {
		fmt.Fprintf(p.w, "note: %s\n", words.Printable(words.Unmarked(n)))
	}
}

// events writes a row for each event: when, how old the message was, what, and where the line is.
func (p history) events(w io.Writer, events []protocol.Event) {
	for n := range events {
		e := &events[n]
		if len(e.Folded) > 0 {
			p.events(w, e.Folded)
			continue
		}
		age := ""
		if e.Age >= 0 {
			age = "+" + (time.Duration(e.Age) * time.Second).String()
		}
		when := "unknown"
		if e.At != 0 {
			when = time.Unix(e.At, 0).UTC().Format("2006-01-02 15:04:05 UTC")
		}
		if e.Clock != "" {
			when += ", " + e.Clock
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", when, age, e.Kind, words.Printable(e.Source), words.Printable(eventText(e)))
	}
}

// eventText returns what an event says, in one line.
func eventText(e *protocol.Event) string {
	text := append([]string{}, e.Notes...)
	if e.Where != "" {
		text = append([]string{e.Where}, text...)
	}
	if e.Whom != "" {
		text = append([]string{e.Whom}, text...)
	}
	line := strings.Join(text, ", ")
	if e.Said != "" {
		if line != "" {
			line += ": "
		}
		line += e.Said
	}
	if e.Other != nil {
		line = strings.TrimSpace(line + " (" + linkText(e.Other) + ")")
	}
	return line
}

func linkText(l *protocol.Linked) string {
	text := l.As + " " + l.ID
	switch {
	case l.Query != "":
		text += ", in this queue"
	case l.Fate != "":
		text += ", " + l.Fate
	}
	return text
}
