package protocol

// ReplyTable groups what servers said.
type ReplyTable struct {
	Rows  []ReplyRow `json:"rows"`
	Codes int        `json:"codes"` // rows in all
	Lines int        `json:"lines"` // reply lines in all
}

// ReplyRow is one code × enhanced code × reason.
type ReplyRow struct {
	Code      string   `json:"code"`
	Enhanced  string   `json:"enhanced,omitempty"`
	Temporary bool     `json:"temporary"`
	Meaning   string   `json:"meaning"`  // of the code, in a few words
	Standard  string   `json:"standard"` // the wording of the standard
	Advice    string   `json:"advice"`
	Reason    []Piece  `json:"reason"`  // the sample's text with varying parts marked
	Sample    string   `json:"sample"`  // one whole reply as received
	SeenIn    string   `json:"seenIn"`  // "status", "bounces", "both"
	Servers   []TopRow `json:"servers"` // who said it, at most 5
	Messages  int      `json:"messages"`
	Lines     int      `json:"lines"` // in bounces, as grep "<<<" counts
	Query     string   `json:"query"`
}
