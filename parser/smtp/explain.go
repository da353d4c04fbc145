package smtp

import (
	"cmp"
	"strings"
)

// Meaning explains a reply to an administrator.
type Meaning struct {
	Short    string // a few plain words: "No such address"
	Standard string // the code's meaning according to the standard
	Detail   string // the enhanced code's meaning, "" without one
	Advice   string // temporary or permanent, what it means in practice, who must act
	Step     string // Advice without whether it is temporary
	Topic    Topic  // the family of reasons
	Because  string // what decided: `“over quota”`, `4.2.2` or `452`
	Source   string // whose words or codes they are: "Yahoo: Sender Hub, error codes"
	Evidence Evidence
}

// Explain returns what a reply means. The code decides whether it is
// temporary. The topic comes from the first of these that applies: a
// provider's own token, a code with one meaning, words with their object, an
// enhanced code of the registry, other words, the reply code. Servers use a
// few codes for everything (550 and 554 for spam, 450 and 451 for greylisting
// and rate limits). The text may begin with the codes.
func Explain(c Code, e Enhanced, text string) Meaning { return explain(c, e, text, false) }

// ExplainCut is Explain for a text that may go on, as mailq cuts it: its last
// words may be the beginning of something longer.
func ExplainCut(c Code, e Enhanced, text string) Meaning { return explain(c, e, text, true) }

func explain(c Code, e Enhanced, text string, cut bool) Meaning {
	// QUIRK: qmail puts the enhanced code at the end of the text, "(#5.7.1)".
	if e.IsZero() {
		if t, ok := trailing(text[:min(len(text), maxText)]); ok {
			e = t
		} else if t, _, ok := tagged(text); ok {
			e = t
		}
	}
	if r, ok := ParseReply(text); ok && r.Code == c {
		text = r.Text
	}
	class := classOf(c, e)
	m := Meaning{Standard: c.Standard()}
	if !e.IsZero() {
		m.Detail = cmp.Or(detail[[2]int{e.Subject, e.Detail}], subjects[min(max(e.Subject, 0), len(subjects)-1)])
	}
	if class == 0 {
		m.Short, m.Advice = "No reply", "No reply code was recorded."
		if c.Valid() {
			m.Short, m.Advice = "No failure", "The server agreed and went on."
		}
		m.Because = c.String()
		return m
	}
	t := rules()
	f := t.find(c, e, class, text, cut)
	r := &t.rules[f.rule] // there is one for each class
	switch {
	case f.text != "":
		m.Because = "“" + strings.TrimRight(f.text, " [(<:;,") + "”" // of words, not of what follows them
	case r.enhanced != nil:
		m.Because = e.String()
	default:
		m.Because = cmp.Or(c.String(), e.String())
	}
	about := &topics[r.topic]
	m.Short, m.Topic, m.Source, m.Evidence = cmp.Or(r.says, about.short), r.topic, r.source, r.section.evidence()
	if f.cut || f.weak {
		m.Evidence = min(m.Evidence, Words)
	}
	if by := &t.rules[f.bare]; m.Evidence == Words && by.topic == r.topic {
		m.Evidence = max(Words, by.section.evidence()) // the codes may say the same
	}
	m.Step = cmp.Or(r.advice, about.advice)
	m.Advice = lead(class) + m.Step
	return m
}

// classOf returns 4 or 5, or 0 where nothing failed or nothing is known.
func classOf(c Code, e Enhanced) int {
	switch {
	case c.Temporary():
		return 4
	case c.Permanent():
		return 5
	case c == 0 && (e.Class == 4 || e.Class == 5):
		return e.Class
	}
	return 0
}

func lead(class int) string {
	if class == 4 {
		return "Temporary: it is tried again by itself. "
	}
	return "Permanent: trying again does not help. "
}

var subjects = [...]string{
	"Other or undefined status", "Addressing status", "Mailbox status", "Mail system status", "Network and routing status",
	"Mail delivery protocol status", "Message content or media status", "Security or policy status", "Status not registered",
}

// Standard returns what the code means according to the standard.
func (c Code) Standard() string { return cmp.Or(standard[c], unknownCode(c)) }

func unknownCode(c Code) string {
	switch {
	case c.Temporary():
		return "Not in the standard: a temporary failure, by its first digit"
	case c.Permanent():
		return "Not in the standard: a permanent failure, by its first digit"
	case c == 0:
		return "No reply code"
	}
	return "Not in the standard"
}
