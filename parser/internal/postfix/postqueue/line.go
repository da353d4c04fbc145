package postqueue

import (
	"bytes"
	"strconv"

	"github.com/spoolscope/spoolscope/parser/internal/sendmail/mailq"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Expires is the remark of a message that postsuper -e or -f marked: it is returned at its
// next try.
const Expires = "expires at its next try"

// word cuts the first word off a text.
func word(text []byte) (first, rest []byte) {
	at := bytes.IndexAny(text, " \t")
	if at < 0 {
		return text, nil
	}
	return text[:at], bytes.TrimLeft(text[at:], " \t")
}

// parseFirst reads an entry's first line: id with its marks, size, date and sender. Only
// blanks separate them, since the widths of the columns depend on the version and on a
// configuration that may be newer than the message.
func parseFirst(text []byte) (e queue.ListingEntry, ok bool) {
	id, rest := word(text)
	e = queue.ListingEntry{Queue: -1, Mark: ' ', Size: queue.NoNumber, Priority: queue.NoNumber, Recipients: []queue.ListingRecipient{}}
	if n := len(id); n > 0 && id[n-1] == '#' {
		e.Remark, id = Expires, id[:n-1]
	}
	if n := len(id); n > 0 && (id[n-1] == queue.MarkActive || id[n-1] == queue.MarkHold) {
		e.Mark, id = id[n-1], id[:n-1]
	}
	if !queue.IsPostfixListedID(id) {
		return e, false
	}
	size, rest := word(rest)
	n, err := strconv.ParseInt(string(size), 10, 64)
	if err != nil || n < 0 {
		return e, false
	}
	at := 0 // after weekday, month, day and time
	for range 4 {
		for at < len(rest) && rest[at] != ' ' {
			at++
		}
		for at < len(rest) && rest[at] == ' ' {
			at++
		}
	}
	date := bytes.TrimRight(rest[:at], " ")
	if e.Date, ok = mailq.ParseDate(date); !ok && !isDate(string(date)) {
		return e, false
	}
	e.ID, e.Size, e.Sender = string(id), n, address(string(rest[at:]))
	return e, true
}

// isTitles recognises the titles of the columns, of short and of long ids.
func isTitles(text []byte) bool {
	text = bytes.TrimLeft(text, "-–—")
	return bytes.HasPrefix(text, []byte("Queue ID")) && bytes.Contains(text, []byte("Size")) ||
		bytes.HasPrefix(text, []byte("Sender/Recipient-")) // broken by a mail program
}

// totalOf reads the last line: "-- 242 Kbytes in 28 Requests.", or what is printed in place of
// an empty list.
func totalOf(text []byte) (int, bool) {
	if string(text) == "Mail queue is empty" {
		return 0, true
	}
	rest, ok := bytes.CutPrefix(text, []byte("-- "))
	if !ok { // a word processor makes one dash of two
		rest, ok = bytes.CutPrefix(text, []byte("– "))
	}
	if !ok {
		return 0, false
	}
	_, rest, ok = bytes.Cut(rest, []byte("bytes in "))
	if !ok {
		return 0, false
	}
	count, rest := word(rest)
	n, err := strconv.Atoi(string(count))
	return n, err == nil && n >= 0 && bytes.HasPrefix(rest, []byte("Request"))
}
