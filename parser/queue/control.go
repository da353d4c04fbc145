package queue

// Control is the content of a control file (qf, hf, Qf, tf; formats/sendmail.md
// §2), or of the envelope in a queue file of Postfix, in the same terms. Texts are bytes as written; absent numbers are NoNumber.
type Control struct {
	Version    int64
	Created    int64 // T, Unix seconds
	LastTry    int64 // K, Unix seconds; 0 never
	Attempts   int64 // N
	Priority   int64 // P
	BodyType   string
	DataDir    string // d: the queue directory that holds the df
	Flags      string // F
	Status     string // M before S
	HasStatus  bool
	Quarantine string // q
	Sender     string // S
	HasSender  bool
	EnvelopeID string // Z
	Auth       string // A
	DeliverBy  *DeliverBy
	Macros     []Macro
	Recipients []Recipient
	Header     []HeaderField
	Unknown    []Line // unknown records

	// What only Postfix writes (formats/postfix.md §3), of Attributes and Done Exim too
	// (formats/exim.md §2).
	Attributes []Macro     // named attributes or options, as written
	Done       []Recipient // delivered, or returned to the sender
	Cancelled  []Recipient // taken out by a mail filter
	Made       int64       // Unix seconds: when this file was made, later than Created if the message was requeued
	Filter     string      // the content filter to pass through: "transport:nexthop"
	Redirect   string      // the address that replaces all recipients
	VERP       string      // two delimiters
	Bare       bool        // no empty line ends the header, as in a message without a body

	Complete bool // the end mark was seen
	Lines    int
}

// DeliverBy is the ! record (RFC 2852).
type DeliverBy struct {
	Mode    byte  // bit mask: 1 notify, 2 return, 16 trace
	Seconds int64 // after Created
}

// Macro is a $ record.
type Macro struct{ Name, Value string }

// Recipient is an R record with the records that belong to it. It is still to
// be delivered, except in the lists of those that are not; sendmail keeps no record of
// finished recipients.
type Recipient struct {
	Address     string // as written
	Flags       string // letters before the colon
	Status      string // M after S
	Original    string // Q: ORCPT
	Final       string // r: Final-Recipient
	Controlling string // C, "" none
	ErrorsTo    string // of Exim: who gets the bounces in place of the sender, "" none
	Member      bool   // of Exim, among those that are done: a recipient was expanded to it
}

// HeaderField is an H record: a header line of the message.
type HeaderField struct {
	Name  string
	Value string // after the colon, folds kept; bytes unstuffed, macros replaced
	Cond  string // between the question marks; such a header was added by sendmail
	Line  int    // 1-based
	Off   int64
}

// Line is a record kept as written.
type Line struct {
	Text string
	Line int
	Off  int64
}

// NullSender is how a null sender from outside is written.
const NullSender = "<>"

// Macro returns the value of a macro, "" if absent.
func (c *Control) Macro(name string) string {
	for _, m := range c.Macros {
		if m.Name == name {
			return m.Value
		}
	}
	return ""
}

// Field returns the value of the first header field of that name, ignoring
// case, and whether there is one.
func (c *Control) Field(name string) (string, bool) {
	for i := range c.Header {
		if equalFold(c.Header[i].Name, name) {
			return c.Header[i].Value, true
		}
	}
	return "", false
}

// equalFold compares ASCII without case.
func equalFold(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := 0; i < len(a); i++ {
		x, y := a[i], b[i]
		if 'A' <= x && x <= 'Z' {
			x += 'a' - 'A'
		}
		if 'A' <= y && y <= 'Z' {
			y += 'a' - 'A'
		}
		if x != y {
			return false
		}
	}
	return true
}
