package smtp

import (
	"cmp"
	"strings"
)

// Meaning explains a reply to an administrator.
type Meaning struct {
	Short    string // a few plain words: "No such address"
	Standard string // the code's meaning, as the standard has it
	Detail   string // the enhanced code's meaning, "" without one
	Advice   string // temporary or permanent, what it means in practice, who must act
	Topic    Topic  // the family of reasons
	Because  string // what decided: `“over quota”`, `4.2.2` or `452`
}

// maxText is how much of a reply's text Explain looks at, in bytes. RFC 5321
// §4.5.3.1.5 allows 512 a line.
const maxText = 1024

// Explain tells what a reply means. The code decides whether it is temporary;
// for what it is about, a telling text beats the enhanced code, and that beats
// the code, because servers use a few codes for everything (550 and 554 for
// spam, 450 and 451 for greylisting and rate limits).
func Explain(c Code, e Enhanced, text string) Meaning {
	// QUIRK: qmail puts the enhanced code at the end of the text, "(#5.7.1)".
	if e.IsZero() {
		if t, ok := trailing(text[:min(len(text), maxText)]); ok {
			e = t
		}
	}
	class := classOf(c, e)
	m := Meaning{Standard: standard[c]}
	if m.Standard == "" {
		m.Standard = unknownCode(c)
	}
	if !e.IsZero() {
		m.Detail = detail[[2]int{e.Subject, e.Detail}]
		if m.Detail == "" {
			m.Detail = subjects[min(max(e.Subject, 0), len(subjects)-1)]
		}
	}
	r, word := find(class, e, text)
	m.Because = "“" + strings.TrimSpace(word) + "”"
	if r == nil {
		r, m.Because = byEnhanced(class, e), e.String()
	}
	if r == nil {
		r, m.Because = byCode(c, class), c.String()
	}
	m.Short, m.Topic = r.short, r.topic
	m.Advice = lead(class) + cmp.Or(r.advice, topics[r.topic].advice)
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
	switch class {
	case 4:
		return "Temporary: sendmail tries again by itself. "
	case 5:
		return "Permanent: trying again does not help. "
	}
	return ""
}

var subjects = [...]string{
	"Other or undefined status", "Addressing status", "Mailbox status", "Mail system status", "Network and routing status",
	"Mail delivery protocol status", "Message content or media status", "Security or policy status", "Status not registered",
}

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

// find returns the first rule whose words stand in the text, and those words.
func find(class int, e Enhanced, text string) (*rule, string) {
	if class == 0 || text == "" {
		return nil, ""
	}
	low := strings.ToLower(withoutAddresses(text[:min(len(text), maxText)]))
	telling := tells(e)
	for i := range rules {
		r := &rules[i]
		if r.class != 0 && r.class != class || r.weak && telling {
			continue
		}
		for _, w := range r.words {
			if strings.Contains(low, w) {
				return r, w
			}
		}
	}
	return nil, ""
}

// tells tells whether the enhanced code says what the matter is. Servers use
// the rest for anything.
func tells(e Enhanced) bool {
	if e.IsZero() || e.Detail == 0 {
		return false
	}
	switch [2]int{e.Subject, e.Detail} {
	case [2]int{7, 1}, [2]int{3, 2}, [2]int{4, 5}, [2]int{2, 1}, [2]int{4, 1}, [2]int{4, 2}:
		return false
	}
	return detail[[2]int{e.Subject, e.Detail}] != ""
}

func byEnhanced(class int, e Enhanced) *rule {
	if e.IsZero() || class == 0 {
		return nil
	}
	k := [2]int{e.Subject, e.Detail}
	if class == 4 {
		if r, ok := temporary[k]; ok {
			return &r
		}
	}
	if r, ok := enhanced[k]; ok {
		return &r
	}
	return nil
}

func byCode(c Code, class int) *rule {
	if r, ok := codes[c]; ok {
		return &r
	}
	switch class {
	case 4:
		return &rule{topic: TryLater, short: "Not now", advice: "The server gave no reason that can be told from the code. If it lasts for hours, ask the postmaster of the other side."}
	case 5:
		return &rule{topic: Refused, short: "Refused", advice: "The server gave no reason that can be told from the code. Read its text; the sender or the postmaster of the other side must act."}
	}
	if c.Valid() {
		return &rule{short: "No failure", advice: "The server agreed and went on."}
	}
	return &rule{short: "No reply", advice: "No reply code was recorded."}
}

// withoutAddresses blanks words with an @, so that an address such as
// abuse@throttle.example is not taken for what the reply says. URLs stay: their
// words tell something.
func withoutAddresses(s string) string {
	if strings.IndexByte(s, '@') < 0 {
		return s
	}
	words := strings.Fields(s)
	for i, w := range words {
		if strings.Contains(w, "://") {
			continue
		}
		if at := strings.IndexByte(w, '@'); at >= 0 {
			// What follows the address may say something: "<a@b>:".
			end := strings.IndexAny(w[at:], ">:,;)")
			if end < 0 {
				end = len(w) - at
			}
			start := strings.LastIndexAny(w[:at], "<(,;:=") + 1
			words[i] = w[:start] + "@" + w[at+end:] // "<>" is the null sender
		}
	}
	return strings.Join(words, " ")
}
