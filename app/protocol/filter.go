package protocol

// QueryError is a syntax error in a query: where, and what is expected.
type QueryError struct {
	Pos  int    `json:"pos"` // bytes of the query
	Len  int    `json:"len"`
	Text string `json:"text"`
}

// Completion offers words for a filter that is being typed.
type Completion struct {
	Text   string  `json:"text"` // as asked
	From   int     `json:"from"` // the bytes of Text that an offer replaces
	To     int     `json:"to"`
	Offers []Offer `json:"offers"`
}

// Offer is one completion.
type Offer struct {
	Text  string `json:"text"`            // as written in the filter: "state:", "state:held"
	Value string `json:"value,omitempty"` // for showing, "" for a key
	Count int    `json:"count"`           // messages, -1 for a key
}

// Facets are the values to narrow down by, for the current query.
type Facets struct {
	Facets []Facet `json:"facets"`
}

// Facet is one key with its most frequent values.
type Facet struct {
	Key    string       `json:"key"`   // state, server, code, from, to, queue, host
	Title  string       `json:"title"` // "State", "Server" …
	Values []FacetValue `json:"values"`
	More   int          `json:"more"` // values not listed
}

// FacetValue is one box to tick.
type FacetValue struct {
	Name  string `json:"name"`
	State string `json:"state,omitempty"` // for the State facet: queue.State name
	Count int    `json:"count"`
	Token string `json:"token"` // term for filter.Toggle
	On    bool   `json:"on"`
}
