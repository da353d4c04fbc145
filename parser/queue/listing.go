package queue

// Listing is one run of mailq: its frame. The entries are given one by one
// (formats/sendmail.md §5).
type Listing struct {
	File    string         `json:"file"`
	Verbose bool           `json:"verbose"` // -v: priorities and longer texts
	Queues  []ListingQueue `json:"queues"`
	Totals  []int          `json:"totals"` // the numbers of the "Total requests" lines
	// Lines counts the lines that the guide's first pipeline prints: those with
	// " (", body type blanked, before sort and uniq. Carriage returns at line
	// ends and a byte order mark, which the transport added, are taken off.
	// They are counted when asked for only.
	Lines map[string]int `json:"-"`
}

// ListingQueue is one heading: a directory with its number of requests.
type ListingQueue struct {
	Path     string `json:"path"`     // the queue directory, "/df" of a sub-directory layout removed; "" in 8.8 and 8.9
	Requests int    `json:"requests"` // 0 for "is empty", -1 for "unknown number of entries"
	Printed  int    `json:"printed"`  // "only K printed", else as Requests
	Client   bool   `json:"client"`   // under Debian's "MSP Queue status..." heading, or named clientmqueue or mqueue-client
}

// ListingEntry is what mailq says of one message. Texts are bytes as printed;
// mailq cuts them silently.
type ListingEntry struct {
	Pos
	ID         string             `json:"id"`
	Queue      int                `json:"queue"` // index in Listing.Queues, -1 before any heading
	Mark       byte               `json:"mark"`  // ' ', '*' locked, '-' too young, 'X' load, '?' lost
	Size       int64              `json:"size"`  // of the df; -1 missing, NoNumber not printed
	Priority   int64              `json:"priority"`
	Warned     bool               `json:"warned"` // '+': sender was warned
	Date       ListingDate        `json:"date"`
	Sender     string             `json:"sender"`
	BodyType   string             `json:"bodyType,omitempty"`
	Status     string             `json:"status,omitempty"`
	Cut        bool               `json:"cut,omitempty"` // Status may go on: it fills its column
	Quarantine string             `json:"quarantine,omitempty"`
	Recipients []ListingRecipient `json:"recipients"`
	Remark     string             `json:"remark,omitempty"` // "no control file", "job completed", a system error
	Notes      []string           `json:"notes,omitempty"`  // lines not understood, and error messages inside its lines
}

// ListingRecipient is a recipient line, with its status under -v.
type ListingRecipient struct {
	Address     string `json:"address"`
	Status      string `json:"status,omitempty"`
	Controlling string `json:"controlling,omitempty"`
}

// ListingDate is a date as printed: server-local, without year and seconds.
// The zero value means that none was printed.
type ListingDate struct {
	Weekday                  int8 // 0 Sunday … 6, -1 under -v
	Month, Day, Hour, Minute int8 // Month 1 … 12
}

// NoNumber stands for a number that the input does not give.
const NoNumber = -1 << 63
