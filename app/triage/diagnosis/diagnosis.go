package diagnosis

import (
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/causes"
)

// Diagnosis is what an expert would say about a queue before anything else.
type Diagnosis struct {
	Headline  string
	Since     []Phrase   // when it began, or how old the oldest message is; nil if nothing is dated
	Sentences [][]Phrase // what waits, where it came from and what holds it up; then hosts, then what was not read
	First     Step
}

// Phrase is a part of a sentence.
type Phrase struct {
	Text   string
	About  *filter.Node // selects the messages behind it, among the rows that were examined; nil for plain text
	Count  int          // how many these are
	Strong bool
}

// Step is what to do before anything else.
type Step struct {
	Title string
	Text  [][]Phrase   // what it changes, why it comes first and how sure that is
	Cause string       // the key of the cause that says how; "" if there is none
	About *filter.Node // selects the messages that it is about; nil for none
	Count int
	// Command is for a shell on the server, "" for none.
	Command string
	Compare bool // the step is to compare the two captures that are shown
}

// Names replaces names of a queue before a sentence is made from them, as a
// *redact.Redactor does.
type Names = triage.Names

// Options are what New cannot see in the queue.
type Options struct {
	Names  Names // nil keeps all names
	Whole  int   // messages in the queue, if the rows are those that match a filter; else 0
	Loose  bool  // only the newest message dates the capture, so that ages are at least what they seem
	Cut    bool  // the queue was not read to its end
	Unread int   // files and lines that could not be read or understood
}

// New makes the diagnosis of the messages of sums, whose causes are found.
// It returns nil without messages: nothing but a listing that says so proves
// that a queue is empty.
func New(x *triage.Index, sums *triage.Sums, found []*causes.Cause, opt Options) *Diagnosis {
	if len(sums.Rows) == 0 {
		return nil
	}
	w := &writer{survey: newSurvey(x, sums), found: found, opt: opt}
	w.understand()
	return &Diagnosis{Headline: w.headline(), Since: w.since(), Sentences: w.sentences(), First: w.first()}
}
