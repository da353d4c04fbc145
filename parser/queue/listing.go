package queue

// Listing is the frame of one run of mailq; its entries are separate
// (formats/sendmail.md §5). A text can hold several, of one queue at different
// times or of several hosts.
type Listing struct {
	File    string         `json:"file"`
	Host    string         `json:"host,omitempty"`    // as the text around it says, "" unknown
	Taken   int64          `json:"taken,omitempty"`   // when it was made, Unix, as a date in the text says; 0 unknown
	Zone    int            `json:"zone,omitempty"`    // of that date, seconds east of UTC
	Zoned   bool           `json:"zoned,omitempty"`   // the date gives its zone
	Local   bool           `json:"local,omitempty"`   // Taken is the server's local time, as if it were UTC
	Refused string         `json:"refused,omitempty"` // what was said in place of a queue that was not shown
	Counted bool           `json:"counted,omitempty"` // of sendmail -bP: counts, and no messages
	Limited bool           `json:"limited,omitempty"` // the command asked for a part of the queue, as mailq -qQ does
	Entries int            `json:"entries"`           // listed
	Lost    int            `json:"lost,omitempty"`    // messages left out because of unreadable ids
	Unread  int            `json:"unread,omitempty"`  // unreadable lines
	Verbose bool           `json:"verbose"`           // -v: priorities and longer texts
	Queues  []ListingQueue `json:"queues"`
	Totals  []int          `json:"totals"` // the numbers of the "Total requests" lines
	// Lines counts the lines that the guide's first pipeline prints: those with
	// " (", body type blanked, before sort and uniq. Carriage returns at line
	// ends and a byte order mark, which the transport added, are removed. They
	// are counted only when asked for.
	Lines map[string]int `json:"-"`
	// Group is the same nonzero number for listings of one queue at different
	// times. Only the entries of the one that is Shown are in Queue.Listed.
	Group int  `json:"group,omitempty"`
	Shown bool `json:"shown,omitempty"`
	// Made is when it was made, Unix: Taken, or else the date in the name of
	// its file or the file's modification time; 0 if unknown. A date without a
	// zone counts as UTC.
	Made int64 `json:"-"`
	// States counts the entries by state, as far as the listing alone shows.
	States [NumStates]int `json:"-"`
	// System is the mail system whose queue it is. Exact is set for postqueue -j, which
	// gives arrivals as Unix times, and the directory of each message.
	System System `json:"-"`
	Exact  bool   `json:"-"`
	// Aged is set if Taken was worked out from the ages of the messages, to within some minutes.
	Aged bool `json:"-"`
}

// Marks of entries of Postfix's queue: its directories. postqueue -p has the first two
// only, as '*' and '!'; ' ' is any of the others there (formats/postfix.md §6). Exim has
// MarkFrozen and MarkUnreadable.
const (
	MarkActive   = '*'
	MarkHold     = '!'
	MarkDeferred = 'd'
	MarkIncoming = 'i'
	MarkMaildrop = 'm'
	MarkFrozen   = 'f'
	// MarkUnreadable marks a message whose file Exim cannot read.
	MarkUnreadable = 'u'
)

// Announced returns how many messages there should be, by the listing's
// headings or else its total. It returns false if the listing does not say.
func (l *Listing) Announced() (int, bool) {
	n, known := 0, len(l.Queues) > 0
	for _, q := range l.Queues {
		if q.Requests < 0 {
			known = false
			continue
		}
		n += q.Requests
	}
	if len(l.Totals) > 0 && (!known || len(l.Queues) == 0) {
		return max(n, l.Totals[len(l.Totals)-1]), true
	}
	return n, known
}

// ProvesEmpty reports whether the listing shows that there are no messages: it
// announces none, and every line of it could be read.
func (l *Listing) ProvesEmpty() bool {
	n, ok := l.Announced()
	return ok && n == 0 && l.Entries == 0 && l.Lost == 0 && l.Unread == 0 && l.Refused == "" && !l.Counted && !l.Limited
}

// ListingQueue is one heading: a directory with its number of requests.
type ListingQueue struct {
	Path     string `json:"path"`     // the queue directory, "/df" of a sub-directory layout removed; "" in 8.8 and 8.9
	Requests int    `json:"requests"` // 0 for "is empty", -1 for "unknown number of entries"
	Printed  int    `json:"printed"`  // "only K printed", else as Requests
	Listed   int    `json:"listed"`   // entries below it
	Client   bool   `json:"client"`   // under Debian's "MSP Queue status..." heading, or named clientmqueue or mqueue-client
}

// ListingEntry is what mailq prints about one message. Texts are bytes as
// printed; mailq cuts them silently.
type ListingEntry struct {
	Pos
	ID         string             `json:"id"`
	Queue      int                `json:"queue"` // index in Listing.Queues, -1 before any heading
	Mark       byte               `json:"mark"`  // ' ', '*' locked, '-' too young, 'X' load, '?' lost; of Postfix MarkActive …
	Size       int64              `json:"size"`  // of the df; -1 missing, NoNumber not printed
	Priority   int64              `json:"priority"`
	Warned     bool               `json:"warned"` // '+': sender was warned
	Date       ListingDate        `json:"date"`
	Arrived    *int64             `json:"arrived,omitempty"` // Unix, where it is printed in place of a date
	Age        *int64             `json:"age,omitempty"`     // seconds since then, rounded as printed, in place of both
	Sender     string             `json:"sender"`
	Login      string             `json:"login,omitempty"` // of the user of the server who gave the sender
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
	Done        bool   `json:"done,omitempty"`   // delivered, or returned to the sender
	Member      bool   `json:"member,omitempty"` // no recipient itself, but what one of them stands for
}

// ListingDate is a date as printed: local to the server, without year. The zero
// value means that none was printed.
type ListingDate struct {
	Weekday                  int8 // 0 Sunday … 6, -1 under -v
	Month, Day, Hour, Minute int8 // Month 1 … 12
	Second                   int8 `json:",omitempty"` // only Postfix prints it
}

// NoNumber marks a number that the input does not contain.
const NoNumber = -1 << 63
