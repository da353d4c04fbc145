package triage

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/triage/submitter"
	"github.com/spoolscope/spoolscope/parser/poll"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Origin is how a message came here.
type Origin uint8

// The origins, from the one that says most to the one that says least.
const (
	ByScript    Origin = iota // a script that names itself in the header
	ByLogin                   // a client that had logged in
	ByClient                  // another host
	ByServer                  // a program or user of this server
	NotListed                 // a listing does not say
	NotRecorded               // the files do not say
)

// Source is where messages came from: a script on a host, a login, a client, or
// this server itself. A bounce made here counts under the source of the mail
// that it returns.
type Source struct {
	Origin Origin
	// Label is the whole name, which no other source has, whatever its case:
	// "script 33:contact.php on web01.example.net", "login newsletter",
	// "client relay.example.net", "this server: cron", "not recorded".
	Label string
	// Name is Label as shown, as short as the rest of a table allows:
	// "contact.php on web01.example.net", "relay.example.net"; of several hosts,
	// "mx1.example.net: cron".
	Name string
	Host string // the client; of a script and, of several hosts, of this server where it runs
	Who  string // the script, the login, or who submitted it on this server
	User string // the owner of the script as the header has it, mostly a number; "" if not recorded
}

// Labels of sources that nothing names.
const (
	labelNotListed   = "not in a listing"
	labelNotRecorded = "not recorded"
	labelServer      = "this server"
)

// sources finds the source of each message. What decides repeats, so each
// different combination is looked at once.
func (x *Index) sources(p *poll.Poll) bool {
	q := x.Queue
	x.Script = mapped(q, q.Script, submitter.ScriptOf, p)
	x.Login = mapped(q, q.Auth, strings.ToLower, p)
	f := sourceFinder{x: x, ways: map[way]int32{}, users: map[localUser]int32{}, clients: map[queue.Str]string{}, byLabel: map[string]int32{}}
	for d := range q.Dirs {
		f.hosts = f.hosts || q.Dirs[d].Host != q.Dirs[0].Host
	}
	x.Source = make([]int32, q.Len())
	clients := map[uint64]int32{} // of most messages only the client and the queue decide
	for i := range x.Source {
		if !p.More() {
			return false
		}
		w := f.way(int32(i))
		var n int32
		if w.script == 0 && w.login == 0 && !w.listed {
			key := uint64(w.client)<<16 | uint64(w.dir)
			var ok bool
			if n, ok = clients[key]; !ok {
				n = f.source(w)
				clients[key] = n
			}
		} else {
			n = f.source(w)
		}
		if n == fromServer {
			n = f.ofServer(int32(i), w)
		}
		x.Source[i] = n
	}
	return f.originals(p)
}

// originals gives bounces the source of the mail that they return where that is
// still in the queue and says more: a delay notice is about mail that waits, and
// a login is recorded in its control file alone.
func (f *sourceFinder) originals(p *poll.Poll) bool {
	x, q := f.x, f.x.Queue
	wanted := make([]bool, q.Strings.Len()) // by id
	for i, id := range q.OriginID {
		if !p.More() {
			return false
		}
		wanted[id] = wanted[id] || id != 0 && q.IsMade(int32(i))
	}
	type original struct {
		id   queue.Str
		host string
	}
	waiting := map[original]int32{}
	for i, id := range q.ID {
		if !p.More() {
			return false
		}
		if wanted[id] && !q.IsMade(int32(i)) {
			waiting[original{id, q.Dirs[q.Dir[i]].Host}] = x.Source[i]
		}
	}
	if len(waiting) == 0 {
		return true
	}
	for i, id := range q.OriginID {
		if !p.More() {
			return false
		}
		if id == 0 || !q.IsMade(int32(i)) {
			continue
		}
		n, ok := waiting[original{id, q.Dirs[q.Dir[i]].Host}]
		if ok && x.Sources[n].Origin < x.Sources[x.Source[i]].Origin {
			x.Source[i] = n
		}
	}
	return true
}

// mapped applies f once to each distinct text of a column, as long as that is wanted.
func mapped(q *queue.Queue, col []queue.Str, f func(string) string, wanted *poll.Poll) []queue.Str {
	out := make([]queue.Str, len(col))
	known := map[queue.Str]queue.Str{}
	for i, s := range col {
		if !wanted.More() {
			break
		}
		if s == 0 {
			continue
		}
		n, ok := known[s]
		if !ok {
			n = q.Strings.Add(f(q.Text(s)))
			known[s] = n
		}
		out[i] = n
	}
	return out
}

