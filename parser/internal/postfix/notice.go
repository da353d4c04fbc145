package postfix

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// notice stores what a notice that Postfix made says about the message that it is of.
func (s *spools) notice(i int32, file *queueFile) {
	b := file.report
	s.AddProblems(file.odd...)
	s.Bounce[i] = s.Strings.Add(noticeKind(file.header, b))
	s.SetReplies(i, diagnoses(b))
	from := b.Original.ReturnPath
	s.Origin[i] = s.Strings.Add(from)
	s.OriginScript[i] = s.Strings.Add(b.Original.Script)
	s.OriginAuth[i] = s.Strings.Add(b.Original.Login)
	s.OriginID[i] = s.Strings.Add(mailsystem.OriginID(b.Original.Received))
}

// noticeKind is the kind of a notice. Sites can change the subject, but not what
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

// diagnoses are the replies of servers that a notice quotes.
func diagnoses(b *queue.Bounce) []queue.Exchange {
	var all []queue.Exchange
	for _, r := range b.Recipients {
		if r.Diagnostic != "" && r.RemoteMTA != "" {
			all = append(all, queue.Exchange{Host: r.RemoteMTA, Replies: []string{r.Diagnostic}})
		}
	}
	return all
}
