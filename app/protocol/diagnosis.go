package protocol

// Diagnosis is what an expert would say about the queue before anything else:
// what happened, since when, why mail waits and what to do first. It is the
// same on the page, in the summary and in the report.
type Diagnosis struct {
	Headline  string     `json:"headline"`  // who does what, 10 to 16 words
	Since     []Phrase   `json:"since"`     // when it began, with both rates; or how old the oldest message is
	Sentences [][]Phrase `json:"sentences"` // at most three, and one a host where there are several
	First     FirstStep  `json:"first"`
}

// Phrase is a part of a sentence. One with a query is a number or a name that
// leads to the messages behind it: the query selects exactly these.
type Phrase struct {
	Text   string `json:"text"`
	Query  string `json:"query,omitempty"`
	Count  int    `json:"count,omitempty"` // messages that the query selects; 0 without one
	Strong bool   `json:"strong,omitempty"`
}

// FirstStep is what to do before anything else.
type FirstStep struct {
	Title string     `json:"title"` // "Stop contact.php on web01"; "Nothing"
	Text  [][]Phrase `json:"text"`  // what it changes, why it comes first and how sure that is, a sentence each
	Cause string     `json:"cause"` // the Key of the Finding that says how; "" if there is nothing to do
	Count int        `json:"count"`
	Query string     `json:"query"` // selects the messages that it is about; "" for none

	Command string `json:"command,omitempty"` // for a shell on the server
	Compare bool   `json:"compare,omitempty"` // it is to compare the two captures that are shown
}
