package parser

import (
	"fmt"
	"io"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/place"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/config"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// configFile is a configuration that sets the queue lifetime.
type configFile struct {
	folder   place.Folder
	client   bool
	lifetime config.Lifetime
}

// maxConfigs bounds the configurations that are kept.
const maxConfigs = 1000

// config reads a configuration for the queue lifetime.
func (l *loader) config(m archive.Member, client bool, r io.Reader) {
	lifetime, problems := config.Parse(r, m.Name)
	l.add(problems...)
	if lifetime.Normal > 0 && len(l.configs) < maxConfigs {
		l.configs = append(l.configs, configFile{folderOf(m), client, lifetime})
	}
}

// usual ranks the folders that sendmail reads its configuration from: /etc/mail,
// /etc of old systems, and any other.
func (c *configFile) usual() int {
	switch path := "/" + c.folder.Path; {
	case strings.HasSuffix(path, "/etc/mail"):
		return 0
	case strings.HasSuffix(path, "/etc"):
		return 1
	}
	return 2
}

// setLifetimes gives each host the lifetime that its configuration sets. Of
// several, that in the usual folder counts.
func (l *loader) setLifetimes() {
	type whose struct {
		host   string
		client bool
	}
	best := map[whose]int{}
	var order []whose
	for n := range l.configs {
		c := &l.configs[n]
		host, ok := l.places.HostAt(c.folder)
		if !ok {
			l.leaveConfig(c, "it is not known which host it is of")
			continue
		}
		w := whose{host, c.client}
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
		l.Lifetimes = append(l.Lifetimes, queue.Lifetime{
			Pos: t.Pos, Host: w.host, Client: w.client, Normal: t.Normal, Urgent: t.Urgent, NonUrgent: t.NonUrgent, DSN: t.DSN,
		})
	}
}

func (l *loader) leaveConfig(c *configFile, why string) {
	l.add(queue.Problem{Pos: c.lifetime.Pos, Kind: queue.KindConfig, Reason: "its queue lifetime is not used: " + why})
}
