package engine

import (
	"io"
	"path"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage/causes"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// Explain says what a pasted status or reply means, without a queue to look it
// up in.
func Explain(text string) protocol.Explanation { return explanation(reason.Explain(text)) }

// ExplainList says what each of several statuses means, given one per line
// without their messages, perhaps with counts. It returns nil for any other
// text.
func ExplainList(text string) *protocol.StatusList {
	l, ok := reason.ParseList(text)
	if !ok {
		return nil
	}
	out := &protocol.StatusList{Rows: []protocol.StatusRow{}, Lines: l.Lines, Announced: l.Announced}
	for _, s := range l.Statuses {
		if len(out.Rows) == protocol.MaxStatusRows {
			out.Left++
			continue
		}
		out.Rows = append(out.Rows, protocol.StatusRow{Count: s.Count, Explanation: explanation(s.Explanation)})
	}
	return out
}

func explanation(x reason.Explanation) protocol.Explanation {
	out := protocol.Explanation{
		Text: words.Printable(x.Text), System: x.System, Known: x.Known, Meaning: x.Meaning, Topic: x.Topic.Key,
		Code: x.Reason.CodeText(), Enhanced: x.Reason.EnhancedText(), Standard: x.Standard, Because: words.Printable(x.Topic.Because),
		Source: x.Source, Who: x.Topic.Actor.String(), Advice: x.Advice, Lasts: x.Lasts, Delete: x.Delete,
	}
	switch {
	case !x.Known:
	case x.Topic.Evidence == smtp.Words:
		out.Sure = causes.Likely.String()
	default:
		out.Sure = causes.Certain.String()
	}
	return out
}

// How long a source may be, in bytes, to be one status or reply, and to be many
// of them.
const (
	maxExplained = 4 << 10
	maxStatuses  = 8 << 20
)

// explained explains a status or reply, or several, that were opened as if they
// were a queue, in place of the error that l has. Anything else is left as it
// is.
func explained(l *protocol.Loaded, sources []parser.Source) {
	text, ok := soleText(sources, maxStatuses)
	if !ok {
		return
	}
	name := path.Base(sources[0].Name)
	if l.Statuses = ExplainList(text); l.Statuses != nil {
		l.Fatal = &protocol.ErrorBox{Title: name + " has statuses without their messages.", Text: statusesText(l.Statuses)}
		return
	}
	if len(text) > maxExplained || !reason.IsStatus(text) {
		return
	}
	x := Explain(text)
	l.Explained = &x
	l.Fatal = &protocol.ErrorBox{
		Title: name + " is one status or reply, not a queue.",
		Text:  "`spoolscope explain` says what it means, who must act and how long it lasts.",
	}
}

// maxFinished is the length, in bytes, up to which the lines of a log about failures are explained.
const maxFinished = 1 << 20

// failures explains the lines about failed or refused mail in a short log that leaves no message
// waiting, such as one that was pasted to ask about them.
func failures(l *protocol.Loaded, sources []parser.Source) {
	text, ok := soleText(sources, maxFinished)
	if !ok {
		return
	}
	if l.Statuses = ExplainList(text); l.Statuses == nil {
		return
	}
	l.Statuses.Log = l.Fatal.Title + " " + words.UpperFirst(l.Fatal.Text)
	about := "lines are"
	if l.Statuses.Lines == 1 {
		about = "line is"
	}
	l.Fatal.Text += " " + words.Number(l.Statuses.Lines) + " " + about + " about mail that failed or was refused; `spoolscope explain FILE` says why."
}

// soleText returns the text of the one source, if there are no others and it is no longer than most.
func soleText(sources []parser.Source, most int64) (string, bool) {
	if len(sources) != 1 || sources[0].At == nil || sources[0].Size <= 0 || sources[0].Size > most {
		return "", false
	}
	text := make([]byte, sources[0].Size)
	if n, err := sources[0].At.ReadAt(text, 0); n < len(text) || err != nil && err != io.EOF {
		return "", false
	}
	return string(text), true
}

// statusesText says how many statuses there are.
func statusesText(l *protocol.StatusList) string {
	text := words.Plural(l.Lines, "line", "lines") + " with " + words.Plural(len(l.Rows)+l.Left, "different status", "different statuses")
	if l.Announced > 0 {
		text += ", of " + words.Plural(l.Announced, "message", "messages") + " that the queue announces"
	}
	return text + ". `spoolscope explain FILE` says what each means. To see the messages, open the whole output of `mailq`."
}
