package protocol

// Flow counts messages by where they came from, what they are and what holds
// them up. Each message has one source, one kind and one obstacle, so that
// every column adds up to Matched; the same holds for the bands on either side
// of a mark.
//
// The marks and their order are those of the queue as a whole: a query changes
// the counts alone, which may become 0.
type Flow struct {
	Matched   int        `json:"matched"`
	Sources   []FlowMark `json:"sources"`
	Kinds     []FlowMark `json:"kinds"` // bounce, ordinary, quarantined, without those that do not occur
	Obstacles []FlowMark `json:"obstacles"`
	In        []FlowBand `json:"in"`  // from Sources to Kinds
	Out       []FlowBand `json:"out"` // from Kinds to Obstacles
}

// FlowMark is one value of a column.
type FlowMark struct {
	Name   string `json:"name"`            // "contact.php on web01", "Bounces", "refuse connections", "25 others"
	Note   string `json:"note,omitempty"`  // "script, 192.0.2.80", "9 servers"
	Class  string `json:"class,omitempty"` // of a kind: bounce, ordinary, quarantined
	State  string `json:"state,omitempty"` // of an obstacle: the queue.State whose colour it takes
	Side   string `json:"side,omitempty"`  // of an obstacle: here, theirs, network, other
	Total  int    `json:"total"`           // messages of the whole queue
	Count  int    `json:"count"`           // of these, by the query
	Others int    `json:"others,omitempty"`
	Query  string `json:"query"`        // adds the mark to the query, or removes it if it is On
	On     bool   `json:"on,omitempty"` // the query names it already
}

// FlowBand is the messages that two marks have in common.
type FlowBand struct {
	From  int    `json:"from"` // index of the mark on the left
	To    int    `json:"to"`   // index of the mark on the right
	Total int    `json:"total"`
	Count int    `json:"count"`
	Query string `json:"query"` // adds both ends
}
