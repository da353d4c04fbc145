package cleanup

import (
	_ "embed"
	"path"
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

//go:embed exim.sh
var eximEngine string

// The kinds of Exim's messages, according to their files.
const (
	eximQueued = "queued" // waits for a queue run
	eximFrozen = "frozen"
	eximNoData = "nodata" // its -D file is lost, so Exim can only remove it
)

var ofExim = system{
	engine:  eximEngine,
	columns: "queue, id, arrival time, pending recipients, state",
	steps: map[Method][]string{
		Quarantine: {"freeze", "remove"},
		Delete:     {"delete"},
		Release:    {"release"},
		Retry:      {"retry"},
		Bounce:     {"bounce"},
	},
	undo: map[Method]string{Quarantine: "undo"},
	meaning: map[string]string{
		"freeze":  "exim -Mf freezes them, under Exim's lock",
		"remove":  "exim -Mrm removes what this plan froze, and what was frozen when it was made",
		"undo":    "exim -Mt thaws what this plan froze",
		"delete":  "exim -Mrm removes them at once, under Exim's lock",
		"release": "exim -Mt thaws them",
		"retry":   "exim -M tries to deliver them now",
		"bounce":  "exim -Mg gives up on them: they return to their senders now",
	},
	warning: map[Method]string{
		Quarantine: "A message older than Exim's timeout_frozen_after is left alone: once frozen, Exim would give up on it in its next queue run.",
	},
	line: func(b []byte, it *Item) []byte {
		b = append(strconv.AppendInt(b, it.Created, 10), ' ')
		b = append(strconv.AppendInt(b, int64(it.Recipients), 10), ' ')
		return append(b, it.Kind...)
	},
	queue:   func(q Queue) string { return q.Path },
	isID:    queue.IsEximID,
	kind:    eximKind,
	refuses: eximRefuses,
	path:    eximPath,
	files:   eximFiles,
}

// eximRefuses returns why the method cannot be applied to a message of this kind, ""
// if it can.
func eximRefuses(m Method, kind string) Why {
	switch {
	case m == Aside:
		return NoTool
	case kind == kindLost, kind == eximNoData && m != Delete, m == Release && kind != eximFrozen, m == Retry && kind != eximQueued:
		return Wrong
	}
	return ""
}

// eximKind returns the kind of a message, "" if it has no -H file.
func eximKind(q *queue.Queue, i int32) string {
	switch {
	case !q.Files[i].Has(queue.ControlFile):
		return ""
	case q.State[i] == queue.Lost:
		return kindLost
	case q.State[i] == queue.Incomplete && q.Data[i].Size < 0: // not where an archive was made without texts
		return eximNoData
	case q.State[i] == queue.Quarantined:
		return eximFrozen
	}
	return eximQueued
}

// eximPath returns the directory above a queue's input: the spool, or one in it that is
// named like the queue.
func eximPath(on On, d *queue.Dir) string {
	if on.Spool == "" {
		return d.Path
	}
	return path.Join(on.Spool, strings.TrimPrefix(d.Path, eximSpool(d.Path)))
}

// eximSpool returns the spool in the path of a queue: its last part but for a named
// queue is named like Exim.
func eximSpool(p string) string {
	if up := path.Dir(p); !strings.HasPrefix(path.Base(p), "exim") && strings.HasPrefix(path.Base(up), "exim") {
		return up
	}
	return p
}

// eximFiles returns the -H and the -D file of a message.
func eximFiles(p *Plan, q *queue.Queue, it *Item) []planned {
	var out []planned
	for _, f := range []queue.FileRef{q.Control[it.Row], q.Data[it.Row]} {
		below, ok := strings.CutPrefix(q.FileName(f), q.Dirs[p.Dirs[it.Queue]].Folder)
		below = strings.TrimPrefix(strings.TrimPrefix(below, "/"), "input/") // which may be what was packed
		name := path.Join(p.Queues[it.Queue].Path, "input", below)
		if f.Size >= 0 && ok && isPath(name) {
			out = append(out, planned{f, name})
		}
	}
	return out
}
