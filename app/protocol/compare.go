package protocol

// Comparison is what changed between two captures of a queue. Before and Went
// count messages of the earlier one; After, Came and Stayed those of the later.
// A row's Query, with diff:went, diff:came or diff:stayed, finds the messages
// behind its numbers.
type Comparison struct {
	Before  DiffSide  `json:"before"`
	After   DiffSide  `json:"after"`
	Apart   int64     `json:"apart"`   // seconds between them, -1 unknown
	Swapped bool      `json:"swapped"` // the one opened second is the earlier
	Alike   bool      `json:"alike"`   // both show one queue; otherwise nothing is counted
	Notes   []string  `json:"notes"`   // to read before the numbers; may hold `code`
	Query   string    `json:"query"`
	Came    int       `json:"came"`
	Went    int       `json:"went"`
	Stayed  int       `json:"stayed"`
	Changed int       `json:"changed"` // of those that stayed
	Stays   []Kind    `json:"stays"`   // what became of those that stayed
	Gone    []Kind    `json:"gone"`    // what is known about those that went
	Causes  []DiffRow `json:"causes"`
	By      string    `json:"by"`
	Rows    []DiffRow `json:"rows"`   // by the key By, what changed most first
	Values  int       `json:"values"` // rows in all
}

// DiffSide is one of two captures.
type DiffSide struct {
	Name    string   `json:"name"`
	Capture int      `json:"capture,omitempty"` // the number of the Capture, of several in its sources
	Taken   Moment   `json:"taken"`
	Total   int      `json:"total"`   // messages
	Matched int      `json:"matched"` // of these, by the query
	Hosts   []string `json:"hosts"`
	Queues  []string `json:"queues"`
}

// DiffRow compares the messages that one query selects in both captures.
type DiffRow struct {
	Title  string `json:"title"`
	Side   string `json:"side,omitempty"` // of a cause, see Finding
	Trend  string `json:"trend"`          // new, gone, grew, shrank, same
	Before int    `json:"before"`
	After  int    `json:"after"`
	Came   int    `json:"came"`
	Went   int    `json:"went"`
	Stayed int    `json:"stayed"` // of After: in the queue before, perhaps elsewhere
	Query  string `json:"query"`
}
