package queue

// Bounce is a delivery status notification that this sendmail made: what its
// data file says about the message that failed (formats/sendmail.md §3.4).
// All texts are bytes as written.
type Bounce struct {
	Kind         string            `json:"kind"`                   // failure, warning-timeout, postmaster-notification …, "" unknown
	Received     string            `json:"received,omitempty"`     // "original message was received at …"
	Client       string            `json:"client,omitempty"`       // "from …": who submitted the original, as in $_
	ReportingMTA string            `json:"reportingMTA,omitempty"` // without "dns;"
	EnvelopeID   string            `json:"envelopeID,omitempty"`
	Arrival      string            `json:"arrival,omitempty"`
	Addresses    []BounceAddress   `json:"addresses"`        // the sections before the transcript
	Exchanges    []Exchange        `json:"exchanges"`        // the transcript of the session
	Recipients   []BounceRecipient `json:"recipients"`       // the delivery status part
	Original     Original          `json:"original"`         // the returned message
	Nested       bool              `json:"nested,omitempty"` // the returned message is a bounce itself
}

// BounceAddress is an address of the human-readable part, with its reason.
type BounceAddress struct {
	Section  string `json:"section"` // permanent, transient, success
	Address  string `json:"address"`
	Reason   string `json:"reason,omitempty"`   // "(reason: …)"
	Expanded string `json:"expanded,omitempty"` // "(expanded from: …)"
}

// BounceRecipient is one block of message/delivery-status (RFC 3464 §2.3).
type BounceRecipient struct {
	Original   string `json:"original,omitempty"` // address types are stripped
	Final      string `json:"final,omitempty"`
	Actual     string `json:"actual,omitempty"`
	Action     string `json:"action,omitempty"`
	Status     string `json:"status,omitempty"`
	RemoteMTA  string `json:"remoteMTA,omitempty"`
	Diagnostic string `json:"diagnostic,omitempty"`
	LastTry    string `json:"lastTry,omitempty"`
	RetryUntil string `json:"retryUntil,omitempty"`
}

// Original is what the returned header says. Absent fields are "".
type Original struct {
	ReturnPath string `json:"returnPath,omitempty"` // the envelope sender that is notified
	From       string `json:"from,omitempty"`
	To         string `json:"to,omitempty"`
	Subject    string `json:"subject,omitempty"`
	MessageID  string `json:"messageID,omitempty"`
	Date       string `json:"date,omitempty"`
	Received   string `json:"received,omitempty"` // the first Received line: the client that submitted it
	Script     string `json:"script,omitempty"`   // X-PHP-Originating-Script or X-PHP-Script
	Login      string `json:"login,omitempty"`    // X-Authenticated-User or -Sender, or in the first Received line
}

// Exchange is a group of lines of a session transcript: what was sent to one
// server and what it replied (formats/sendmail.md §4).
type Exchange struct {
	Host    string   `json:"host"`              // as connected, final dot removed; "" before the first "while talking to"
	Command string   `json:"command,omitempty"` // after ">>> "
	Replies []string `json:"replies"`           // after "<<< "
	Verdict []string `json:"verdict,omitempty"` // sendmail's own lines that follow
}
