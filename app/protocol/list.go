package protocol

// Row is one message in the list.
type Row struct {
	Ref      int     `json:"ref"` // index in the queue: what MessageRequest takes
	ID       string  `json:"id"`
	Host     string  `json:"host"`
	Queue    string  `json:"queue"`
	State    string  `json:"state"`
	Called   string  `json:"called,omitempty"` // as in StateCount
	Age      int64   `json:"age"`              // seconds, -1 if unknown
	Created  Moment  `json:"created"`
	Tries    int     `json:"tries"`              // -1 if unknown
	Size     int64   `json:"size"`               // -1 without a data file
	From     string  `json:"from"`               // "" = null sender
	FromNote string  `json:"fromNote,omitempty"` // "bounce", "delay warning", "unknown"
	To       string  `json:"to"`                 // first recipient
	More     int     `json:"more"`               // further recipients
	Code     string  `json:"code,omitempty"`
	Enhanced string  `json:"enhanced,omitempty"`
	Reason   []Piece `json:"reason"`

	Source  string `json:"source,omitempty"`  // where it came in from: script, login or client; "" not recorded
	Server  string `json:"server,omitempty"`  // the server responsible; "" this one
	Subject string `json:"subject,omitempty"` // its beginning, if it is long
	Next    Moment `json:"next,omitempty"`    // when it is tried next, estimated; 0 unknown or never
	End     Moment `json:"end,omitempty"`     // when it is given up, expected; 0 unknown or never
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
