package smtp

import "strings"

// Answer is a server's whole reply to one command, with all its lines (RFC 5321
// §4.2.1). Servers break sentences anywhere, and some put the essential part in
// the third line; only the whole can be understood.
type Answer struct {
	Code     Code     // 0 for a line that is not a reply
	Enhanced Enhanced // of the first line that has one
	Lines    []string // as received, codes and all
	Text     string   // what the lines say, codes taken out, joined with blanks
	// Echo reports that the reply is only a consequence of an earlier one:
	// after a refused RCPT there is nothing left to send, and a client that
	// pipelines gets 503 or 554 to its DATA. It is never the reason.
	Echo bool
}

// Meaning explains the whole reply.
func (a *Answer) Meaning() Meaning { return Explain(a.Code, a.Enhanced, a.Text) }

// String returns the reply as received, its lines separated by line feeds,
// which ParseAnswer reads.
func (a *Answer) String() string { return strings.Join(a.Lines, "\n") }

// OneLine returns the reply as a single line: the code, the enhanced code and
// the text of all lines.
func (a *Answer) OneLine() string {
	if a.Code == 0 {
		return a.Text
	}
	s := a.Code.String()
	if !a.Enhanced.IsZero() {
		s += " " + a.Enhanced.String()
	}
	return strings.TrimSpace(s + " " + a.Text)
}

// ParseAnswer reads one whole reply, its lines separated by line feeds, or all
// in one line as ParseInline reads them. Lines that do not belong to the first
// reply are left out.
func ParseAnswer(text string) Answer {
	if !strings.Contains(text, "\n") {
		return ParseInline(text)
	}
	return joined(strings.Split(text, "\n"))[0]
}

// Answers joins the lines of a dialogue with one server, without leading "<<< "
// and in order, into whole replies. Each list holds the lines after one
// command; a reply never continues in the next list. A line that is not a reply
// becomes an Answer without a code.
func Answers(commands ...[]string) []Answer {
	var all []Answer
	for _, lines := range commands {
		all = append(all, joined(lines)...)
	}
	refused := false
	for i := range all {
		a := &all[i]
		failed := a.Code.Temporary() || a.Code.Permanent()
		if failed && refused && a.Meaning().Topic == Echo {
			a.Echo = true
			continue
		}
		refused = refused || failed
	}
	return all
}

// joined joins lines into whole replies.
// QUIRK: a line that announces another, with "-" after its code, may be the
// last one, and the next may have another code, which then begins a new reply.
func joined(lines []string) []Answer {
	var all []Answer
	more := false
	for _, line := range lines {
		r, ok := ParseReply(line)
		switch {
		case !ok:
			all = append(all, Answer{Lines: []string{line}, Text: line})
		case more && all[len(all)-1].Code == r.Code:
			a := &all[len(all)-1]
			a.Lines = append(a.Lines, line)
			a.Text = strings.TrimSpace(a.Text + " " + r.Text)
			if a.Enhanced.IsZero() {
				a.Enhanced = r.Enhanced
			}
		default:
			all = append(all, Answer{Code: r.Code, Enhanced: r.Enhanced, Lines: []string{line}, Text: r.Text})
		}
		more = r.More
	}
	return all
}
