// Package mailsystem has the words and commands that differ from one mail system
// to the next, a table for each. Screens, reports and findings take them from
// here, so that no text recommends on a Postfix server what only sendmail can.
// What a table leaves out reads the same for all of them.
package mailsystem

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/words"
)

// Words are how a mail system is spoken of.
type Words struct {
	Name     string // in a sentence: "sendmail"
	Aside    string // what mail is that waits for an operator
	Released string // what became of those that an operator let go, behind their number
	Findings map[string]Finding

	// States are its words for states, by the names of package queue; without
	// those that every mail system has, or that sendmail gave their names.
	States map[string]string

	// Why a message waits, for each state in which nothing failed.
	Held, Quarantined, Lost, Orphan, Damaged, NoData, Processing string

	Envelope, Text string // the files of a message that hold these: "a control file", "data file"

	Collect string // gathers what Spoolscope reads, for a shell on the mail server; changes nothing

	Keeps string // how long a message is kept where no configuration says another time: "5 days"
	Kept  string // how tries follow each other, "" where that is not known
	Limit string // the limit that holds where no configuration says another: "default limit of 5 days"

	// Problems says what each kind of problem means with this system, and what to
	// do.
	Problems map[string]Problem

	Events map[string]string // of mail logs, by kind, where this system has words of its own

	// Putting off what one client sends: how, behind "stop it, or defer its mail ", and
	// commands for that, in which % is its IPv4 address; "" where none would do.
	Defer, DeferCommand string

	FilesOnly string // why a message may be in the files and not in a listing
	Sized     string // what the size of a message is of
}

// In returns a text that is written for sendmail, but true of every mail system,
// with the name of this one and its word for mail that is put aside.
func (w *Words) In(text string) string {
	if w == &Sendmail {
		return text
	}
	out := strings.NewReplacer(Sendmail.Name, w.Name, Sendmail.Aside, w.Aside, words.UpperFirst(Sendmail.Aside), words.UpperFirst(w.Aside)).Replace(text)
	if strings.HasPrefix(text, Sendmail.Name) {
		return words.UpperFirst(out)
	}
	return out
}

// Problem is what is said of a kind of problem; "" where that is the same for all.
type Problem struct{ Means, Do string }

// Explain returns what is said of a kind of problem in place of what holds for all.
func (w *Words) Explain(kind, means, do string) (string, string) {
	p := w.Problems[kind]
	if p.Means != "" {
		means = p.Means
	}
	if p.Do != "" {
		do = p.Do
	}
	return means, do
}

// Finding is what is said about a cause, by its rule, where that depends on the
// system.
type Finding struct {
	One, Many string // after a number; with One "", Many is all of the title
	Text      string // after the count
	Advice    string
	Command   string // changes nothing, or what the advice says
	Step      string // what to do, as a title; "" where that is the same for all
	Ends      string // what ends it, "" where that is the same for all
	Headline  string // what is said of most of a queue behind their number, "" where that is the same for all
	Phrase    string // the same in a list of obstacles, "" where that is the same for all
	Status    string // a message's status in place of one that is recorded, "" where that is the same for all
}

// IsAside reports whether is takes what some mail system calls mail that waits
// for an operator: "quarantined", "on hold" or "frozen".
func IsAside(is func([]byte) bool) bool {
	for _, w := range tables {
		if is([]byte(w.Aside)) {
			return true
		}
	}
	return false
}

// tables has the words of each mail system, by its name.
var tables = map[string]*Words{"sendmail": &Sendmail, "postfix": &Postfix, "exim": &Exim}

// By returns the words for the system with this name; for any other name, and for "", those that
// are true for all.
func By(name string) *Words {
	if w := tables[name]; w != nil {
		return w
	}
	return &Several
}

// Of returns the words for the systems with the names; of several, those that
// are true for all.
func Of(names ...string) *Words {
	var of *Words
	for _, name := range names {
		switch w := tables[name]; {
		case of == nil:
			of = w
		case w != nil && w != of:
			return &Several
		}
	}
	if of == nil {
		return &Sendmail
	}
	return of
}
