package cleanup

import (
	"path"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// Plan is what a script acts on, all on one host.
type Plan struct {
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
	Spool  string // the directory of the queue directories; "": as in the archive
	Client string // the client queue's directory; "": as in the archive
}

// Path is the path of a queue directory on the server.
func (o On) Path(d *queue.Dir) string {
	switch {
	case d.Client && o.Client != "":
		return o.Client
	case !d.Client && o.Spool != "":
		return path.Join(o.Spool, BelowSpool(d.Path))
	}
	return d.Path
}

// GrepPath is the control file on the server that the grep pipeline's commands
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

// BelowSpool is the part of a queue directory's path below the spool: qd1 of
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
	Kind       string // of the control file: qf, hf, Qf
	Bytes      int64  // of control and data file
}

// Why is why a message is left out of a plan.
type Why string

// The reasons.
const (
	InUse     Why = "in use when the archive was made"
	NoControl Why = "no control file in the archive, so its identity cannot be checked"
	Damaged   Why = "its control file is damaged"
	Foreign   Why = "on another host"
	Unsafe    Why = "its id or directory is not one that sendmail would make"
	Wrong     Why = "not in a state that this applies to"
	Postfix   Why = "Postfix's: the script is for sendmail only"
)

// Left lists messages that are left out for one reason.
type Left struct {
	Why  Why
	Rows []int32
}

// Make plans for the messages of rows that are on a server. Release takes
// quarantined messages only, Quarantine, Retry and Bounce only those that sendmail
// would attempt.
func Make(q *queue.Queue, rows []int32, on On, m Method) *Plan {
	p := &Plan{}
	place := map[uint16]int{}
	for d := range q.Dirs {
		dir := &q.Dirs[d]
		at := on.Path(dir)
		if dir.Host != on.Host || dir.System != queue.Sendmail || !isPath(at) {
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
		item := Item{Row: i, Queue: n, ID: q.Text(q.ID[i]), Created: q.Created[i], Recipients: int(q.RcptN[i]), Kind: kind(q, i),
			Bytes: max(q.Control[i].Size, 0) + max(q.Size[i], 0)}
		why := m.refuses(item.Kind)
		switch {
		case q.Dirs[q.Dir[i]].Host != on.Host:
			why = Foreign
		case q.Dirs[q.Dir[i]].System != queue.Sendmail:
			why = Postfix
		case !known || !isID(item.ID):
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
	for _, why := range []Why{InUse, NoControl, Damaged, Foreign, Postfix, Unsafe, Wrong} {
		if len(left[why]) > 0 {
			p.Left = append(p.Left, Left{why, left[why]})
		}
	}
	return p
}

// kind is the prefix of a message's control file, "" if there is none. If there
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

// Deliverable returns the recipients of row i that sendmail could still deliver
// to, because they have no permanent status of their own. They lose the message
// if it is removed. A DSN to one sender has no others.
func Deliverable(q *queue.Queue, i int32) []string {
	if q.IsMade(i) && q.RcptN[i] == 1 {
		return nil
	}
	var out []string
	from, to := q.Recipients(i)
	for k := from; k < to; k++ {
		if s := q.RcptStat[k]; s == 0 || !smtp.Permanent(q.Text(s)) {
			out = append(out, q.Text(q.RcptAddr[k]))
		}
	}
	return out
}

// isID reports whether an id is one that sendmail 8.10 or later makes: letters
// and digits with a digit at the end (formats/sendmail.md §1.3), and short enough
// for sendmail to accept (§1.1).
func isID(id string) bool {
	if len(id) < 8 || len(id) > 18 || id[len(id)-1] < '0' || id[len(id)-1] > '9' {
		return false
	}
	for i := range len(id) {
		if c := id[i]; !('0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z') {
			return false
		}
	}
	return true
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
