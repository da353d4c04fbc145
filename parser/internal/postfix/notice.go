package postfix

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// notice stores what a notice made by Postfix says about the message it concerns.
func (s *spools) notice(i int32, file *queueFile) {
	b := file.report
	s.AddProblems(file.odd...)
	s.Bounce[i] = s.Strings.Add(noticeKind(file.header, b))
	s.SetReplies(i, diagnoses(b))
	from := b.Original.ReturnPath
	s.Origin[i] = s.Strings.Add(from)
	s.OriginScript[i] = s.Strings.Add(b.Original.Script)
	s.OriginAuth[i] = s.Strings.Add(b.Original.Login)
	s.OriginBy[i] = s.Strings.Add(submitterIn(b.Original.Received))
	s.OriginID[i] = s.Strings.Add(mailsystem.OriginID(b.Original.Received))
}

// submitterIn returns who submitted a message, as submitter has it, by the Received line that this
// server put before it: "from HELO (NAME [ADDRESS]) by …", of a user of this server "by …
// (Postfix, from userid 33) …".
func submitterIn(received string) string {
	if user := userIn(received); user != "" {
		return user
	}
	text := strings.Join(strings.Fields(received), " ")
	_, client, ok := strings.Cut(text, " (")
	if !ok || !strings.HasPrefix(text, "from ") {
		return ""
	}
	client, rest, closed := strings.Cut(client, "])")
	name, addr, ok := strings.Cut(client, "[")
	if !ok || !closed || !strings.Contains(rest, " by ") || addr == "" {
		return ""
	}
	addr = "[" + strings.TrimPrefix(addr, "IPv6:") + "]"
	if name = known(strings.TrimSpace(name)); mailsystem.IsHost(name) {
		return name + " " + addr
	}
	return addr
}

// userIn returns the user of this server who submitted a message, by the Received line that sendmail(1)
// or a program in its place caused, "" if there is none.
func userIn(received string) string {
	_, user, ok := strings.Cut(received, "from userid ")
	if digits := len(user) - len(strings.TrimLeft(user, "0123456789")); ok && digits > 0 {
		return "uid" + user[:digits] + "@localhost"
	}
	return ""
}

// noticeKind returns the kind of a notice. Sites can change the subject, but not what
// programs read (formats/postfix.md §10).
func noticeKind(h *queue.Control, b *queue.Bounce) string {
	subject, _ := h.Field("Subject")
	switch subject = strings.TrimSpace(subject); {
	case strings.HasPrefix(subject, "Postmaster Copy: "):
		return "postmaster-notification"
	case strings.HasPrefix(subject, "Postmaster Warning: "):
		return "postmaster-warning"
	}
	for _, r := range b.Recipients {
		switch strings.ToLower(r.Action) {
		case "failed":
			return "failure"
		case "delayed":
			return "warning-timeout"
		case "delivered", "relayed", "expanded", "deliverable", "undeliverable":
			return "return-receipt"
		}
	}
	switch {
	case strings.HasPrefix(subject, "Delayed Mail"):
		return "warning-timeout"
	case strings.HasPrefix(subject, "Successful Mail Delivery"), strings.HasPrefix(subject, "Mail Delivery Status"):
		return "return-receipt"
	}
	return "failure"
}

// diagnoses returns the replies of servers that a notice quotes.
func diagnoses(b *queue.Bounce) []queue.Exchange {
	var all []queue.Exchange
	for _, r := range b.Recipients {
		if r.Diagnostic != "" && r.RemoteMTA != "" {
			all = append(all, queue.Exchange{Host: r.RemoteMTA, Replies: []string{r.Diagnostic}})
		}
	}
	return all
}
