// Package settings reads what the configurations in an archive say about their hosts: the
// queue lifetime, and the names of the host.
package settings

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
	"github.com/spoolscope/spoolscope/parser/internal/place"
	"github.com/spoolscope/spoolscope/parser/internal/postfix/maincf"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/config"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Files are the configurations that were read.
type Files struct {
	Rows  *mailsystem.Rows
	files []file
	full  bool // a Problem says so
}

// file is a configuration that sets the queue lifetime.
type file struct {
	folder   place.Folder
	client   bool
	lifetime config.Lifetime
	postfix  *maincf.Settings // nil if it is of sendmail
}

// MaxFiles is how many configurations are kept, and how many names of hosts.
const MaxFiles = 1000

// ending is the end of what could be read.
type ending struct{ err error }

// Read implements io.Reader.
func (b ending) Read([]byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	return 0, io.EOF
}

// Sendmail reads a configuration of sendmail, or of its submission program, for the queue
// lifetime and the names of its host.
func (f *Files) Sendmail(m archive.Member, client bool, r io.Reader) {
	text, err := io.ReadAll(io.LimitReader(r, config.MaxBytes))
	lifetime, problems := config.Parse(io.MultiReader(bytes.NewReader(text), ending{err}), m.Name)
	f.Rows.AddProblems(problems...)
	for _, name := range config.Names(text) {
		f.name(m, name)
	}
	if lifetime.Normal > 0 {
		f.keep(m, file{folder: mailsystem.FolderOf(m), client: client, lifetime: lifetime})
	}
}

// Postfix reads a main.cf, or the output of postconf.
func (f *Files) Postfix(m archive.Member, r io.Reader) {
	text, err := io.ReadAll(io.LimitReader(r, maincf.MaxBytes))
	if err != nil && mailsystem.ReadError(err) != nil {
		f.Rows.AddProblems(queue.Problem{Pos: queue.Pos{File: m.Name, Offset: int64(len(text))}, Kind: queue.KindConfig, Reason: fmt.Sprintf("the configuration ends early: %v", err)})
	}
	s, problems := maincf.Parse(text, m.Name)
	f.Rows.AddProblems(problems...)
	for _, name := range s.Names {
		f.name(m, name)
	}
	f.keep(m, file{folder: mailsystem.FolderOf(m), postfix: &s, lifetime: config.Lifetime{
		Normal: s.Keep, Urgent: s.Keep, NonUrgent: s.Keep, DSN: s.KeepBounce, Pos: s.Pos,
	}})
}

// name adds a name of a host.
func (f *Files) name(m archive.Member, name string) {
	switch {
	case slices.Contains(f.Rows.Local, name):
	case len(f.Rows.Local) < MaxFiles:
		f.Rows.Local = append(f.Rows.Local, name)
	default:
		f.noteFull(m)
	}
}

// keep adds a configuration.
func (f *Files) keep(m archive.Member, c file) {
	if len(f.files) < MaxFiles {
		f.files = append(f.files, c)
		return
	}
	f.noteFull(m)
}

// noteFull notes the first configuration that is beyond the limit.
func (f *Files) noteFull(m archive.Member) {
	if f.full {
		return
	}
	f.full = true
	f.Rows.AddProblems(queue.Problem{Pos: queue.Pos{File: m.Name, Offset: -1}, Kind: queue.KindLimit, Err: queue.ErrLimit,
		Reason: fmt.Sprintf("there are more than %s configurations or names of hosts in them; what this one and those after it add is left out", count.Text(MaxFiles))})
}

// usual ranks the folders that a mail system reads its configuration from: /etc/mail,
// /etc of old systems, /etc/postfix, and any other.
func (c *file) usual() int {
	switch path := "/" + c.folder.Path; {
	case c.postfix != nil && strings.HasSuffix(path, "/etc/postfix"):
		return 0
	case c.postfix != nil:
	case strings.HasSuffix(path, "/etc/mail"):
		return 0
	case strings.HasSuffix(path, "/etc"):
		return 1
	}
	return 2
}

// Lifetimes gives each host the lifetime that its configuration sets. Of several, the one
// in the usual folder counts.
func (f *Files) Lifetimes() {
	type whose struct {
		host    string
		client  bool
		postfix bool
	}
	best := map[whose]int{}
	var order []whose
	for n := range f.files {
		if !f.Rows.Poll.More() {
			return
		}
		c := &f.files[n]
		host, ok := f.Rows.Places.HostAt(c.folder)
		if !ok {
			f.leave(c, "it is not known which host it is of")
			continue
		}
		w := whose{host, c.client, c.postfix != nil}
		old, seen := best[w]
		if !seen {
			order = append(order, w)
			best[w] = n
			continue
		}
		out := n
		if c.usual() < f.files[old].usual() {
			best[w], out = n, old
		}
		if kept := &f.files[best[w]]; kept.lifetime.Normal != f.files[out].lifetime.Normal {
			f.leave(&f.files[out], fmt.Sprintf("%s counts", kept.lifetime.Pos.File))
		}
	}
	for _, w := range order {
		t := f.files[best[w]].lifetime
		of := queue.Lifetime{
			Pos: t.Pos, Host: w.host, Client: w.client, Normal: t.Normal, Urgent: t.Urgent, NonUrgent: t.NonUrgent, DSN: t.DSN,
		}
		if s := f.files[best[w]].postfix; s != nil {
			of.System, of.Least, of.Most, of.Scan = queue.Postfix, s.Least, s.Most, s.Scan
		}
		f.Rows.Lifetimes = append(f.Rows.Lifetimes, of)
	}
}

func (f *Files) leave(c *file, why string) {
	f.Rows.AddProblems(queue.Problem{Pos: c.lifetime.Pos, Kind: queue.KindConfig, Reason: "its queue lifetime is not used: " + why})
}
