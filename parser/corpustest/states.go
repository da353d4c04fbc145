package corpustest

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// In returns the messages of the facts that an archive of the case holds.
func (f Facts) In(archive string) []Message {
	at := slices.IndexFunc(f.Archives, func(a Archive) bool { return a.File == archive })
	if at < 0 {
		return nil
	}
	var spools []string
	for _, h := range f.Archives[at].Holds {
		if strings.Contains(path.Base(h), "mqueue") {
			spools = append(spools, path.Base(h))
		}
	}
	var in []Message
	for _, m := range f.Messages {
		dirs := strings.Split(m.Queue, "/")
		if len(spools) == 0 || slices.ContainsFunc(spools, func(s string) bool { return slices.Contains(dirs, s) }) {
			in = append(in, m)
		}
	}
	return in
}

// locked finds the ids that a listing marks as being delivered.
var locked = regexp.MustCompile(`(?m)^([0-9A-Za-z]{10,})\*`)

// States returns the state that each message of the facts must have, by queue
// and id ("/var/spool/mqueue/425EK0eR003000"), derived from the facts,
// not from the files. It is unknown for a case that is only a listing.
func (c Case) States(t testing.TB, f Facts) map[string]string {
	t.Helper()
	busy := map[string]bool{}
	for _, m := range locked.FindAllSubmatch(c.Read(t, f.Prefix+"mailq.txt"), -1) {
		busy[string(m[1])] = true
	}
	states := map[string]string{}
	for _, m := range f.Messages {
		state := m.state()
		if busy[m.ID] {
			state = "processing"
		}
		states[m.Queue+"/"+m.ID] = state
	}
	return states
}

func (m Message) state() string {
	switch {
	case m.Control == "":
		return "orphan"
	case slices.Contains(m.Files, "Qf"):
		return "lost"
	case slices.Contains(m.Files, "hf"):
		return "quarantined"
	case m.Class == "orphan-qf", m.Class == "damaged",
		m.Injected != nil && strings.HasSuffix(m.Injected.Note, "no end mark"):
		return "incomplete"
	case m.Attempts != nil && *m.Attempts == 0:
		return "held"
	}
	return "deferred"
}
