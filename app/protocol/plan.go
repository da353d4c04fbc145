package protocol

// Plan is what a script would act on, and what it would leave alone.
type Plan struct {
	Rules  []TopRow `json:"rules"` // every rule with what it selects; Name as cleanup.ParseRule reads it
	Hosts  []TopRow `json:"hosts"` // those with messages of the rule, if there are several
	Host   string   `json:"host"`
	System string   `json:"system"` // queue.System name; a script is for one
	Queues []string `json:"queues"` // the directories on the server
	ID     string   `json:"id"`     // identifies the plan; "" if it is empty
	InUse  int      `json:"inUse"`  // of the whole capture, when it was made

	Left []TopRow `json:"left"` // what the script must leave; Name says why

	Goes      PlanSide `json:"goes"`
	Stays     PlanSide `json:"stays"`
	Messages  int      `json:"messages"` // of the capture
	Bytes     int64    `json:"bytes"`
	Others    int      `json:"others"`    // recipients that could still be delivered to
	OthersOn  int      `json:"othersOn"`  // messages that have such
	GrepMore  int      `json:"grepMore"`  // what grep selects and the rule of refusals does not
	GrepQuery string   `json:"grepQuery"` // selects them
	Quoted    int      `json:"quoted"`    // of them mail that only quotes a bounce

	Rows []PlanRow `json:"rows"` // the first ones
	Of   int       `json:"of"`   // rows in all

	Script string     `json:"script"` // without most of its list; "" if the plan is empty
	Lines  int        `json:"lines"`  // of the whole script
	Files  []PlanFile `json:"files"`
}

// PlanSide is what goes, or what stays.
type PlanSide struct {
	Messages int      `json:"messages"`
	Bytes    int64    `json:"bytes"`
	Query    string   `json:"query"`
	Parts    []TopRow `json:"parts"`
}

// PlanRow is a message of the rule.
type PlanRow struct {
	Row
	Kept   bool     `json:"kept,omitempty"`
	Left   string   `json:"left,omitempty"` // why the script must leave it
	Said   string   `json:"said"`           // the refusal in its transcript, "" without one
	Others []string `json:"others"`         // recipients that could still be delivered to, the first three
	More   int      `json:"more"`           // further ones
}

// PlanFile is a file of a plan. Its Size is -1 until its sums have been
// computed.
type PlanFile struct {
	Name string `json:"name"`
	Size int    `json:"size"`
}
