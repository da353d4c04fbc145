package protocol

// History is what mail logs have about one message.
type History struct {
	ID     string    `json:"id"`
	System string    `json:"system"`           // sendmail, postfix, exim
	Count  int       `json:"count"`            // events in all
	Parent *Linked   `json:"parent,omitempty"` // the message that it is a notice about, or was before
	Gone   *Fate     `json:"gone,omitempty"`   // of a message that is in the earlier of two captures only
	Events []Event   `json:"events"`           // oldest first; those of a row that is folded are inside it
	Logs   []LogFact `json:"logs"`             // that were read
	Notes  []string  `json:"notes"`            // what the logs do not show; may hold `code`
}

// Fate is what became of a message that left the queue.
type Fate struct {
	Text    string   `json:"text"`
	Notices []Linked `json:"notices,omitempty"` // bounces about it
}

// LogFact is a mail log that was read.
type LogFact struct {
	Name  string `json:"name"`
	Host  string `json:"host,omitempty"`
	Lines int    `json:"lines"`
	From  Moment `json:"from"` // its first line, 0 unknown
	To    Moment `json:"to"`
}

// Event is one line of a log about a message, or several that are folded into a
// row. Texts are safe to show.
type Event struct {
	N      int      `json:"n"` // its place among the events of the message, from 0
	At     Moment   `json:"at"`
	Clock  string   `json:"clock,omitempty"` // a note on At if it is not exact
	Kind   string   `json:"kind"`            // as event: has it
	Title  string   `json:"title"`           // the kind in words
	Whom   string   `json:"whom,omitempty"`  // "to ‹recipients›", "from ‹sender›"
	Where  string   `json:"where,omitempty"` // "at ‹server›", "by ‹client›"
	Said   string   `json:"said,omitempty"`  // reply, status or reason, as logged
	Notes  []string `json:"notes,omitempty"` // size, login, how often
	Age    int64    `json:"age"`             // seconds since the message arrived, -1 unknown
	Other  *Linked  `json:"other,omitempty"` // another message that it names
	Source string   `json:"source"`          // file and line: "maillog.1.gz:204"
	By     string   `json:"by,omitempty"`    // the program that wrote the line

	Until  Moment  `json:"until,omitempty"`  // of a folded row: time of its last event
	Folded []Event `json:"folded,omitempty"` // the events of a folded row
}

// Linked is another message that an event names: a bounce, the message that it
// is about, or the next ID of the same mail.
type Linked struct {
	As    string `json:"as"` // what it is: "notice", "goes on as", "notice about", "was"
	ID    string `json:"id"`
	Query string `json:"query,omitempty"` // selects it; "" if it is not in the queue
	Fate  string `json:"fate,omitempty"`  // what the log says became of it
}

// LogLine is the line of a mail log that an event was read from, as it is
// there. Text is safe to show.
type LogLine struct {
	Ref     int    `json:"ref"`
	N       int    `json:"n"` // of the Event
	Text    string `json:"text"`
	Bytes   int    `json:"bytes"`             // of the whole line, as far as it was read
	Cut     bool   `json:"cut,omitempty"`     // Text has its beginning only
	Missing string `json:"missing,omitempty"` // why it cannot be shown
}
