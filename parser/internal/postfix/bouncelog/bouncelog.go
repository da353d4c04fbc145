// Package bouncelog reads what Postfix records about the recipients of a message
// beside it: the files of the directories defer, bounce and trace, in both styles
// (formats/postfix.md §5).
package bouncelog

import (
	"strconv"
	"strings"
)

// Entry is what a log says of one recipient.
type Entry struct {
	Recipient string // in quoted form, "" for an empty address
	Original  string // "" if the same
	Offset    int64  // of the recipient's record in the message's file, -1 if not given
	Status    string // enhanced code; "" if not given
	Action    string
	DiagType  string // "smtp", "x-unix", "x-sasl"; "" if the error was found here
	DiagText  string
	Server    string // that gave the diagnosis
	Reason    string
}

// MaxEntries is how many entries of one log are read.
const MaxEntries = 1 << 18

// Parse reads a log. Lines that are not part of either style are stepped over, as Postfix
// does. cut is true if there are more than MaxEntries.
func Parse(text string) (entries []Entry, cut bool) {
	var e Entry
	old, fields := false, false
	flush := func() {
		if (old || fields) && len(entries) < MaxEntries {
			entries = append(entries, e)
		} else if old || fields {
			cut = true
		}
		e, old, fields = Entry{Offset: -1}, false, false
	}
	e.Offset = -1
	for len(text) > 0 {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		switch {
		case line == "":
			flush()
		case line[0] == '<':
			if old || fields {
				flush()
			}
			if address, reason, ok := strings.Cut(line[1:], ">: "); ok {
				old, e.Recipient, e.Reason = true, address, reason
			}
		case isAlnum(line[0]):
			name, value, ok := strings.Cut(line, "=")
			if !ok {
				continue
			}
			fields = true
			e.set(strings.TrimSpace(name), strings.TrimSpace(value))
		}
	}
	flush()
	return entries, cut
}

func (e *Entry) set(name, value string) {
	switch name {
	case "recipient":
		e.Recipient = value
		if value == "<>" {
			e.Recipient = ""
		}
	case "original_recipient":
		e.Original = value
	case "offset":
		if n, err := strconv.ParseUint(value, 10, 63); err == nil {
			e.Offset = int64(n)
		}
	case "status":
		e.Status = value
	case "action":
		e.Action = value
	case "diag_type":
		e.DiagType = value
	case "diag_text":
		e.DiagText = value
	case "mta_mname":
		e.Server = value
	case "reason":
		e.Reason = value
	}
}

func isAlnum(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
