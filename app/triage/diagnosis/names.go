package diagnosis

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// plainNames keeps names as they are.
type plainNames struct{}

func (plainNames) Address(s string) string { return s }
func (plainNames) Host(s string) string    { return s }
func (plainNames) Text(s string) string    { return s }

// maxName is the maximum length of a name in a sentence, in characters.
const maxName = 60

// shown makes a name fit for a sentence.
func shown(name string) string {
	name = words.Visible(strings.TrimSpace(name))
	if r := []rune(name); len(r) > maxName {
		half := maxName/2 - 1
		name = string(r[:half]) + "…" + string(r[len(r)-half:])
	}
	return name
}

// server returns the name of a next hop, which redaction keeps unless it is one of
// ours.
func (w *writer) server(name queue.Str) string { return shown(w.opt.Names.Text(w.q.Text(name))) }

// host returns the name of a host whose queue this is.
func (w *writer) host(name string) string {
	if name == "" {
		return "a host without a name"
	}
	return shown(w.opt.Names.Host(name))
}

// source returns the name of a source without the word for its kind.
func (w *writer) source(n int32) string {
	s := &w.x.Sources[n]
	return shown(strings.TrimPrefix(s.NameWith(w.opt.Names), "login "))
}

// through returns a source behind a verb: "through the login k.weber", "from
// relay.example.net".
func (w *writer) through(n int32) (text, name string) {
	switch w.x.Sources[n].Origin {
	case triage.ByLogin:
		return "through the login ", w.source(n)
	case triage.ByScript:
		return "through the script ", w.source(n)
	case triage.ByServer:
		return "from ", "programs of " + w.source(n)
	}
	return "from ", w.source(n)
}

// noun returns a source behind "mostly": "the script contact.php on web01".
func (w *writer) noun(n int32) (text, name string) {
	switch w.x.Sources[n].Origin {
	case triage.ByLogin:
		return "the login ", w.source(n)
	case triage.ByScript:
		return "the script ", w.source(n)
	}
	return "", w.source(n)
}

// known reports whether a source says where messages came from.
func (w *writer) known(n int32) bool {
	o := w.x.Sources[n].Origin
	return o != triage.NotListed && o != triage.NotRecorded
}

func (w *writer) sourceTerm(n int32) *filter.Node {
	return triage.SourceTerm(&w.x.Sources[n])
}
