package reason

import (
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// Meaning returns what the reply in a status, or a reply line, means: the one reading
// that all screens and commands share. text is the status that r was parsed from.
func (r *Reason) Meaning(text string) smtp.Meaning {
	text = spoken(text)
	if r.Cut {
		return smtp.ExplainCut(r.Code, r.Enhanced, text)
	}
	return smtp.Explain(r.Code, r.Enhanced, text)
}
