package engine

import (
	"path"
	"strings"

	"github.com/spoolscope/spoolscope/app/engine/internal/message"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/app/words/mailsystem"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// fatal returns the error box of a load that has nothing to show, or nil if
// there is something.
func fatal(q *queue.Queue) *protocol.ErrorBox {
	if len(q.Order) > 0 {
		return nil
	}
	of := message.WordsOf(q)
	for _, p := range q.Problems {
		if box := errorBox(q, of, p); box != nil && p.Kind != queue.KindEmptyQueue {
			return box
		}
	}
	return nil
}

// notices are the boxes above the first screen of a queue that can be shown.
func notices(q *queue.Queue) []protocol.ErrorBox {
	out := []protocol.ErrorBox{}
	seen := map[queue.Kind]bool{}
	of := message.WordsOf(q) // it looks at every listing, of which there may be thousands
	for _, p := range q.Problems {
		if seen[p.Kind] {
			continue
		}
		if box := errorBox(q, of, p); box != nil {
			seen[p.Kind] = true
			out = append(out, *box)
		}
	}
	return out
}

// errorBox words a problem that concerns a whole archive, in the words of its mail systems.
func errorBox(q *queue.Queue, of *mailsystem.Words, p queue.Problem) *protocol.ErrorBox {
	name := path.Base(p.File)
	e := message.Explain(of, p.Kind)
	shown := words.Plural(len(q.Order), "message", "messages") + " up to there were read and are shown."
	switch p.Kind {
	case queue.KindUnsupported:
		return unsupportedBox(name, p.Reason, e)
	case queue.KindEncrypted:
		return &protocol.ErrorBox{Title: name + " is encrypted.", Text: e.Do}
	case queue.KindTruncated:
		title := "The archive ends early."
		if p.Offset >= 0 {
			title = "The archive ends early, at byte " + words.Number(p.Offset) + "."
		}
		return &protocol.ErrorBox{Title: title, Text: shown + " Check for a full disk where it was made, then collect it again."}
	case queue.KindDamaged:
		return &protocol.ErrorBox{Title: name + " is damaged.", Text: words.UpperFirst(p.Reason) + ". " + words.Plural(len(q.Order), "message was", "messages were") + " read and shown. " + e.Do}
	case queue.KindNothing:
		return &protocol.ErrorBox{Title: "No queue files in " + name + strings.TrimPrefix(p.Reason, "no queue files") + ".", Text: e.Means + " " + e.Do}
	case queue.KindForeign:
		return &protocol.ErrorBox{Title: name + " holds " + p.Reason + ".", Text: e.Means + " " + e.Do}
	case queue.KindLimit:
		return &protocol.ErrorBox{Title: "A limit was reached: " + p.Reason + ".", Text: shown + " " + e.Do}
	case queue.KindUnreadable:
		return &protocol.ErrorBox{Title: name + " could not be read.", Text: words.UpperFirst(p.Reason) + ". " + e.Do}
	case queue.KindRefused:
		return &protocol.ErrorBox{Title: "The mail system did not show its queue.", Text: words.UpperFirst(p.Reason) + ". " + e.Means + " " + e.Do}
	case queue.KindUnclear:
		return &protocol.ErrorBox{Title: name + " was not understood.", Text: words.UpperFirst(p.Reason) + ". " + e.Means + " " + e.Do}
	case queue.KindPartial:
		return &protocol.ErrorBox{Title: "The listing is incomplete.", Text: words.UpperFirst(p.Reason) + ". " + e.Means + " " + e.Do}
	case queue.KindCounts:
		return &protocol.ErrorBox{Title: "Only counts are known.", Text: words.UpperFirst(p.Reason) + ". " + e.Means + " " + e.Do}
	case queue.KindEmptyQueue:
		return &protocol.ErrorBox{Title: "The queue is empty.", Text: e.Means + " " + e.Do, Calm: true}
	}
	return nil
}

// unsupportedBox words what was given instead of a queue. An archive of a kind
// that is not read may hold one.
func unsupportedBox(name, reason string, e queue.Explanation) *protocol.ErrorBox {
	for _, end := range [...]string{", which is not read", " is not read"} {
		if archive, ok := strings.CutSuffix(reason, end); ok {
			return &protocol.ErrorBox{Title: name + " is " + archive + ", which Spoolscope does not read.", Text: "Unpack it, and drop the folder. " + e.Means}
		}
	}
	seen := strings.TrimSuffix(reason, ", not a queue, an archive or mailq output")
	return &protocol.ErrorBox{Title: name + " is not a queue, an archive or mailq output.", Text: "Seen: " + seen + ". " + e.Means}
}
