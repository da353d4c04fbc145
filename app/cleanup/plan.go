package cleanup

import (
	"path"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// Plan is what a script acts on: messages of one mail system on one host.
type Plan struct {
	System queue.System
	Host   string   // the server's own name; if it is "", the script cannot check it
	Queues []Queue  // all queue directories of the host
	Items  []Item   // the messages to act on, in the queue's order
	Left   []Left   // the messages that were selected and left out, by reason
	Bytes  int64    // of the items' files
	Dirs   []uint16 // by queue: index in Queue.Dirs

	listed string // see list
}

// On is the server that a script is to run on.
type On struct {
	Host   string // as in queue.Dir.Host
	System queue.System
	Spool  string // the directory of the queue directories; "": as in the archive
	Client string // the client queue's directory; "": as in the archive
}

// GrepPath returns the control file on the server that the grep pipeline's commands
// name for row i. spool replaces the spool directory; "" is what the archive says.
func GrepPath(q *queue.Queue, i int32, spool string) string {
	dir := &q.Dirs[q.Dir[i]]
	folder := dir.Path
	if spool != "" {
		folder = path.Join(spool, BelowSpool(folder))
	}
	below := dir.Sub
	if name := q.FileName(q.Control[i]); name != "" {
		below = path.Base(path.Dir(name)) == "qf"
	}
	if below {
		folder = path.Join(folder, "qf")
	}
	return folder + "/qf" + q.Text(q.ID[i])
}

// BelowSpool returns the part of a queue directory's path below the spool: qd1 of
// /var/spool/mqueue/qd1.
func BelowSpool(dir string) string {
	parts := strings.Split(strings.Trim(dir, "/"), "/")
	for i, p := range parts {
		if strings.HasPrefix(p, "mqueue") || strings.HasPrefix(p, "clientmqueue") {
			return path.Join(parts[i+1:]...)
		}
	}
	if last := parts[len(parts)-1]; strings.HasPrefix(last, "qd") {
		return last
	}
	return ""
}

// Queue is a queue directory on the server.
type Queue struct {
	Path   string
	Client bool // the client submission queue: sendmail -Ac
}

// Item is one message of a plan.
type Item struct {
	Row        int32
	Queue      int    // index in Plan.Queues
	ID         string // letters and digits
	Created    int64  // the T record, Unix seconds
	Recipients int    // the number of R records
	Kind       string // of the control file: qf, hf, Qf; with Postfix of the queue
	Bytes      int64  // of its files
}

// Why is the reason for leaving a message out of a plan.
type Why string

// The reasons.
const (
	InUse     Why = "in use when the archive was made"
	NoControl Why = "no control file in the archive, so its identity cannot be checked"
	Damaged   Why = "its queue file is damaged"
	Foreign   Why = "on another host"
	Unsafe    Why = "its id or directory is not one that the mail system would make"
	Wrong     Why = "not in a state that this applies to"
	NoTool    Why = "its mail system has no command for this"
	Other     Why = "of another mail system: a script is for one, and the filter system: chooses it"
)

// Left lists messages that are left out for one reason.
type Left struct {
	Why  Why
	Rows []int32
}

// Make plans for the messages of rows that are on a server and of a mail
// system. Release takes quarantined messages only, Quarantine, Retry and Bounce only
// those that the system would attempt.
func Make(q *queue.Queue, rows []int32, on On, m Method) *Plan {
	p := &Plan{System: on.System}
	sys := systems[on.System]
	place := map[uint16]int{}
	for d := range q.Dirs {
		dir := &q.Dirs[d]
		if dir.Host != on.Host || dir.System != on.System {
			continue
		}
		at := sys.path(on, dir)
		if !isPath(at) {
			continue
		}
		if p.Host == "" {
			p.Host = hostName(dir.Name)
		}
		place[uint16(d)] = len(p.Queues)
		p.Queues = append(p.Queues, Queue{Path: path.Clean(at), Client: dir.Client})
		p.Dirs = append(p.Dirs, uint16(d))
	}
	left := map[Why][]int32{}
	for _, i := range rows {
		n, known := place[q.Dir[i]]
		item := Item{Row: i, Queue: n, ID: q.Text(q.ID[i]), Created: q.Created[i], Recipients: int(q.RcptN[i]), Kind: sys.kind(q, i),
			Bytes: Bytes(q, i)}
		why := sys.refuses(m, item.Kind)
		switch {
		case q.Dirs[q.Dir[i]].Host != on.Host:
			why = Foreign
		case q.Dirs[q.Dir[i]].System != on.System:
			why = Other
		case !known || !sys.isID(item.ID):
			why = Unsafe
		case q.State[i] == queue.Processing:
			why = InUse
		case item.Kind == "" || q.Flags[i]&queue.NoControl != 0:
			why = NoControl
		case q.Flags[i]&queue.Damaged != 0 || q.Created[i] == queue.NoNumber:
			why = Damaged
		}
		if why != "" {
			left[why] = append(left[why], i)
			continue
		}
		p.Items = append(p.Items, item)
		p.Bytes += item.Bytes
	}
	for _, why := range []Why{InUse, NoControl, Damaged, Foreign, Other, Unsafe, Wrong, NoTool} {
		if len(left[why]) > 0 {
			p.Left = append(p.Left, Left{why, left[why]})
		}
	}
	return p
}

// Bytes returns the size of a message's files.
func Bytes(q *queue.Queue, i int32) int64 {
	switch {
	case q.Data[i].Records: // control and text are one file
		return max(q.Control[i].Size, 0)
	case q.Dirs[q.Dir[i]].System == queue.Exim: // the size of a message has its header
		return max(q.Control[i].Size, 0) + max(q.Data[i].Size, 0)
	}
	return max(q.Control[i].Size, 0) + max(q.Size[i], 0)
}

// Deliverable returns the recipients of row i that could still be delivered
// to, because they have no permanent status of their own. They lose the message
// if it is removed. A DSN to one sender has no others. Postfix tries those that it
// keeps, whatever their status.
func Deliverable(q *queue.Queue, i int32) []string {
	if q.IsMade(i) && q.RcptN[i] == 1 {
		return nil
	}
	var out []string
	from, to := q.Recipients(i)
	for k := from; k < to; k++ {
		if s := q.RcptStat[k]; s == 0 || q.Dirs[q.Dir[i]].System == queue.Postfix || !smtp.Permanent(q.Text(s)) {
			out = append(out, q.Text(q.RcptAddr[k]))
		}
	}
	return out
}

// isPath reports whether a path is absolute, has no .. in it, and no character
// with a meaning to a shell.
func isPath(p string) bool {
	return strings.HasPrefix(p, "/") && len(p) > 1 && len(p) < 512 && !strings.Contains(p+"/", "/../") && IsPlain(p)
}

// hostName is name if that can be a host's name, else "".
func hostName(name string) string {
	if len(name) > 253 || strings.HasPrefix(name, "-") || strings.Contains(name, "/") || !IsPlain(name) {
		return ""
	}
	return name
}
