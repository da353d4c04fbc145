package protocol

// Explanation says what one status or reply means, without a queue.
type Explanation struct {
	Text     string `json:"text"`     // as it was understood
	System   string `json:"system"`   // the mail system that writes like this: "postfix"; "" if any could
	Known    bool   `json:"known"`    // a rule, or one of the mail systems' own texts, fits
	Meaning  string `json:"meaning"`  // in a few words
	Topic    string `json:"topic"`    // its value of why: in a query
	Code     string `json:"code"`     // the reply code, "" without one
	Enhanced string `json:"enhanced"` // the enhanced code, "" without one
	Standard string `json:"standard"` // what the standards say about the codes
	Because  string `json:"because"`  // what decided: `“over quota”`, `4.2.2`, `452`
	Sure     string `json:"sure"`     // certain or likely; "" if unknown
	Source   string `json:"source"`   // whose words they are
	Who      string `json:"who"`      // who must act
	Advice   string `json:"advice"`   // what to do
	Lasts    string `json:"lasts"`    // how long it lasts, what the server does next
	Delete   string `json:"delete"`   // whether deleting the message is safe
}

// StatusList explains several statuses without their messages,
// as grep takes them out of mailq's output.
type StatusList struct {
	Rows      []StatusRow `json:"rows"`           // the most frequent first, at most MaxStatusRows
	Left      int         `json:"left,omitempty"` // statuses not in Rows
	Lines     int         `json:"lines"`          // all counts together
	Announced int         `json:"announced,omitempty"`
	Log       string      `json:"log,omitempty"` // a note on the mail log that they are from
}

// MaxStatusRows is how many statuses of a list are explained.
const MaxStatusRows = 50

// StatusRow is one status of a StatusList.
type StatusRow struct {
	Count int `json:"count"`
	Explanation
}
