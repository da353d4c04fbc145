// Package mailsystem has the words and commands that differ from one mail system
// to the next, a table for each. Screens, reports and findings take them from
// here, so that nothing is told to do on a Postfix server what only sendmail
// can. What a table leaves out reads the same for all of them.
package mailsystem

import "slices"

// Words are how a mail system is spoken of.
type Words struct {
	Name     string // in a sentence: "sendmail"
	Findings map[string]Finding

	// Why a message waits, for each state in which nothing failed.
	Held, Quarantined, Lost, Orphan, Damaged, NoData, Processing string

	Kept  string // how tries follow each other, "" where that is not known
	Limit string // the limit that holds where no configuration says another: "default limit of 5 days"
	Tries string // what is recorded of tries
	Added string // whose header lines are those that it adds
	AsIs  string // the message as it would be sent
}

// Finding is what is said about a cause, by its rule, where that depends on the
// system.
type Finding struct {
	One, Many string // after a number; with One "", Many is all of the title
	Text      string // after the count
	Advice    string
	Command   string // changes nothing, or what the advice says
}

// Of returns the words for the systems with the names; of several, those that
// are true for all.
func Of(names ...string) *Words {
	postfix := slices.Contains(names, "postfix")
	switch {
	case postfix && slices.Contains(names, "sendmail"):
		return &Several
	case postfix:
		return &Postfix
	}
	return &Sendmail
}
