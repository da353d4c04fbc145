package protocol

// Progress is sent while a load runs, at most ten times a second.
type Progress struct {
	Name     string `json:"name"`              // what is being read
	File     string `json:"file"`              // member being read
	Read     int64  `json:"read"`              // bytes of the sources
	Size     int64  `json:"size"`              // of all sources, -1 unknown
	Messages int    `json:"messages"`          // found so far
	LogRead  int64  `json:"logRead,omitempty"` // bytes of mail logs that were read after the rest
	Phase    Phase  `json:"phase"`
	Files    [2]int `json:"files"` // source n of m
}

// Phase is a step of a load.
type Phase string

// The phases, in order.
const (
	PhaseRead  Phase = "read"
	PhaseJoin  Phase = "join"
	PhaseLogs  Phase = "logs" // left out without mail logs
	PhaseGroup Phase = "group"
	PhaseShare Phase = "share" // not of a load: a file is made, Read bytes so far
)

// Ended is in place of the details of a crash if the user stopped a load whose worker
// did not answer any more and was ended.
const Ended = "ended: it did not stop by itself"

// Loaded ends a load: it describes what is open now, or why nothing is.
type Loaded struct {
	Archive  Archive   `json:"archive"`
	Canceled bool      `json:"canceled,omitempty"`
	Fatal    *ErrorBox `json:"fatal,omitempty"` // nothing to show: stay on the start page with this
	// Explained is the meaning of a single status or reply, if that is all there was.
	Explained *Explanation `json:"explained,omitempty"`
	// Statuses is the same for several of them without their messages.
	Statuses *StatusList `json:"statuses,omitempty"`
	// Unread is what could not be read of the sources that were opened last.
	Unread []ProblemGroup `json:"unread,omitempty"`
	Hosts  []string       `json:"hosts,omitempty"` // all of them, also those without messages

	// Earlier is the earlier of two captures that are compared; Archive is the
	// later. Swapped means that the earlier one was opened second.
	Earlier *Archive `json:"earlier,omitempty"`
	Swapped bool     `json:"swapped,omitempty"`
}

// ErrorBox is an error in words: what happened (Title), and what to do about it
// (Text, may hold `code`).
type ErrorBox struct {
	Title string `json:"title"`
	Text  string `json:"text"`
	Calm  bool   `json:"calm,omitempty"` // nothing is wrong
}

// Archive is what the top bar shows.
type Archive struct {
	Name      string     `json:"name"`            // file name, or "3 files"
	Names     []string   `json:"names"`           // all sources
	Taken     Moment     `json:"taken"`           // the capture
	Loose     bool       `json:"loose,omitempty"` // the capture was made at Taken or any time later
	TakenFrom string     `json:"takenFrom"`       // how it is known: "newest file", "listing"
	Truncated bool       `json:"truncated"`
	Messages  int        `json:"messages"`
	Problems  int        `json:"problems"` // kinds times files, as the badge counts
	Notice    []ErrorBox `json:"notice"`   // shown above the view: truncated, empty queue, memory
	Hosts     []string   `json:"hosts"`
	Queues    []string   `json:"queues"`
	Twice     bool       `json:"twice,omitempty"` // its two sources are captures of one queue

	// Captures are those of one queue in the sources, the oldest first; none
	// if there is only one. If there are very many, some are left out.
	Captures     []Capture `json:"captures,omitempty"`
	CapturesLeft int       `json:"capturesLeft,omitempty"`
}

// Capture is one of several captures of a queue in the sources: a listing, or
// the listings of one host and moment.
type Capture struct {
	Number   int          `json:"number"`            // from 1, by time
	Listing  int          `json:"listing"`           // as OpenRequest has it
	Before   int64        `json:"before,omitempty"`  // as OpenRequest has it
	Taken    Moment       `json:"taken"`             // 0 unknown
	Host     string       `json:"host,omitempty"`    // "" unknown
	File     string       `json:"file"`              // that holds it
	Messages int          `json:"messages"`          // as listed, or announced if that is more
	Change   int          `json:"change,omitempty"`  // of Messages, since the one before of the same host
	First    bool         `json:"first,omitempty"`   // there is none before of the same host
	States   []StateCount `json:"states,omitempty"`  // as listed, without queries
	Refused  string       `json:"refused,omitempty"` // the message in place of a queue that was not shown
	Shown    bool         `json:"shown,omitempty"`
}
