package engine

// Answers are finished: small, complete, ready to draw or print. Slices are
// never nil, so that JSON has [] and views need no check.

// Piece is a part of a text. A varying part (an address, a host, a number
// taken out of a reason) is set apart on screen.
type Piece struct {
	Text string `json:"text"`
	Var  bool   `json:"var,omitempty"`
}

// Moment is a point in time, in seconds since 1970 UTC. 0 means unknown.
type Moment = int64

// Progress is sent while a load runs, at most ten times a second.
type Progress struct {
	Name     string `json:"name"`     // what is being read
	File     string `json:"file"`     // member being read
	Read     int64  `json:"read"`     // bytes of the sources
	Size     int64  `json:"size"`     // of all sources, -1 unknown
	Messages int    `json:"messages"` // found so far
	Phase    Phase  `json:"phase"`
	Files    [2]int `json:"files"` // source n of m
}

// Phase is a step of a load.
type Phase string

// The phases, in order.
const (
	PhaseRead  Phase = "read"
	PhaseJoin  Phase = "join"
	PhaseGroup Phase = "group"
	PhaseShare Phase = "share" // not of a load: a file is made, Read bytes so far
)

// Loaded ends a load: what is open now, or why nothing is.
type Loaded struct {
	Archive  Archive   `json:"archive"`
	Canceled bool      `json:"canceled,omitempty"`
	Fatal    *ErrorBox `json:"fatal,omitempty"` // nothing to show: stay on the start page with this

	// Earlier is the other one of two captures that are compared; Archive is
	// the later. Swapped: the one opened second is the earlier.
	Earlier *Archive `json:"earlier,omitempty"`
	Swapped bool     `json:"swapped,omitempty"`
}

// ErrorBox is an error in words: what happened (Title), and what works or what
// to do (Text, may hold `code`).
type ErrorBox struct {
	Title string `json:"title"`
	Text  string `json:"text"`
}

// Archive is what the top bar shows.
type Archive struct {
	Name      string     `json:"name"`      // file name, or "3 files"
	Names     []string   `json:"names"`     // all sources
	Taken     Moment     `json:"taken"`     // the capture
	TakenFrom string     `json:"takenFrom"` // how it is known: "newest file", "listing"
	Truncated bool       `json:"truncated"`
	Messages  int        `json:"messages"`
	Problems  int        `json:"problems"` // kinds times files, as the badge counts
	Notice    []ErrorBox `json:"notice"`   // shown above the view: truncated, empty queue, memory
	Hosts     []string   `json:"hosts"`
	Queues    []string   `json:"queues"`
	Twice     bool       `json:"twice,omitempty"` // its two sources are captures of one queue
}

// Overview is the first screen.
type Overview struct {
	Matched    int          `json:"matched"` // messages that match the query
	Total      int          `json:"total"`
	Recipients int          `json:"recipients"`
	Bytes      int64        `json:"bytes"` // of data files
	Largest    int64        `json:"largest"`
	Dirs       int          `json:"dirs"`
	Hosts      int          `json:"hosts"`
	Oldest     Moment       `json:"oldest"`    // creation, 0 unknown
	OldestAge  int64        `json:"oldestAge"` // seconds at the capture, -1 unknown
	States     []StateCount `json:"states"`    // those that occur
	Causes     []Finding    `json:"causes"`    // none while a load runs
	Groups     GroupTable   `json:"groups"`    // the first rows
	Replies    ReplyTable   `json:"replies"`   // the first rows
	Ages       AgeTable     `json:"ages"`
	Forecasts  []Forecast   `json:"forecasts"` // for several limits of age
	Senders    TopTable     `json:"senders"`
	Clients    TopTable     `json:"clients"`
	Logins     TopTable     `json:"logins"`    // where recorded
	Scripts    TopTable     `json:"scripts"`   // where recorded
	QueueDirs  TopTable     `json:"queueDirs"` // when there are several
	Domains    TopTable     `json:"domains"`
	Check      []CheckRow   `json:"check"` // listing against files; none without both
}

// CheckRow counts messages about which listing and files agree, or do not.
type CheckRow struct {
	Title string `json:"title"`
	Text  string `json:"text"` // why that can be
	Count int    `json:"count"`
	Query string `json:"query"` // selects them; "" for those that have no files
}

