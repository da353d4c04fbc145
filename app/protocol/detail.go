package protocol

// Detail is everything about one message except the body.
type Detail struct {
	Row         Row               `json:"row"`
	Prev, Next  int               // refs of the neighbours in the asked order, -1 none
	Index       int               `json:"index"` // position in the requested order
	Matched     int               `json:"matched"`
	Subject     string            `json:"subject"` // decoded, "" none
	Why         Why               `json:"why"`
	Header      []HeaderField     `json:"header"`
	Recipients  []DetailRecipient `json:"recipients"`
	Timeline    []Mark            `json:"timeline"`
	TimelineNow float64           `json:"timelineNow"`
	Transcript  *Talk             `json:"transcript,omitempty"` // the xf file
	History     *History          `json:"history,omitempty"`    // nil without a log
	Bounce      *BounceDetail     `json:"bounce,omitempty"`
	Envelope    []Fact            `json:"envelope"`
	Files       []FileFact        `json:"files"`
	Listing     []Fact            `json:"listing"`        // what mailq says, if there is a listing
	Differs     []string          `json:"differs"`        // where the two disagree, in words
	Same        *TopRow           `json:"same,omitempty"` // messages of the same group
	Control     *ControlText      `json:"control,omitempty"`
	Problems    []ProblemItem     `json:"problems"`
}

// Why explains in plain words why a message is stuck. Each Text may hold
// **bold** and `code`.
type Why struct {
	State string   `json:"state"`
	Text  []string `json:"text"`
	Part  *TopRow  `json:"part,omitempty"` // the likely cause that it is part of
}

// HeaderField is one header line, decoded for reading; Raw is as written.
type HeaderField struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Raw    string `json:"raw"`
	Added  bool   `json:"added,omitempty"`  // by this sendmail, not by the sender
	Hidden bool   `json:"hidden,omitempty"` // not transmitted: Bcc, Return-Path
}

// DetailRecipient is a row of the Recipients table.
type DetailRecipient struct {
	Address  string  `json:"address"`
	State    string  `json:"state"`            // queue.State name
	Called   string  `json:"called,omitempty"` // as in StateCount
	Code     string  `json:"code,omitempty"`
	Enhanced string  `json:"enhanced,omitempty"`
	Reason   []Piece `json:"reason"`
	Server   string  `json:"server"`
	Flags    string  `json:"flags,omitempty"`    // in words
	Expanded string  `json:"expanded,omitempty"` // alias it came from
	LastTry  Moment  `json:"lastTry"`
}

// Mark is a point on the timeline.
type Mark struct {
	At    Moment  `json:"at"`
	T     float64 `json:"t"` // 0 … 1 on the line
	Title string  `json:"title"`
	Note  string  `json:"note"`
	Kind  string  `json:"kind"` // created, try, warned, last, now, next, end
}

// Talk is a transcript to show line by line.
type Talk struct {
	Source string     `json:"source"` // file it comes from
	Lines  []TalkLine `json:"lines"`
	More   int        `json:"more"` // lines not shown
}

// TalkLine is one line, or a reply with all its lines, separated by line
// feeds: Dir is ">>>", "<<<", "..." or "".
type TalkLine struct {
	Dir   string `json:"dir"`
	Text  string `json:"text"`
	Class string `json:"class"` // temporary, permanent, echo (it only follows from a refusal before it), ""
}

// BounceDetail is what a bounce says about the message that failed.
type BounceDetail struct {
	Kind       string            `json:"kind"`  // failure …
	Title      string            `json:"title"` // "A bounce: returned mail", "A delay warning" …
	Facts      []Fact            `json:"facts"` // original sender, recipient, subject, client
	Recipients []DetailRecipient `json:"recipients"`
	Talk       Talk              `json:"talk"`
	Links      []TopRow          `json:"links"` // the original, other messages of its client
}

// FileFact is a file of the message.
type FileFact struct {
	Kind string `json:"kind"` // qf
	Path string `json:"path"` // as in the archive
	Size int64  `json:"size"`
}

// ControlText is the control file line by line, explained.
type ControlText struct {
	File  string        `json:"file"`
	Size  int64         `json:"size"`
	Lines []ControlLine `json:"lines"`
}

// ControlLine is one line; Code is its first letter.
type ControlLine struct {
	Number int    `json:"number"`
	Code   string `json:"code"`
	Text   string `json:"text"`  // without the code; unprintable bytes as \ooo
	Means  string `json:"means"` // "" for a continuation
	Bad    bool   `json:"bad,omitempty"`
}
