package protocol

// ProblemList is the Problems screen.
type ProblemList struct {
	Groups   []ProblemGroup `json:"groups"` // errors first
	Errors   int            `json:"errors"` // groups of that severity
	Warnings int            `json:"warnings"`
	Notes    int            `json:"notes"`
}

// ProblemGroup is all problems of one kind.
type ProblemGroup struct {
	Kind     string        `json:"kind"`
	Severity string        `json:"severity"`
	Title    string        `json:"title"`
	Means    string        `json:"means"` // may hold `code`
	Do       string        `json:"do"`
	Count    int           `json:"count"`
	Items    []ProblemItem `json:"items"`           // at most 20
	Query    string        `json:"query,omitempty"` // selects the messages behind it
}

// ProblemItem is one problem, with lines around it where that helps.
type ProblemItem struct {
	Where  string        `json:"where"` // file:line, or file, offset 43,188,224
	Reason string        `json:"reason"`
	Text   string        `json:"text"` // where and why, as one line
	Bytes  string        `json:"bytes,omitempty"`
	Lines  []ControlLine `json:"lines"` // the bad line and its neighbours
	Ref    int           `json:"ref"`   // the message, -1 none
}