// Finding is what holds up a part of the queue, as far as the files tell.
type Finding struct {
	Rule       string `json:"rule"`
	Title      string `json:"title"`
	Text       string `json:"text"`              // the evidence; may hold **bold** and `code`
	Advice     string `json:"advice"`            // what to do
	Command    string `json:"command,omitempty"` // for a shell on the server
	Confidence string `json:"confidence"`        // certain, likely, look
	Side       string `json:"side,omitempty"`    // ours, theirs, network; "" not known
	Count      int    `json:"count"`
	Oldest     Moment `json:"oldest"`
	Query      string `json:"query"` // selects exactly these
}

// StateCount is one segment of the state bar.
type StateCount struct {
	State string `json:"state"` // queue.State name
	Count int    `json:"count"`
	Query string `json:"query"` // the token that selects them
}

// GroupTable lists statuses, grouped.
type GroupTable struct {
	By       string     `json:"by"` // server, reason, domain
	Rows     []GroupRow `json:"rows"`
	Groups   int        `json:"groups"`   // all of them
	Messages int        `json:"messages"` // in Rows
	Total    int        `json:"total"`    // in all groups
	Max      int        `json:"max"`      // the largest count, for meters
}

// GroupRow is one line: same state, same reason, same server; by reason, the
// same topic.
type GroupRow struct {
	Count      int     `json:"count"`
	State      string  `json:"state"`
	Code       string  `json:"code,omitempty"`       // 451
	Enhanced   string  `json:"enhanced,omitempty"`   // 4.7.1
	Reason     []Piece `json:"reason"`               // without the code
	Server     string  `json:"server"`               // "" = none named
	ServerNote string  `json:"serverNote,omitempty"` // "this server", "no server: 58 domains", "6 servers"
	Oldest     Moment  `json:"oldest"`
	OldestAge  int64   `json:"oldestAge"`
	Ages       []int   `json:"ages"`  // counts per bucket of AgeBuckets
	Query      string  `json:"query"` // tokens that select exactly these

	// Why the messages are here: the topic of their reason and what decided
	// it, and at most three statuses as written.
	Topic   string   `json:"topic"`
	Because string   `json:"because"`
	Samples []string `json:"samples"`
}

// AgeBuckets are the upper bounds of the age columns in seconds, as qshape
// counts them; one more column follows for what is older.
var AgeBuckets = []int64{300, 1200, 3600, 14400, 43200, 86400, 172800, 259200, 432000}

// AgeTable is destination by age.
type AgeTable struct {
	Total   AgeRow   `json:"total"`
	Rows    []AgeRow `json:"rows"`
	Domains int      `json:"domains"` // all of them
}

// AgeRow counts the messages for a recipient domain.
type AgeRow struct {
	Name    string   `json:"name"`
	Count   int      `json:"count"`
	Counts  []int    `json:"counts"` // len(AgeBuckets)+1
	Query   string   `json:"query"`
	Queries []string `json:"queries"` // of each count
}

// Forecast tells how many messages sendmail gives up, and when, if it keeps
// them for so many days and none goes out before.
type Forecast struct {
	Days    int            `json:"days"`
	Default bool           `json:"default,omitempty"` // the limit that is taken for the server's: sendmail's own, if no other was chosen
	Steps   []ForecastStep `json:"steps"`             // each includes those before
}

// ForecastStep counts the messages that reach the limit within a time.
type ForecastStep struct {
	Within  int64  `json:"within"` // seconds after the capture, 0 overdue
	Count   int    `json:"count"`
	Dropped int    `json:"dropped"` // of them without a sender to return them to
	Query   string `json:"query"`
}

// TopTable is a ranking.
type TopTable struct {
	Rows   []TopRow `json:"rows"`
	Values int      `json:"values"` // distinct values in all
	Rest   int      `json:"rest"`   // messages not in Rows
}

// TopRow is one value with its number of messages.
type TopRow struct {
	Name  string `json:"name"`
	Note  string `json:"note,omitempty"` // "this server: bounces", "[192.0.2.25]"
	Count int    `json:"count"`
	Query string `json:"query"`
}

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

