package smtp

import "strings"

// Answer is a server's whole reply to one command, with all its lines
// (RFC 5321 §4.2.1). Servers break a sentence anywhere, and some put what
// matters in the third line; only the whole can be understood.
type Answer struct {
	Code     Code
	Enhanced Enhanced // of the first line that has one
	Lines    []string // as received, codes and all
	Text     string   // what the lines say, codes taken out, joined with blanks
	// Echo tells that the reply only follows from an earlier one: after a
	// refused RCPT there is nothing left to send, and a client that pipelines
	// hears 503 or 554 to its DATA. It is never the reason.
	Echo bool
}

// Meaning explains the whole of it.
func (a *Answer) Meaning() Meaning { return Explain(a.Code, a.Enhanced, a.Text) }

// Answers joins the lines of a dialogue with one server, without "<<< " before
// them and in the order in which they came, into whole replies. A line that is
// no reply is left out.
//
// QUIRK: a line that announces more, with "-" after its code, may be the last
// one, and the next may have another code; then that begins a new reply.
func Answers(lines []string) []Answer {
	var all []Answer
	more, refused := false, false
	for _, line := range lines {
		r, ok := ParseReply(line)
		if !ok {
			more = false
			continue
		}
		if more && all[len(all)-1].Code == r.Code {
			a := &all[len(all)-1]
			a.Lines = append(a.Lines, line)
			a.Text = strings.TrimSpace(a.Text + " " + r.Text)
			if a.Enhanced.IsZero() {
				a.Enhanced = r.Enhanced
			}
		} else {
			all = append(all, Answer{Code: r.Code, Enhanced: r.Enhanced, Lines: []string{line}, Text: r.Text})
		}
		more = r.More
	}
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
