package main

import (
	"encoding/json"
	"strconv"
	"strings"
)

// postfixSender returns the sender as Postfix writes it, "" for none.
func (m *message) postfixSender() string {
	from := strings.Trim(m.sender, "<>")
	switch {
	case m.form == delivered:
		return ""
	case !strings.Contains(from, "@"):
		return from + "@" + host
	}
	return from
}

// appendObject appends the line of postqueue -j for a message whose text takes size bytes
// (formats/postfix.md §6.2).
func (m *message) appendObject(b []byte, size int32) []byte {
	number := func(name string, n int64) { b = strconv.AppendInt(append(append(b, name...), ": "...), n, 10) }
	text := func(name, s string) {
		b = append(append(append(b, name...), `: "`...), escaped(s)...)
		b = append(b, '"')
	}
	text(`{"queue_name"`, m.directory())
	text(`, "queue_id"`, m.id)
	number(`, "arrival_time"`, m.created)
	number(`, "message_size"`, int64(size))
	from := m.postfixSender()
	if from == "" {
		from = "MAILER-DAEMON"
	}
	text(`, "forced_expire": false, "sender"`, from)
	b = append(b, `, "recipients": [`...)
	for i := range m.rcpts {
		if i > 0 {
			b = append(b, ", "...)
		}
		text(`{"address"`, strings.Trim(m.rcpts[i].address, "<>"))
		if m.directory() == "deferred" {
			text(`, "delay_reason"`, m.rcpts[i].reason)
		}
		b = append(b, '}')
	}
	return append(b, "]}\n"...)
}

// escaped writes a text as it appears in a JSON string.
func escaped(s string) string {
	if !strings.ContainsAny(s, "\"\\<>&") && strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) < 0 {
		return s
	}
	text, _ := json.Marshal(s) // a string always marshals
	return string(text[1 : len(text)-1])
}
