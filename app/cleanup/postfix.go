package cleanup

import (
	_ "embed"
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

//go:embed postfix.sh
var postfixEngine string

// The kinds of Postfix's queue files, by the directory that they were in.
const (
	kindQueued = "queued" // waits for its turn
	kindHold   = "hold"
	kindLost   = "corrupt" // or saved: no command of Postfix acts on it, nor one of Exim on what is in Finput
)

var ofPostfix = system{
	engine:  postfixEngine,
	columns: "queue, id, arrival time",
	steps: map[Method][]string{
		Quarantine: {"hold", "remove"},
		Delete:     {"delete"},
		Release:    {"release"},
		Retry:      {"retry", "requeue"},
		Bounce:     {"bounce"},
	},
	undo: map[Method]string{Quarantine: "undo"},
	meaning: map[string]string{
		"hold":    "postsuper puts them on hold",
		"remove":  "postsuper deletes what this plan put on hold",
		"undo":    "postsuper releases what this plan put on hold",
		"delete":  "postsuper puts them on hold, then deletes them",
		"release": "postsuper releases them from hold",
		"retry":   "the queue manager tries to deliver them now",
		"requeue": "postsuper requeues them: routed again, with a new id",
		"bounce":  "postsuper has them expire: they return to their senders now (Postfix 3.5)",
	},
	line:    func(b []byte, it *Item) []byte { return strconv.AppendInt(b, it.Created, 10) },
	queue:   func(q Queue) string { return q.Path },
	isID:    queue.IsPostfixID,
	kind:    postfixKind,
	refuses: postfixRefuses,
	path: func(on On, d *queue.Dir) string {
		if on.Spool != "" {
			return on.Spool
		}
		return d.Path
	},
	files: postfixFiles,
}

// postfixRefuses returns why the method cannot be applied to a message in a queue of
// this kind, "" if it can.
func postfixRefuses(m Method, kind string) Why {
	switch {
	case kind == kindLost:
		return Wrong
	case m == Aside:
		return NoTool
	case m == Release && kind != kindHold, m != Release && m != Delete && kind == kindHold:
		return Wrong
	}
	return ""
}

// postfixKind returns the kind of a message's queue file, "" if there is none.
func postfixKind(q *queue.Queue, i int32) string {
	switch f := q.Files[i]; {
	case f.Has(queue.LostControl):
		return kindLost
	case !f.Has(queue.ControlFile):
		return ""
	case q.State[i] == queue.Quarantined:
		return kindHold
	}
	return kindQueued
}

// postfixFiles returns the queue file of a message, which keeps its place until Postfix
// moves it to another queue.
func postfixFiles(p *Plan, q *queue.Queue, it *Item) []planned {
	f := q.Control[it.Row]
	below, ok := strings.CutPrefix(q.FileName(f), q.Dirs[p.Dirs[it.Queue]].Folder)
	if q.Dirs[p.Dirs[it.Queue]].Folder == "" {
		below = "/" + below
	}
	name := p.Queues[it.Queue].Path + below
	if !ok || !isPath(name) {
		return nil
	}
	return []planned{{f, name}}
}
