package postfix

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/content"
	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
	"github.com/spoolscope/spoolscope/parser/internal/postfix/record"
	"github.com/spoolscope/spoolscope/parser/internal/postfix/spool"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// fill copies what a queue file says into the columns of row i, which must be
// those of a new row.
func (s *spools) fill(i int32, m archive.Member, f spool.File, file *queueFile) {
	add := s.Strings.Add
	msg, h := file.msg, file.header
	made := msg.Made
	s.Created[i] = msg.Arrived
	switch {
	case msg.Arrived != record.None:
	case made != record.None:
		s.Created[i] = made
	case f.Directory == spool.Maildrop && m.ModTime.Unix() > 0:
		s.Created[i] = m.ModTime.Unix()
	default:
		s.Created[i] = queue.NoNumber
	}
	const anew = 60 // seconds: files are made as their messages arrive
	if made == record.None {
		made = msg.Arrived
	} else if made > msg.Arrived+anew && msg.Arrived != record.None {
		if s.Made == nil {
			s.Made = map[int32]int64{}
		}
		s.Made[i] = made
	}
	const leastWait = 300
	if tried := f.Directory == spool.Deferred || f.Directory == spool.None && m.ModTime.Unix() >= made+leastWait; tried && made != record.None && m.ModTime.Unix() > 0 {
		s.LastTry[i] = lastTry(m.ModTime.Unix(), made)
	}
	if f.Directory == spool.Incoming || f.Directory == spool.Maildrop && !msg.HasSize {
		s.Attempts[i], s.LastTry[i] = 0, 0 // not even once
	}
	if s.Size[i] = msg.ContentSize; !msg.HasSize {
		s.Size[i] = m.Size
	}
	s.Sender[i] = add(sender(msg))
	s.SetFlag(i, queue.HasSender, msg.HasSender)
	s.SetFlag(i, queue.NullFrom, msg.HasSender && msg.Sender == "")
	s.SetFlag(i, queue.Warned, msg.Warning == -1)
	s.BodyType[i] = add(bodyType(msg.Attribute("encoding")))
	s.Client[i], s.Auth[i] = add(submitter(msg, h)), add(msg.Attribute("sasl_username"))
	s.Helo[i] = add(known(msg.Attribute("log_helo_name")))
	for _, name := range [...]string{"X-PHP-Originating-Script", "X-PHP-Script"} {
		if v, ok := h.Field(name); ok && s.Script[i] == 0 {
			s.Script[i] = add(strings.TrimSpace(v))
		}
	}
	if v, ok := h.Field("Subject"); ok {
		s.Subject[i] = add(content.DecodeHeader(v, s.Decode))
	}
	mixed, _ := h.Field("Content-Type")
	mixed, _, _ = strings.Cut(mixed, ";")
	s.SetFlag(i, queue.Mixed, strings.EqualFold(strings.TrimSpace(mixed), "multipart/mixed"))
	s.SetRecipients(i, len(msg.Recipients), func(k int) (string, string) {
		return record.Quote(msg.Recipients[k].Address), ""
	})
	for len(s.offsets) < len(s.RcptAddr)-len(msg.Recipients) { // those of other systems
		s.offsets = append(s.offsets, 0)
	}
	for k := range msg.Recipients {
		s.offsets = append(s.offsets, uint32(msg.Recipients[k].Offset))
	}
	if own := s.Dirs[s.Dir[i]].Name; own == "" {
		s.Dirs[s.Dir[i]].Name = mailsystem.ServerName(h, "")
	}
	if file.notice(m.Name); file.report != nil {
		s.SetFlag(i, queue.MadeHere, true)
		s.notice(i, file)
	}
}

// lastTry returns when a deferred message was tried last, by the time of its next try and that of
// its queue file, with the default times of waiting (formats/postfix.md §1.5). The log of the
// message knows better.
func lastTry(next, made int64) int64 {
	const least, most = 300, 4000
	switch waits := next - made; {
	case waits >= 2*most:
		return next - most
	case waits <= 2*least:
		return next - least
	}
	return (next + made) / 2
}

// bodyType names an encoding as the parameter BODY of SMTP does.
func bodyType(encoding string) string {
	switch strings.ToLower(encoding) {
	case "8bit":
		return "8BITMIME"
	case "7bit":
		return "7BIT"
	}
	return encoding
}

// known returns the value of an attribute, "" for the word that stands for nothing.
func known(v string) string {
	if v == "unknown" {
		return ""
	}
	return v
}

// submitter returns who submitted the message, in the form in which sendmail has it: a host name
// with its address, or a user of this server (formats/postfix.md §3.2).
func submitter(msg *record.Message, h *queue.Control) string {
	host, addr := known(msg.Attribute("log_client_name")), known(msg.Attribute("log_client_address"))
	if host == "" && addr == "" {
		host, addr = known(msg.Attribute("client_name")), known(msg.Attribute("client_address"))
	}
	switch {
	case host != "" && addr != "":
		return host + " [" + addr + "]"
	case addr != "":
		return "[" + addr + "]"
	case host != "":
		return host
	}
	if received, ok := h.Field("Received"); ok {
		if user := userIn(received); user != "" {
			return user
		}
	}
	if msg.Attribute("log_message_origin") == "local" || msg.Attribute("rewrite_context") == "local" {
		return "localhost"
	}
	return ""
}

// readHeader cuts a header into its fields.
func readHeader(text string) *queue.Control {
	const usual = 16
	c := &queue.Control{Header: make([]queue.HeaderField, 0, usual)}
	value := 0 // where that of the last field begins
	for at, line := 0, 1; at < len(text); line++ {
		end := len(text)
		if n := strings.IndexByte(text[at:], '\n'); n >= 0 {
			end = at + n
		}
		l, n := text[at:end], len(c.Header)
		if n > 0 && l != "" && (l[0] == ' ' || l[0] == '\t') {
			c.Header[n-1].Value = text[value:end]
		} else if name, _, ok := strings.Cut(l, ":"); ok {
			value = at + len(name) + 1
			c.Header = append(c.Header, queue.HeaderField{Name: strings.TrimRight(name, " \t"), Value: text[value:end], Line: line, Off: int64(at)})
		}
		at = end + 1
	}
	return c
}

// isOwnNotice reports whether Postfix made the message: a bounce, a notice of a delay or a
// report (formats/postfix.md §10).
func isOwnNotice(msg *record.Message, h *queue.Control) bool {
	if !msg.HasSender || msg.Sender != "" || msg.Attribute("client_address") != "" || msg.Attribute("log_client_address") != "" {
		return false
	}
	auto, _ := h.Field("Auto-Submitted")
	kind, _ := h.Field("Content-Type")
	return strings.EqualFold(strings.TrimSpace(auto), "auto-replied") && strings.Contains(strings.ToLower(kind), "report")
}