// Row is one message in the list.
type Row struct {
	Ref      int     `json:"ref"` // index in the queue: what MessageRequest takes
	ID       string  `json:"id"`
	Host     string  `json:"host"`
	Queue    string  `json:"queue"`
	State    string  `json:"state"`
	Age      int64   `json:"age"` // seconds, -1 unknown
	Created  Moment  `json:"created"`
	Tries    int     `json:"tries"`              // -1 unknown
	Size     int64   `json:"size"`               // -1 no data file
	From     string  `json:"from"`               // "" = null sender
	FromNote string  `json:"fromNote,omitempty"` // "bounce", "delay warning", "unknown"
	To       string  `json:"to"`                 // first recipient
	More     int     `json:"more"`               // further recipients
	Code     string  `json:"code,omitempty"`
	Enhanced string  `json:"enhanced,omitempty"`
	Reason   []Piece `json:"reason"`
}

// Page is a window of the list.
type Page struct {
	Query      string      `json:"query"`
	Sort       string      `json:"sort"`
	Desc       bool        `json:"desc"`
	From       int         `json:"from"` // position of Rows[0]
	Rows       []Row       `json:"rows"`
	Matched    int         `json:"matched"`
	Total      int         `json:"total"`
	Recipients int         `json:"recipients"`
	Bytes      int64       `json:"bytes"`
	QueryError *QueryError `json:"queryError,omitempty"`
}

// QueryError points at the place in a query that is not understood.
type QueryError struct {
	Pos  int    `json:"pos"` // bytes of the query
	Len  int    `json:"len"`
	Text string `json:"text"`
}

// Completion offers words for a filter that is being typed.
type Completion struct {
	Text   string  `json:"text"` // as asked
	From   int     `json:"from"` // the bytes of Text that an offer takes the place of
	To     int     `json:"to"`
	Offers []Offer `json:"offers"`
}

// Offer is one word.
type Offer struct {
	Text  string `json:"text"`            // as it stands in the filter: "state:", "state:held"
	Value string `json:"value,omitempty"` // for showing, "" for a key
	Count int    `json:"count"`           // messages, -1 for a key
}

// Facets are the values to narrow down by, for the current query.
type Facets struct {
	Facets []Facet `json:"facets"`
}

// Facet is one key with its commonest values.
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

// Detail is one message, all of it but the body.
type Detail struct {
	Row         Row               `json:"row"`
	Prev, Next  int               // refs of the neighbours in the asked order, -1 none
	Index       int               `json:"index"` // position in that order
	Matched     int               `json:"matched"`
	Subject     string            `json:"subject"` // decoded, "" none
	Why         Why               `json:"why"`
	Header      []HeaderField     `json:"header"`
	Recipients  []DetailRecipient `json:"recipients"`
	Timeline    []Mark            `json:"timeline"`
	TimelineNow float64           `json:"timelineNow"`
	Transcript  *Talk             `json:"transcript,omitempty"` // the xf file
	Bounce      *BounceDetail     `json:"bounce,omitempty"`
	Envelope    []Fact            `json:"envelope"`
	Files       []FileFact        `json:"files"`
	Listing     []Fact            `json:"listing"`        // what mailq says, where there is a listing
	Differs     []string          `json:"differs"`        // in words, where the two disagree
	Same        *TopRow           `json:"same,omitempty"` // messages of the same group
	Control     *ControlText      `json:"control,omitempty"`
	Problems    []ProblemItem     `json:"problems"`
}

// Why explains in plain words why a message is stuck. Each Text may hold
// **bold** and `code`.
type Why struct {
	State string   `json:"state"`
	Text  []string `json:"text"`
	Part  *TopRow  `json:"part,omitempty"` // the likely cause that it is one of
}

// HeaderField is one header line, decoded for reading; Raw is as written.
type HeaderField struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Raw    string `json:"raw"`
	Added  bool   `json:"added,omitempty"`  // by this sendmail, not by the sender
	Hidden bool   `json:"hidden,omitempty"` // not sent on: Bcc, Return-Path
}

