package protocol

// Overview is the first screen.
type Overview struct {
	Matched    int          `json:"matched"` // messages that match the query
	Total      int          `json:"total"`
	Recipients int          `json:"recipients"`
	Bytes      int64        `json:"bytes"` // of data files
	Largest    int64        `json:"largest"`
	Dirs       int          `json:"dirs"`
	Hosts      int          `json:"hosts"`
	Oldest     Moment       `json:"oldest"`              // creation, 0 unknown
	OldestAge  int64        `json:"oldestAge"`           // seconds at the capture, -1 unknown
	States     []StateCount `json:"states"`              // those that occur
	Diagnosis  *Diagnosis   `json:"diagnosis,omitempty"` // nil while a load runs, and without messages
	Flow       *Flow        `json:"flow,omitempty"`      // nil where there is nothing to distinguish
	Timeline   *Timeline    `json:"timeline,omitempty"`  // nil where all arrived within one hour, or no time is known
	Causes     []Finding    `json:"causes"`              // none while a load runs
	Smaller    int          `json:"smaller,omitempty"`   // messages of the causes after the first FirstCauses, each counted once
	Groups     GroupTable   `json:"groups"`              // the first rows
	Replies    ReplyTable   `json:"replies"`             // the first rows
	Ages       AgeTable     `json:"ages"`
	Forecasts  []Forecast   `json:"forecasts"` // for several limits of age
	Senders    TopTable     `json:"senders"`
	Clients    TopTable     `json:"clients"`
	Logins     TopTable     `json:"logins"`    // where recorded
	Scripts    TopTable     `json:"scripts"`   // where recorded
	QueueDirs  TopTable     `json:"queueDirs"` // when there are several
	Domains    TopTable     `json:"domains"`
	Logged     *Logged      `json:"logged,omitempty"` // all mail in the mail logs; nil without any, and with a query
	Check      []Kind       `json:"check"`            // listing against files; none without both
}

// Kind counts the messages of one kind: a kind of change between two captures,
// or of agreement between listing and files. A message can be of several.
type Kind struct {
	Title string `json:"title"`
	Text  string `json:"text"` // what it means, and why that can be
	Count int    `json:"count"`
	Query string `json:"query"` // selects them; "" if no filter does
}

// Finding is what holds up a part of the queue, judging by the files.
type Finding struct {
	Rule       string `json:"rule"`
	Title      string `json:"title"`
	Text       string `json:"text"`              // the evidence; may hold **bold** and `code`
	Advice     string `json:"advice"`            // what to do, a step a line; may hold **bold** and `code`
	Command    string `json:"command,omitempty"` // for a shell on the server
	Confidence string `json:"confidence"`        // certain, likely, look
	Side       string `json:"side,omitempty"`    // ours, theirs, network; "" if unknown
	Count      int    `json:"count"`
	Oldest     Moment `json:"oldest"`
	Query      string `json:"query"` // selects exactly these

	Key      string      `json:"key"`                // identifies the cause within its list
	Subtitle string      `json:"subtitle,omitempty"` // what is inside: "5 clients", "9 servers, mostly mx2.example.org"
	Hosts    []string    `json:"hosts,omitempty"`    // where it is, if the queue has several hosts
	PartsAre string      `json:"partsAre,omitempty"` // what the parts are: "Submitted by, as the returned headers say"
	Parts    []CausePart `json:"parts"`              // its servers, clients, scripts or directories, the largest first, at most 20
	PartsOf  int         `json:"partsOf"`            // of how many
}

// FirstCauses is how many causes are shown before the smaller ones, which are
// folded into one line.
const FirstCauses = 8

// CausePart is one of the servers, clients, scripts or directories of a cause.
// A message can be in several parts of one cause.
type CausePart struct {
	Name    string `json:"name"`
	Note    string `json:"note,omitempty"` // "on web01 [192.0.2.80]"
	Count   int    `json:"count"`
	Last    Moment `json:"last,omitempty"`    // of its messages, the newest arrival; 0 unknown
	Command string `json:"command,omitempty"` // for a shell on the server
	Query   string `json:"query"`             // selects exactly these
}

// CauseList is what holds up some messages, the weightiest finding first.
type CauseList struct {
	Diagnosis *Diagnosis `json:"diagnosis,omitempty"` // as in Overview; not with Once
	Causes    []Finding  `json:"causes"`
	Smaller   int        `json:"smaller,omitempty"` // as in Overview
	// Once counts, for each finding, the messages that no finding before it
	// has; Rest those that none has. Together they are all messages. Only where
	// the request asks for them.
	Once []int `json:"once,omitempty"`
	Rest int   `json:"rest,omitempty"`
}

// StateCount is one segment of the state bar.
type StateCount struct {
	State  string `json:"state"`            // queue.State name
	Called string `json:"called,omitempty"` // the mail system's own word for it, "" if it has none
	Count  int    `json:"count"`
	Query  string `json:"query"` // the token that selects them
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

// GroupRow is one line: same state, same reason and same server; by reason,
// same topic.
type GroupRow struct {
	Count      int     `json:"count"`
	State      string  `json:"state"`
	Called     string  `json:"called,omitempty"`     // as in StateCount
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

// AgeBuckets are the upper bounds of the age columns in seconds, as in qshape;
// one more column follows for anything older.
var AgeBuckets = []int64{300, 1200, 3600, 14400, 43200, 86400, 172800, 259200, 432000}

// AgeTable is destinations by age.
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

// Forecast says how many messages sendmail will give up, and when, if its queue
// lifetime is Days and none is delivered before.
type Forecast struct {
	Days    int            `json:"days"`              // 0 if it is not whole days
	After   int64          `json:"after"`             // the same in seconds
	Default bool           `json:"default,omitempty"` // the queue lifetime assumed for the server: its configuration's, else sendmail's default, unless another was chosen
	Source  string         `json:"source,omitempty"`  // what sets it for this server: "Timeout.queuereturn in etc/mail/sendmail.cf, line 91"
	Steps   []ForecastStep `json:"steps"`             // each includes the earlier ones
}

// ForecastStep counts the messages that reach the queue lifetime within a time.
type ForecastStep struct {
	Within  int64  `json:"within"` // seconds after the capture, 0 means overdue
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

// TopRow is one value with its number of messages. Its Query is "" if no filter
// selects them.
type TopRow struct {
	Name  string `json:"name"`
	Note  string `json:"note,omitempty"` // "this server: bounces", "[192.0.2.25]"
	Count int    `json:"count"`
	Query string `json:"query"`
}
