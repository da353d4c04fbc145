package engine

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/share"
	"github.com/spoolscope/spoolscope/app/words"
)

// answer fills in what happened and why mail waits. Names are replaced in it
// already.
func (r reporting) answer(out *share.Report, d *protocol.Diagnosis) {
	if d == nil {
		out.Headline = "No mail is waiting."
		return
	}
	out.Headline = cut(plainly(d.Headline))
	out.Since = cut(sentence(d.Since, false))
	for _, s := range d.Sentences {
		out.Answer = append(out.Answer, cut(sentence(s, true)))
	}
	if len(out.Answer) > maxAnswer {
		out.Answer = out.Answer[:maxAnswer]
	}
}

// maxAnswer is how many sentences a report has: three, and one each of a few
// hosts.
const maxAnswer = 8

// first fills in what to do first.
func (r reporting) first(out *share.Report, d *protocol.Diagnosis) {
	if d == nil || d.First.Title == "" {
		return
	}
	text := "**" + words.Literal(strings.TrimSuffix(plainly(d.First.Title), ".")) + ".**"
	if len(d.First.Text) > 0 {
		text += " " + sentence(d.First.Text[0], true)
	}
	out.Short = append(out.Short, share.ReportFinding{Title: "What comes first?", Text: cut(text)})
}

// sentence returns a sentence in plain words. What stands out in it is bold, if it
// may be.
func sentence(list []protocol.Phrase, marked bool) string {
	var b strings.Builder
	for _, p := range list {
		text := p.Text
		if p.Query == "" {
			text = plainly(text) // no name
		}
		if marked {
			text = words.Literal(text)
		}
		if marked && p.Strong {
			text = "**" + text + "**"
		}
		b.WriteString(text)
	}
	return b.String()
}

// plain has everyday words for the field's terms.
var plain = map[string]string{
	"bounce": "return", "bounces": "returns", "Bounces": "Returns", "deferred": "delayed", "quarantined": "held back", "quarantine": "hold",
}

// plainly replaces words of the field, not parts of names.
func plainly(s string) string {
	list := strings.Split(s, " ")
	for n, word := range list {
		core := strings.TrimRight(word, ".,;:)")
		if other, ok := plain[core]; ok {
			list[n] = other + word[len(core):]
		}
	}
	return strings.Join(list, " ")
}

// whoCan is who can remove a cause, by its side.
var whoCan = map[string]string{"ours": "Mail team", "theirs": "The other side", "network": "Network team", "sender": "The senders"}

// causes fills in what is happening, and what to do about it.
func (r reporting) causes(out *share.Report, o *protocol.Overview) {
	advised := map[string]bool{}
	for n, f := range o.Causes {
		title := r.text(plainly(f.Title))
		if n < share.ReportCauses {
			who := whoCan[f.Side]
			if who == "" {
				who = "Unclear"
			}
			if f.Subtitle != "" {
				who += ": " + r.text(plainly(f.Subtitle))
			}
			out.Causes = append(out.Causes, share.ReportRow{Name: title, Said: who, Count: words.Number(f.Count)})
		}
		if f.Advice == "" || advised[f.Advice] || len(out.Advice) == share.ReportAdvices {
			continue
		}
		advised[f.Advice] = true
		who := map[string]string{"theirs": "Mail team, with the other side", "network": "Network team", "sender": "The senders, informed by the mail team"}[f.Side]
		if who == "" {
			who = "Mail team"
		}
		out.Advice = append(out.Advice, share.ReportAdvice{Who: who, Text: words.Literal(title) + ". " + r.text(strings.ReplaceAll(plainly(f.Advice), "\n", " "))})
	}
	if more := len(o.Causes) - share.ReportCauses; more > 0 {
		out.Smaller = "And " + words.Plural(more, "smaller cause", "smaller causes") + ". A message can have several."
	}
}
