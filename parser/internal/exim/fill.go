package exim

import (
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/parser/content"
	"github.com/spoolscope/spoolscope/parser/internal/exim/envelope"
	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// fill copies what an envelope says into the columns of row i, which must be those of a new row.
func (s *spools) fill(i int32, file *envelopeFile) {
	add := s.Strings.Add
	msg := &file.msg
	has := func(name string) bool { _, ok := msg.Option(name); return ok }
	s.Created[i] = given(msg.Arrived)
	s.Sender[i] = add(sender(msg))
	s.SetFlag(i, queue.HasSender, msg.HasSender)
	s.SetFlag(i, queue.NullFrom, msg.HasSender && msg.Sender == "")
	s.SetFlag(i, queue.Warned, msg.Warnings > 0)
	s.SetFlag(i, queue.MadeHere, has("localerror"))
	f := s.of(i)
	f.header, f.untried = msg.Size(), has("deliver_firsttime")
	if v, ok := msg.Option("frozen"); ok {
		f.frozen = 1 // at a time that is not known
		if t, err := strconv.ParseInt(v, 10, 64); err == nil && t > 0 {
			f.frozen = t
		}
	}
	s.Client[i], s.Auth[i], s.Helo[i] = add(submitter(msg)), add(msg.Value("auth_id")), add(msg.Value("helo_name"))
	s.Script[i] = add(file.script)
	if file.subject != "" {
		s.Subject[i] = add(content.DecodeHeader(file.subject, s.Decode))
	}
	s.SetFlag(i, queue.Mixed, file.mixed)
	if has("localerror") {
		s.Bounce[i] = add(noticeKind(msg))
	}
	s.setPending(i, msg.Pending(nil))
	if own := s.Dirs[s.Dir[i]].Name; own == "" {
		s.Dirs[s.Dir[i]].Name = serverName(msg)
	}
}

// setPending gives a row its recipients.
func (s *spools) setPending(i int32, left []envelope.Recipient) {
	s.SetRecipients(i, len(left), func(k int) (string, string) { return left[k].Address, "" })
	s.of(i).done = len(left) == 0
}

// given returns a number that may be absent.
func given(n int64) int64 {
	if n == envelope.None {
		return queue.NoNumber
	}
	return n
}

// sender returns the envelope sender as written in SMTP.
func sender(msg *envelope.Message) string {
	if msg.HasSender && msg.Sender == "" {
		return queue.NullSender
	}
	return msg.Sender
}

// submitter returns the submitter of the message in sendmail's form: a host name with its
// address, or a user of this server (formats/exim.md §10).
func submitter(msg *envelope.Message) string {
	name, addr := msg.Value("host_name"), hostAddress(msg.Value("host_address"))
	_, made := msg.Option("localerror")
	switch {
	case name != "" && addr != "":
		return name + " [" + addr + "]"
	case addr != "":
		return "[" + addr + "]"
	case made:
		return "localhost"
	case msg.Login != "":
		return msg.Login + "@localhost"
	}
	return ""
}

// hostAddress takes the port off "[IP]:PORT", which old versions write as "IP.PORT".
func hostAddress(v string) string {
	if inner, ok := strings.CutPrefix(v, "["); ok {
		addr, _, _ := strings.Cut(inner, "]")
		return addr
	}
	if at := strings.LastIndexByte(v, '.'); at > 0 && (strings.Count(v, ".") == 4 || strings.Contains(v, ":")) {
		return v[:at]
	}
	return v
}

// fields returns the fields of the header: those that are sent, then those that are not.
func fields(msg *envelope.Message) *queue.Control {
	c := &queue.Control{}
	var removed []queue.HeaderField
	for _, f := range msg.Header {
		name, value, ok := strings.Cut(f.Text, ":")
		if !ok {
			name, value = "", f.Text
		}
		h := queue.HeaderField{Name: strings.TrimRight(name, " \t"), Value: strings.TrimSuffix(value, "\n"), Line: f.Line, Off: f.At}
		if f.Type == envelope.Replaced {
			h.Cond = string(f.Type)
			removed = append(removed, h)
			continue
		}
		c.Header = append(c.Header, h)
	}
	c.Header = append(c.Header, removed...)
	return c
}

// noticeKind returns the kind of a notice. The subjects are of templates that sites may replace
// (formats/exim.md §8).
func noticeKind(h *envelope.Message) string {
	subject, _ := h.Field("Subject")
	_, failed := h.Field("X-Failed-Recipients")
	switch subject = strings.TrimSpace(subject); {
	case failed, strings.HasPrefix(subject, "Mail delivery failed"):
		return "failure"
	case strings.HasPrefix(subject, "Warning: message ") && strings.Contains(subject, " delayed "):
		return "warning-timeout"
	case strings.HasPrefix(subject, "Delivery Status Notification"):
		return "return-receipt"
	case strings.HasPrefix(subject, "Message frozen"), strings.HasPrefix(subject, "Message "), strings.HasPrefix(subject, "*** "):
		return "postmaster-warning"
	case strings.HasPrefix(subject, "Warning: "):
		return "warning-timeout"
	}
	return "failure"
}

// serverName takes the server's own name from the first Received line, which this server added:
// "… by mail.example.org with esmtp (Exim 4.96)".
func serverName(h *envelope.Message) string {
	received, ok := h.Field("Received")
	if !ok || !strings.Contains(received, "(Exim ") {
		return ""
	}
	words := strings.Fields(received)
	for k, w := range words {
		if w == "by" && k+2 < len(words) && words[k+2] == "with" && mailsystem.IsHost(words[k+1]) {
			return strings.ToLower(words[k+1])
		}
	}
	return ""
}
