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
func Explain(text string) protocol.Explanation {
	x := reason.Explain(text)
	out := protocol.Explanation{
		Text: words.Printable(x.Text), Known: x.Known, Meaning: x.Meaning, Topic: x.Topic.Key,
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

// maxExplained is how long a source may be, in bytes, to be one status or reply.
const maxExplained = 4 << 10

// explained is what a single status or reply means that was opened as if it
// were a queue, and the box for it; nil for anything else.
func explained(sources []parser.Source) (*protocol.Explanation, *protocol.ErrorBox) {
	if len(sources) != 1 || sources[0].At == nil || sources[0].Size <= 0 || sources[0].Size > maxExplained {
		return nil, nil
	}
	text := make([]byte, sources[0].Size)
	if n, err := sources[0].At.ReadAt(text, 0); n < len(text) || err != nil && err != io.EOF {
		return nil, nil
	}
	if !reason.IsStatus(string(text)) {
		return nil, nil
	}
	x := Explain(string(text))
	return &x, &protocol.ErrorBox{
		Title: path.Base(sources[0].Name) + " is one status or reply, not a queue.",
		Text:  "`spoolscope explain` says what it means, who must act and how long it lasts.",
	}
}
