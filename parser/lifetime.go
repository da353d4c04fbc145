package parser

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
	"github.com/spoolscope/spoolscope/parser/internal/place"
	"github.com/spoolscope/spoolscope/parser/internal/postfix/maincf"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/config"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// configFile is a configuration that sets the queue lifetime.
type configFile struct {
	folder   place.Folder
	client   bool
	lifetime config.Lifetime
	postfix  *maincf.Settings // nil if it is of sendmail
}

// maxConfigs bounds the configurations that are kept.
const maxConfigs = 1000

// ending is the end of what could be read.
type ending struct{ err error }

// Read implements io.Reader.
func (b ending) Read([]byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	return 0, io.EOF
}

// config reads a configuration for the queue lifetime, and for the names of its
// host.
func (l *loader) config(m archive.Member, client bool, r io.Reader) {
	text, err := io.ReadAll(io.LimitReader(r, config.MaxBytes))
	lifetime, problems := config.Parse(io.MultiReader(bytes.NewReader(text), ending{err}), m.Name)
	l.AddProblems(problems...)
	for _, name := range config.Names(text) {
		if len(l.Local) < maxConfigs && !slices.Contains(l.Local, name) {
			l.Local = append(l.Local, name)
		}
	}
	if lifetime.Normal > 0 && len(l.configs) < maxConfigs {
		l.configs = append(l.configs, configFile{folder: mailsystem.FolderOf(m), client: client, lifetime: lifetime})
	}
}

// mainConfig reads a configuration of Postfix, or postconf's output.
func (l *loader) mainConfig(m archive.Member, r io.Reader) {
	text, err := io.ReadAll(io.LimitReader(r, maincf.MaxBytes))
	if err != nil && mailsystem.ReadError(err) != nil {
		l.AddProblems(queue.Problem{Pos: queue.Pos{File: m.Name, Offset: int64(len(text))}, Kind: queue.KindConfig, Reason: fmt.Sprintf("the configuration ends early: %v", err)})
	}
	s, problems := maincf.Parse(text, m.Name)
	l.AddProblems(problems...)
	for _, name := range s.Names {
		if len(l.Local) < maxConfigs && !slices.Contains(l.Local, name) {
			l.Local = append(l.Local, name)
		}
	}
	if len(l.configs) < maxConfigs {
		l.configs = append(l.configs, configFile{folder: mailsystem.FolderOf(m), postfix: &s, lifetime: config.Lifetime{
			Normal: s.Keep, Urgent: s.Keep, NonUrgent: s.Keep, DSN: s.KeepBounce, Pos: s.Pos,
		}})
	}
}

// usual ranks the folders that a mail system reads its configuration from: /etc/mail,
// /etc of old systems, /etc/postfix, and any other.
func (c *configFile) usual() int {
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

// setLifetimes gives each host the lifetime that its configuration sets. Of
// several, the one in the usual folder counts.
func (l *loader) setLifetimes() {
	type whose struct {
		host    string
		client  bool
		postfix bool
	}
	best := map[whose]int{}
	var order []whose
	for n := range l.configs {
		if !l.Poll.More() {
			return
		}
		c := &l.configs[n]
		host, ok := l.Places.HostAt(c.folder)
		if !ok {
			l.leaveConfig(c, "it is not known which host it is of")
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
		if c.usual() < l.configs[old].usual() {
			best[w], out = n, old
		}
		if kept := &l.configs[best[w]]; kept.lifetime.Normal != l.configs[out].lifetime.Normal {
			l.leaveConfig(&l.configs[out], fmt.Sprintf("%s counts", kept.lifetime.Pos.File))
		}
	}
	for _, w := range order {
		t := l.configs[best[w]].lifetime
		of := queue.Lifetime{
			Pos: t.Pos, Host: w.host, Client: w.client, Normal: t.Normal, Urgent: t.Urgent, NonUrgent: t.NonUrgent, DSN: t.DSN,
		}
		if s := l.configs[best[w]].postfix; s != nil {
			of.System, of.Least, of.Most, of.Scan = queue.Postfix, s.Least, s.Most, s.Scan
		}
		l.Lifetimes = append(l.Lifetimes, of)
	}
}

func (l *loader) leaveConfig(c *configFile, why string) {
	l.AddProblems(queue.Problem{Pos: c.lifetime.Pos, Kind: queue.KindConfig, Reason: "its queue lifetime is not used: " + why})
}
