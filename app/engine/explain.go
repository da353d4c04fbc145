package engine

import (
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage/causes"
	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words"
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
