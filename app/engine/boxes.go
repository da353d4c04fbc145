package engine

import (
	"path"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/engine/internal/message"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage/history"
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
	return finishedBox(q)
}

// finishedBox says that logs without a queue leave no mail waiting; nil if they leave some. It
// does not prove the queue empty.
func finishedBox(q *queue.Queue) *protocol.ErrorBox {
	is := func(kind queue.Kind) bool {
		return slices.ContainsFunc(q.Problems, func(p queue.Problem) bool { return p.Kind == kind })
	}
	if q.History == nil || !is(queue.KindLogAlone) || is(queue.KindEmptyQueue) {
		return nil
	}
	logs, lines := q.History.Logs, 0
	for n := range logs {
		lines += logs[n].Lines
	}
	name := "the logs"
	read := words.Plural(lines, "line", "lines") + " of " + words.Plural(len(logs), "log", "logs") + " were read"
	if len(logs) == 1 {
		name = path.Base(logs[0].Name)
		read = words.Plural(lines, "line was", "lines were") + " read"
	}
	if first, last := history.Reach(q.History); first != queue.NoNumber && last != queue.NoNumber {
		read += ", from " + words.Date(first) + " to " + words.Date(last)
	}
	return &protocol.ErrorBox{
		Title: "No message is unfinished at the end of " + name + ".",
		Text: read + ". A log does not prove that the queue is empty: mail that came before its first line or after its last may wait, and so may mail that has no line in it. " +
			queue.Explain(queue.KindLogAlone).Do,
	}
}

// notices returns the boxes above the first screen of a queue that can be shown.
func notices(q *queue.Queue) []protocol.ErrorBox {
	out := []protocol.ErrorBox{}
	seen := map[queue.Kind]bool{}
	of := message.WordsOf(q) // it visits every listing, and there may be thousands
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

// errorBox words a problem that concerns a whole archive, in the terms of its mail systems.
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
