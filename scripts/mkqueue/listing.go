package main

import (
	"strconv"
	"time"
)

// Widths at which mailq cuts (formats/sendmail.md §5.2, §5.3).
const (
	senderWidth    = 39
	recipientWidth = 38
	statusWidth    = 60
)

// listed reports whether plain mailq lists the message, that is, whether it has
// a qf file.
func (m *message) listed() bool {
	return m.kind != quarantined && m.kind != lost && m.kind != orphan
}

// appendEntry appends the entry of a message.
func (m *message) appendEntry(b []byte) []byte {
	mark := byte(' ')
	if m.kind == working {
		mark = '*'
	}
	b = append(append(b, m.id...), mark)
	var room [20]byte
	size := strconv.AppendInt(room[:0], int64(m.size), 10)
	for range 8 - len(size) {
		b = append(b, ' ')
	}
	b = append(append(b, size...), ' ')
	b = time.Unix(m.created, 0).UTC().AppendFormat(b, "Mon Jan _2 15:04 ")
	b = append(append(b, clip(m.sender, senderWidth)...), '\n')
	if m.body != "" || m.status != "" {
		b = append(b, "    "...)
		for range 10 - len(m.body) {
			b = append(b, ' ')
		}
		b = append(b, m.body...)
		if m.status != "" {
			b = append(append(append(b, "   ("...), clip(m.status, statusWidth)...), ')')
		}
		b = append(b, '\n')
	}
	for i := range m.rcpts {
		b = append(append(append(b, "\t\t\t\t\t "...), clip(m.rcpts[i].address, recipientWidth)...), '\n')
	}
	return b
}

func clip(s string, n int) string { return s[:min(len(s), n)] }

// appendHead appends the header above the entries of a queue directory.
func appendHead(b []byte, path string, requests int) []byte {
	if requests == 0 {
		return append(append(b, path...), " is empty\n"...)
	}
	b = strconv.AppendInt(append(append(append(b, "\t\t"...), path...), " ("...), int64(requests), 10)
	if requests == 1 {
		b = append(b, " request)\n"...)
	} else {
		b = append(b, " requests)\n"...)
	}
	return append(b, "-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------\n"...)
}

func appendTotal(b []byte, requests int) []byte {
	return append(strconv.AppendInt(append(b, "\t\tTotal requests: "...), int64(requests), 10), '\n')
}
