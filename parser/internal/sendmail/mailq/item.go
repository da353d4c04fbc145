package mailq

// kind is what a line is.
type kind uint8

const (
	unknown    kind = iota
	blank           // nothing
	prompt          // a shell's prompt or command line
	noise           // an error message
	rule            // nothing but dashes, or the end of titles that were broken
	owner           // Debian: "MSP Queue status..."
	columns         // the titles of the columns
	heading         // PATH (N requests)
	empty           // PATH is empty
	total           // Total requests: N
	first           // an entry's first line
	odd             // an entry's id and a remark in brackets
	bare            // an entry's id alone
	quarantine      // QUARANTINE: reason
	status          // body type, status or both; or a recipient's status
	control         // (---user---)
	recipient       // an address
)

// frame reports whether a line belongs to the listing itself, not to an entry.
func (k kind) frame() bool { return k >= owner && k <= total }

// sure reports whether a line is what it seems wherever it is.
func (k kind) sure() bool {
	switch k {
	case unknown, prompt, noise, bare:
		return false
	}
	return true
}

// ofEntry reports whether a line belongs to an entry whose first line is before it.
func (k kind) ofEntry() bool { return k >= quarantine && k <= recipient }

// item is a line that is understood. Its bytes are those of the line.
type item struct {
	kind kind
	// text is the path, the id, the reason, the address, the status or the
	// value of the controlling user.
	text []byte
	// body is the body type, remark the bracketed text after an id.
	body, remark []byte

	requests, printed int  // of a heading; a total
	counted           bool // of a heading or total: numbers of mailq -bP
	client            bool // of an owner: the submission queue
	submit            bool // of an owner: FreeBSD's, which lists the submission queue last
	verbose           bool // of columns
	plain             bool // of columns: 8.8 and 8.9, which print addresses without escapes
	unclosed          bool // of a status: without its closing bracket
	entry             firstLine
}

// Widths of the white space before a line's text, in columns.
const (
	// minRecipient is that of recipients when tabs became four spaces each;
	// sendmail's own are 35 and more, headings at most 16.
	minRecipient = 20
	// minDeep is less than that of sendmail's own recipients, and more than that
	// of headings that were moved to the right.
	minDeep = 32
	// maxStatus is above that of a status with its tabs as they were, 17.
	maxStatus = 30
)

// classify returns what a line is, regardless of others (formats/sendmail.md
// §5.5).
func classify(text []byte) item {
	width, rest := indent(text)
	if len(rest) == 0 {
		return item{kind: blank}
	}
	if value, ok := controlling(rest); ok && width >= minRecipient {
		return item{kind: control, text: value}
	}
	if width >= minRecipient && (rest[0] != '(' || width >= maxStatus) {
		if width >= minDeep || rest[0] != 'T' && rest[0] != '/' {
			return item{kind: recipient, text: rest}
		}
		if it := frameLine(rest); it.kind != unknown {
			return it
		}
		return item{kind: recipient, text: rest}
	}
	if it := frameLine(rest); it.kind != unknown {
		return it
	}
	if width > 0 {
		if it := detail(text, rest); it.kind != unknown {
			return it
		}
	}
	if e, ok := parseFirst(text); ok {
		return item{kind: first, text: e.id, entry: e}
	}
	if it := oddEntry(text); it.kind != unknown {
		return it
	}
	switch {
	case isNoise(rest):
		return item{kind: noise}
	case width == 0 && IsPrompt(text), width < 8 && isOfSession(rest):
		return item{kind: prompt}
	}
	return item{}
}
