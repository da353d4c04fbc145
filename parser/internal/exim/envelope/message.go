// Package envelope reads the file of a message that ends in -H: envelope, state and header
// (formats/exim.md §2).
package envelope

import (
	"slices"
	"strings"
)

// None is an absent number.
const None = -1 << 63

// Limits of what is kept of a file. Exim itself refuses more recipients.
const (
	MaxRecipients = 200_000
	MaxOptions    = 1000
	MaxFaults     = 20 // of one file
)

// Message is what a file says.
type Message struct {
	ID       string // by the first line, which repeats the file's name
	Login    string // who ran Exim: the user who submitted the message, or that of the daemon
	UID, GID int64  // of that user, None unknown
	Sender   string // without brackets, "" also for a null sender
	Arrived  int64  // Unix seconds, None unknown
	Warnings int64  // delay notices that were sent

	HasSender  bool
	Options    []Option
	Done       []string // addresses that no longer get the message: recipients, and members of lists
	Recipients []Recipient
	Header     []Field

	Complete bool // nothing was missing or unreadable
}

// Option is a line that begins with a hyphen.
type Option struct {
	Name  string // of an ACL variable "acl_c" or "acl_m" and its name
	Value string
}

// Recipient is a recipient of the message, done or not.
type Recipient struct {
	Address  string
	ErrorsTo string // who gets the bounces, "" the sender
	ORCPT    string // as given, in the form xtext
	Notify   int64  // bits of a DSN request, see Never
	Parent   int    // index of the recipient that it comes from, -1 none
}

// Bits of Recipient.Notify.
const (
	LastHop = 1 << iota
	Never
	Success
	Failure
	Delay
)

// Field is a header field, or several lines that Exim took for one.
type Field struct {
	Type byte   // Replaced, or what kind of field it is
	Text string // with the line end
	At   int64  // offset in the file
	Line int    // 1-based
}

// Replaced is the type of a field that is not sent: it was rewritten or removed.
const Replaced = '*'

// Fault is something in a file that cannot be read.
type Fault struct {
	At     int64
	Line   int
	Reason string
	Bytes  string
	Limit  bool
	Cut    bool // the file ends too early
}

// Option returns the value of an option, and whether it is there.
func (m *Message) Option(name string) (string, bool) {
	for _, o := range m.Options {
		if o.Name == name {
			return o.Value, true
		}
	}
	return "", false
}

// Value is Option without the report: "" if it is absent.
func (m *Message) Value(name string) string {
	v, _ := m.Option(name)
	return v
}

// Pending returns the recipients that are not done: those in neither m.Done nor more
// (formats/exim.md §2.4).
func (m *Message) Pending(more []string) []Recipient {
	if len(m.Done)+len(more) == 0 {
		return m.Recipients
	}
	done := make(map[string]bool, len(m.Done)+len(more))
	for _, a := range slices.Concat(m.Done, more) {
		done[a] = true
	}
	var left []Recipient
	for _, r := range m.Recipients {
		if !done[r.Address] {
			left = append(left, r)
		}
	}
	return left
}

// Field returns the value of the first field of that name that is sent, or if there is none, of one
// that is not. Names are compared without case.
func (m *Message) Field(name string) (value string, ok bool) {
	for i := range m.Header {
		f := &m.Header[i]
		if ok && f.Type == Replaced || len(f.Text) <= len(name) || !strings.EqualFold(f.Text[:len(name)], name) {
			continue
		}
		after, named := strings.CutPrefix(strings.TrimLeft(f.Text[len(name):], " \t"), ":")
		if !named {
			continue
		}
		value, ok = strings.TrimSuffix(after, "\n"), true
		if f.Type != Replaced {
			break
		}
	}
	return value, ok
}

// Text returns the header as it is sent.
func (m *Message) Text() string {
	var b []byte
	for _, f := range m.Header {
		if f.Type != Replaced {
			b = append(b, f.Text...)
		}
	}
	return string(b)
}

// Size returns the length of the header as it is sent.
func (m *Message) Size() (n int64) {
	for _, f := range m.Header {
		if f.Type != Replaced {
			n += int64(len(f.Text))
		}
	}
	return n
}
