package corpustest

// Facts is a facts.json: what was in a queue when it was archived, read from
// its files without the parser. In strings every byte above 127 is one
// ISO-8859-1 character, whatever its charset.
type Facts struct {
	Prefix string // of the host's files in the case folder: "host1.", mostly ""

	MTA      string    `json:"mta"`
	Host     string    `json:"host"`
	TZ       string    `json:"tz"`  // the zone of the dates that mailq printed
	Now      int64     `json:"now"` // the clock when mailq ran, seconds since 1970
	Queues   []Queue   `json:"queues"`
	Messages []Message `json:"messages"` // sendmail only
	Archives []Archive `json:"archives"`
	// OtherNames are full paths in the queue directories that are not queue files.
	OtherNames []string `json:"other_names"`
	// Classes and StatusCounts are totals over Messages.
	Classes      map[string]int `json:"classes"`
	StatusCounts map[string]int `json:"status_counts"`
	// MailqTotals are the numbers of the "Total requests" lines, per file of mailq output.
	MailqTotals map[string][]int `json:"mailq_total_requests"`
}

// Queue is a queue directory.
type Queue struct {
	Dir        string         `json:"dir"`
	Files      map[string]int `json:"files"`    // number by prefix
	Requests   int            `json:"requests"` // qf files
	NullSender int            `json:"null_sender"`
	DFWith5xx  int            `json:"df_with_5xx_reply"` // data files with a line "<<< 5.. "
}

// Archive is one way in which the queue was packed.
type Archive struct {
	File   string   `json:"file"`
	SHA256 string   `json:"sha256"`
	Bytes  int64    `json:"bytes"`
	Holds  []string `json:"holds"` // its top entries
}

// Message is what the files of a message say; nil is absent.
type Message struct {
	ID            string   `json:"id"`
	Queue         string   `json:"queue"`
	Files         []string `json:"files"` // prefixes
	Control       string   `json:"control"`
	ControlSHA256 string   `json:"control_sha256"`
	DataSize      *int64   `json:"df_size"`
	DataSHA256    string   `json:"df_sha256"`
	DataReplies   int      `json:"df_replies"` // lines that begin with "<<< "

	Sender           *string           `json:"sender"`
	Recipients       []string          `json:"recipients"`
	RecipientStatus  map[string]string `json:"recipient_status"`
	Created          *int64            `json:"created"`
	LastTry          *int64            `json:"last_try"`
	Attempts         *int64            `json:"attempts"`
	Priority         *int64            `json:"priority"`
	Status           *string           `json:"status"`
	BodyType         *string           `json:"body_type"`
	QuarantineReason *string           `json:"quarantine_reason"`

	Class    string    `json:"class"`    // deferred, bounce, held, quarantined, lost, orphan-df …
	DSNKind  *string   `json:"dsn_kind"` // failure, warning-timeout
	Injected *Injected `json:"injected_as"`
}

// Injected is what was submitted under the message's id.
type Injected struct {
	Sender     string   `json:"sender"`
	Recipients []string `json:"recipients"`
	Note       string   `json:"note"`
}