// DetailRecipient is a row of the Recipients table.
type DetailRecipient struct {
	Address  string  `json:"address"`
	State    string  `json:"state"` // queue.State name
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

// TalkLine is one line: Dir is ">>>", "<<<", "..." or "".
type TalkLine struct {
	Dir   string `json:"dir"`
	Text  string `json:"text"`
	Class string `json:"class"` // temporary, permanent, ""
}

// BounceDetail is what a bounce says of the message that failed.
type BounceDetail struct {
	Kind       string            `json:"kind"`  // failure …
	Title      string            `json:"title"` // "A bounce: returned mail", "A delay warning" …
	Facts      []Fact            `json:"facts"` // original sender, recipient, subject, client
	Recipients []DetailRecipient `json:"recipients"`
	Talk       Talk              `json:"talk"`
	Links      []TopRow          `json:"links"` // the original, other messages of its client
}

// Fact is a term with its value and a remark.
type Fact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Note  string `json:"note,omitempty"`
	Mono  bool   `json:"mono,omitempty"`
	Tags  []Fact `json:"tags,omitempty"` // flags: Name the letter, Value the words
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

// Content is a message's text, for the Message tab.
type Content struct {
	Ref         int      `json:"ref"`
	From        string   `json:"from"`
	To          string   `json:"to"`
	Cc          string   `json:"cc"`
	Date        string   `json:"date"`
	Text        string   `json:"text"`     // plain text, as much as is shown
	TextFrom    string   `json:"textFrom"` // "text/plain, iso-8859-1"; "text/html shown as text"
	Cut         int64    `json:"cut"`      // bytes of the text not shown
	Parts       []Part   `json:"parts"`    // the MIME tree, depth first
	Attachments []Part   `json:"attachments"`
	Notes       []string `json:"notes"` // "body missing", "first 32 KiB only" …
	Quoted      bool     `json:"-"`
}

// Part is a node of the MIME tree.
type Part struct {
	Path    string `json:"path"` // "1.2": what PartRequest takes
	Depth   int    `json:"depth"`
	Type    string `json:"type"`
	Charset string `json:"charset,omitempty"`
	Name    string `json:"name"` // a safe file name, never empty for attachments
	Size    int64  `json:"size"` // decoded
	Inline  bool   `json:"inline"`
}

// File is something to save: an attachment or a message.
type File struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Data []byte `json:"-"` // transferred beside the answer, never as JSON
}

// Source is a window of the message as sendmail would send it.
type Source struct {
	Ref     int      `json:"ref"`
	From    int      `json:"from"` // number of the first line, from 0
	Lines   []string `json:"lines"`
	Total   int      `json:"total"` // lines in all; -1 not counted to the end
	Bytes   int64    `json:"bytes"`
	Cut     bool     `json:"cut"`
	Missing string   `json:"missing,omitempty"` // why there is no body
}

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
	Bytes  string        `json:"bytes,omitempty"`
	Lines  []ControlLine `json:"lines"` // the bad line and its neighbours
	Ref    int           `json:"ref"`   // the message, -1 none
}

// Preview tells what a file to share will hide.
type Preview struct {
	Rows     []PreviewRow      `json:"rows"`
	Messages int               `json:"messages"`
	Sizes    map[string]int64  `json:"sizes"` // by format, about, in bytes; a viewer's without the page
	Names    map[string]string `json:"names"` // of the files
	Known    int               `json:"known"` // masks of the private list that was loaded
}

// PreviewRow is a text of the queue, and what stands for it in the file.
type PreviewRow struct {
	Before string  `json:"before"`
	After  []Piece `json:"after"`         // what is masked is set apart
	Out    bool    `json:"out,omitempty"` // left out
}

// Shared is a file that was made and waits to be saved.
type Shared struct {
	Name     string `json:"name"`
	Type     string `json:"type"`
	Format   string `json:"format"`
	Size     int64  `json:"size"`   // a viewer's without the page
	Stream   int    `json:"stream"` // where the page has it
	Messages int    `json:"messages"`

	// Whether something is left in it that should be hidden.
	Searched  int64       `json:"searched"` // bytes, unpacked and decoded; 0 nothing is hidden
	Leaks     []ShareLeak `json:"leaks"`
	MoreLeaks int         `json:"moreLeaks,omitempty"` // not listed
}

// ShareLeak is a place in a file where something is that should be hidden.
type ShareLeak struct {
	Where    string `json:"where"`              // "line 12", a file of an archive, "title and note"
	Category string `json:"category"`           // as share.Categories
	Encoding string `json:"encoding,omitempty"` // how it is written
	Found    string `json:"found"`
	Excerpt  string `json:"excerpt"`
}
