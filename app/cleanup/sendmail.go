package cleanup

import (
	_ "embed"
	"path"
	"strconv"

	"github.com/spoolscope/spoolscope/parser/queue"
)

//go:embed sendmail.sh
var sendmailEngine string

var ofSendmail = system{
	engine:  sendmailEngine,
	tagged:  true,
	columns: "queue, id, creation time, recipients, kind of file",
	steps: map[Method][]string{
		Quarantine: {"quarantine", "remove"},
		Aside:      {"move"},
		Delete:     {"delete"},
		Release:    {"release"},
		Retry:      {"retry"},
		Bounce:     {"bounce"},
	},
	undo: map[Method]string{Quarantine: "undo", Aside: "back"},
	meaning: map[string]string{
		"quarantine": "sendmail quarantines them, under its lock",
		"remove":     "removes what this plan quarantined",
		"undo":       "sendmail releases what this plan quarantined",
		"move":       "qtool.pl moves them to ASIDE, under a lock",
		"back":       "qtool.pl moves them back from ASIDE",
		"delete":     "qtool.pl deletes them, without a lock",
		"release":    "sendmail releases them from quarantine",
		"retry":      "sendmail tries to deliver them now",
		"bounce":     "sendmail returns them to their senders now",
	},
	warning: map[Method]string{
		Delete: "qtool.pl -d takes no lock: stop sendmail first, or a message may be deleted while it is being sent.",
	},
	line: func(b []byte, it *Item) []byte {
		b = append(strconv.AppendInt(b, it.Created, 10), ' ')
		b = append(strconv.AppendInt(b, int64(it.Recipients), 10), ' ')
		return append(b, it.Kind...)
	},
	queue: func(q Queue) string {
		if q.Client {
			return "1\t" + q.Path
		}
		return "0\t" + q.Path
	},
	isID:    queue.IsSendmailScriptID,
	kind:    kind,
	refuses: sendmailRefuses,
	path: func(on On, d *queue.Dir) string {
		switch {
		case d.Client && on.Client != "":
			return on.Client
		case !d.Client && on.Spool != "":
			return path.Join(on.Spool, BelowSpool(d.Path))
		}
		return d.Path
	},
	files: sendmailFiles,
}

// sendmailRefuses returns why the method cannot be applied to a message with this
// kind of control file, "" if it can.
func sendmailRefuses(m Method, kind string) Why {
	switch m {
	case Quarantine: // its second step removes only what the first one quarantined
		if kind != "qf" {
			return Wrong
		}
	case Release:
		if kind != "hf" {
			return Wrong
		}
	case Retry, Bounce:
		if kind != "qf" {
			return Wrong
		}
	case Aside, Delete:
		if kind == "Qf" { // qtool.pl does not know lost messages
			return Wrong
		}
	}
	return ""
}

// kind returns the prefix of a message's control file, "" if there is none. If there
// are several, as for an instant while sendmail quarantines a message, none can
// be relied on, and it is "" too.
func kind(q *queue.Queue, i int32) string {
	f, found := q.Files[i], ""
	for _, k := range []struct {
		kind queue.FileKind
		name string
	}{{queue.ControlFile, "qf"}, {queue.QuarantinedControl, "hf"}, {queue.LostControl, "Qf"}} {
		if f.Has(k.kind) {
			if found != "" {
				return ""
			}
			found = k.name
		}
	}
	return found
}

// sendmailFiles returns the control and the data file of a message.
func sendmailFiles(p *Plan, q *queue.Queue, it *Item) []planned {
	out := []planned{{q.Control[it.Row], p.path(it.Queue, "qf", it.Kind+it.ID, q, q.Control[it.Row])}}
	if f := q.Data[it.Row]; f.Size >= 0 {
		out = append(out, planned{f, p.path(p.queueOf(q, it, f), "df", "df"+it.ID, q, f)})
	}
	return out
}

// path returns the path on the server of a file in the archive.
func (p *Plan) path(n int, sub, name string, q *queue.Queue, f queue.FileRef) string {
	if path.Base(q.Text(f.Folder)) == sub {
		return p.Queues[n].Path + "/" + sub + "/" + name
	}
	return p.Queues[n].Path + "/" + name
}

// queueOf returns the index in p.Queues of the directory of a data file, which may
// differ from that of its control file.
func (p *Plan) queueOf(q *queue.Queue, it *Item, f queue.FileRef) int {
	folder := q.Text(f.Folder)
	for n, d := range p.Dirs {
		if own := q.Dirs[d].Folder; folder == own || folder == path.Join(own, "df") {
			return n
		}
	}
	return it.Queue
}
