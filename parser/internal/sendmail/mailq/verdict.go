package mailq

import (
	"fmt"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/paste"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// verdict reports messages that the listing announces, but does not list.
func (p *parser) verdict() {
	l := &p.out
	if l.Counted || p.failed {
		return
	}
	short := false
	for i := range l.Queues {
		q := &l.Queues[i]
		if q.Listed >= q.Printed {
			continue
		}
		short = true
		name := q.Path
		if name == "" {
			name = "the queue"
		}
		reason := fmt.Sprintf("%s%s announces %s, %s listed", p.ofHost(), name, messages(q.Requests), are(q.Listed))
		kind := queue.KindPartial
		if l.Entries == 0 && l.Unread > 0 {
			reason, kind = reason+"; the lines have an unknown layout", queue.KindUnclear
		}
		p.problems.add(queue.Problem{Pos: p.places[i], Kind: kind, Reason: reason})
	}
	if n, ok := l.Announced(); ok && !short && len(l.Queues) == 0 && n > l.Entries {
		p.problems.add(queue.Problem{Pos: p.total, Kind: queue.KindPartial,
			Reason: fmt.Sprintf("%sthe total says %s, %s listed", p.ofHost(), messages(n), are(l.Entries))})
	}
}

func (p *parser) ofHost() string {
	if p.out.Host == "" {
		return ""
	}
	return p.out.Host + ": "
}

func messages(n int) string {
	if n == 1 {
		return "1 message"
	}
	return fmt.Sprintf("%d messages", n)
}

func are(n int) string {
	switch n {
	case 0:
		return "none is"
	case 1:
		return "1 is"
	}
	return fmt.Sprintf("%d are", n)
}

// refusals begin or are in the lines that say that the queue, or a part of it,
// was not shown.
var refusals = [...]string{
	"Program mode requires special privileges", "You are not permitted to see the queue",
	"ermission denied", "peration not permitted", "can not chdir(", "cannot chdir(",
	"may not run sudo", "not in the sudoers", "command not found", "not found", "a password is required",
	"Host key verification failed", "Connection refused", "Connection timed out", "Could not resolve hostname",
	"UNREACHABLE", "No such file or directory",
}

func isRefusal(text string) bool {
	if strings.HasPrefix(text, "readqf: ") {
		return false // of one message
	}
	for _, s := range refusals {
		if strings.Contains(text, s) {
			return true
		}
	}
	return false
}

// refused reports that sendmail, or what should have run it, did not show the
// queue.
func (p *parser) refused(l line) {
	text := head(l.text, maxQuoted)
	if p.out.Refused == "" {
		p.out.Refused = strings.TrimSpace(text)
	}
	p.problems.add(queue.Problem{
		Pos: p.pos(l), Kind: queue.KindRefused, Bytes: text,
		Reason: fmt.Sprintf("%sthe queue was not shown: %q", p.ofHost(), strings.TrimSpace(text)),
	})
}

// cleaned says what was taken off the text.
func (p *parser) cleaned(coats []paste.Coat) {
	if len(coats) == 0 {
		return
	}
	p.problems.add(queue.Problem{
		Pos: queue.Pos{File: p.file, Offset: coats[0].Offset, Line: coats[0].Line}, Kind: queue.KindCleaned,
		Reason: "taken off before reading: " + paste.Sentence(coats),
	})
}
