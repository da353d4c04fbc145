package share

import (
	"bufio"
	"io"
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/app/words"
)

// Columns are the names in the first line of CSV, in order. They mean the same as
// the fields of Message; to lists all recipients, separated by "; ".
var Columns = []string{
	"id", "host", "queue", "state", "why", "reason", "code", "enhanced", "server", "status", "from", "to", "recipients",
	"created", "last_try", "age", "tries", "priority", "size", "subject", "client", "login", "quarantine", "bounce", "origin", "origin_client",
	"source", "obstacle", "side",
}

// CSV writes one line per message after a line with the Columns (RFC 4180), in
// UTF-8 with commas and CRLF.
//
// No text can become a formula in a spreadsheet: an apostrophe precedes =, +, -
// and @ (and their full-width forms) at the beginning of a text, after blanks
// and quotes, and after a comma, semicolon, tab or vertical bar, which some
// programs take as the end of a cell. Line breaks and tabs become blanks, other
// control characters U+FFFD. Numbers stay.
//
// The same selection gives the same bytes.
func CSV(w io.Writer, s Selection) error {
	out := bufio.NewWriterSize(w, 64<<10)
	for k, name := range Columns {
		if k > 0 {
			out.WriteByte(',')
		}
		out.WriteString(name)
	}
	out.WriteString("\r\n")
	t := s.texts()
	var line []byte
	for _, i := range s.Rows {
		line = s.message(t, i).appendCSV(line[:0])
		if _, err := out.Write(line); err != nil {
			return err
		}
	}
	return out.Flush()
}

func (m Message) appendCSV(b []byte) []byte {
	to := make([]string, len(m.To))
	for k := range m.To {
		to[k] = m.To[k].Address
	}
	for _, v := range [...]string{
		m.ID, m.Host, m.Queue, m.State, m.Why, m.Reason, m.Code, m.Enhanced, m.Server, m.Status, m.From, strings.Join(to, "; "),
	} {
		b = append(appendCell(b, v), ',')
	}
	b = strconv.AppendInt(b, int64(len(to)), 10)
	b = append(append(b, ','), m.Created...)
	b = append(append(b, ','), m.LastTry...)
	b = appendNumber(b, m.Age)
	if b = append(b, ','); m.Tries != nil {
		b = strconv.AppendInt(b, int64(*m.Tries), 10)
	}
	b = appendNumber(appendNumber(b, m.Priority), m.Size)
	for _, v := range [...]string{m.Subject, m.Client, m.Login, m.Quarantine, m.Bounce, m.Origin, m.OriginBy, m.Source, m.Obstacle, m.Side} {
		b = appendCell(append(b, ','), v)
	}
	return append(b, '\r', '\n')
}

func appendNumber(b []byte, n *int64) []byte {
	b = append(b, ',')
	if n != nil {
		b = strconv.AppendInt(b, *n, 10)
	}
	return b
}

// appendCell appends a text, quoted if necessary.
func appendCell(b []byte, s string) []byte {
	s = words.Cell(s)
	if !strings.ContainsAny(s, "\",;\t|'") {
		return append(b, s...)
	}
	b = append(b, '"')
	for i := range len(s) {
		if s[i] == '"' {
			b = append(b, '"')
		}
		b = append(b, s[i])
	}
	return append(b, '"')
}