// sourceFinder finds the sources of a queue.
type sourceFinder struct {
	x       *Index
	hosts   bool // the queues are of several hosts
	ways    map[way]int32
	users   map[localUser]int32
	clients map[queue.Str]string // by client: the user that it names
	byLabel map[string]int32     // by label in lower case
}

// way is how a message came here, as recorded.
type way struct {
	script, login, client queue.Str
	dir                   uint16
	listed                bool // nothing but a listing has the message
}

// fromServer stands for the sources of this server, of which the sender and
// the subject decide.
const fromServer = -2

// localUser is the key that distinguishes the sources of this server.
type localUser struct {
	client, from queue.Str
	dir          uint16
	cron         bool
}

// way returns how the message in row i came here or, of a bounce made here, the
// mail that it returns.
func (f *sourceFinder) way(i int32) way {
	x, q := f.x, f.x.Queue
	if q.IsMade(i) {
		return way{script: q.OriginScript[i], login: q.OriginAuth[i], client: q.OriginBy[i], dir: q.Dir[i]}
	}
	return way{script: x.Script[i], login: x.Login[i], client: q.Client[i], dir: q.Dir[i], listed: q.Flags[i]&(queue.NoControl|queue.FromLog) == queue.NoControl}
}

// source returns the source behind a way, fromServer for this server.
func (f *sourceFinder) source(w way) int32 {
	if n, ok := f.ways[w]; ok {
		return n
	}
	n := int32(fromServer)
	q := f.x.Queue
	c := submitter.ParseClient(q.Text(w.client))
	local := w.client != 0 && c.IsHere(q.Dirs[w.dir].Name)
	switch {
	case w.script != 0:
		script := submitter.ScriptOf(q.Text(w.script))
		s := Source{Origin: ByScript, Label: "script " + script, Who: script, Host: c.Name()}
		if user, name, ok := strings.Cut(script, ":"); ok && name != "" && isNumber(user) {
			s.User, s.Who = user, name
		}
		if local || w.client == 0 {
			s.Host = f.host(w.dir)
		}
		if s.Host != "" {
			s.Label += " on " + s.Host
		}
		n = f.add(s)
	case w.login != 0:
		login := strings.ToLower(q.Text(w.login))
		n = f.add(Source{Origin: ByLogin, Label: "login " + login, Who: login})
	case local:
	case w.client != 0:
		n = f.add(Source{Origin: ByClient, Label: "client " + c.Name(), Host: c.Name()})
	case w.listed:
		n = f.add(Source{Origin: NotListed, Label: labelNotListed})
	default:
		n = f.add(Source{Origin: NotRecorded, Label: labelNotRecorded})
	}
	f.ways[w] = n
	return n
}

// ofServer returns the source of row i, which a program or user of this server
// submitted: cron, the user who ran sendmail, or the sender if it is one of the
// server's own.
func (f *sourceFinder) ofServer(i int32, w way) int32 {
	x, q := f.x, f.x.Queue
	u := localUser{client: w.client, dir: w.dir}
	user, ok := f.clients[w.client]
	if !ok {
		user = submitter.ParseClient(q.Text(w.client)).User
		f.clients[w.client] = user
	}
	if !q.IsMade(i) {
		if user == "" {
			u.from = x.From[i]
		}
		u.cron = strings.HasPrefix(q.Text(q.Subject[i]), "Cron <")
	}
	n, ok := f.users[u]
	if !ok {
		who, from := user, q.Text(u.from)
		if at := strings.LastIndexByte(from, '@'); who == "" && at > 0 && submitter.IsServer(from[at+1:], q.Dirs[u.dir].Name) {
			who = from[:at]
		}
		if u.cron {
			who = cron
		}
		s := Source{Origin: ByServer, Label: labelServer, Host: f.host(w.dir), Who: who}
		if s.Host != "" {
			s.Label += " " + s.Host
		}
		if who != "" {
			s.Label += ": " + who
		}
		n = f.add(s)
		f.users[u] = n
	}
	return n
}

// host names the host of a queue directory where there are several, else "".
func (f *sourceFinder) host(dir uint16) string {
	if !f.hosts {
		return ""
	}
	return f.x.Queue.Dirs[dir].Host
}

// add returns the source with a label, a new one the first time.
func (f *sourceFinder) add(s Source) int32 {
	key := strings.ToLower(s.Label)
	n, ok := f.byLabel[key]
	if !ok {
		n = int32(len(f.x.Sources))
		f.byLabel[key] = n
		s.Name = s.named(s.Host, s.Who)
		f.x.Sources = append(f.x.Sources, s)
	}
	return n
}

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
