package share

import (
	"errors"
	"io"
	"strings"

	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Selection is what an export writes: messages of a queue, in the order of Rows,
// and what redacts them.
type Selection struct {
	Index    *triage.Index
	Rows     []int32
	Redactor *redact.Redactor // nil redacts nothing
}

// Opener opens a message as sendmail would send it: the header, which ends in a
// line end without an empty line after it, and the text, nil if there is none.
// When neither can be read its error wraps ErrUnreadable.
type Opener func(row int32) (header []byte, body io.Reader, err error)

// ErrUnreadable means that nothing of a message can be read.
var ErrUnreadable = errors.New("neither header nor text can be read")

// Formats are the names of the exports, in the command and in requests.
var Formats = []string{"csv", "jsonl", "text", "mbox", "eml", "archive"}

// texts redacts the texts of a queue and caches them.
type texts struct {
	q     *queue.Queue
	rd    *redact.Redactor
	known map[textKey]string

	reasons map[int32]string  // by index in Index.Reasons
	sources map[int32]string  // by index in Index.Sources
	few     map[string]string // hosts and directories
}

type textKey struct {
	s    queue.Str
	what uint8
}

// What a text is, which decides how it is redacted.
const (
	anyText uint8 = iota
	anAddress
	aHost
	aServer
	cutText // a status that mailq may have cut off
	aKind   // of a bounce
	aFreeze // why Exim froze a message
)

func (s Selection) texts() *texts {
	return &texts{q: s.Index.Queue, rd: s.Redactor, known: map[textKey]string{}, reasons: map[int32]string{}, sources: map[int32]string{}, few: map[string]string{}}
}

// maxKnown is how many texts are cached.
const maxKnown = 1 << 16

// get returns the redacted text in UTF-8.
func (t *texts) get(s queue.Str, what uint8) string { return words.UTF8(t.raw(s, what)) }

// raw returns the redacted text on one line, in its own charset.
func (t *texts) raw(s queue.Str, what uint8) string {
	if s == 0 {
		return ""
	}
	k := textKey{s, what}
	v, ok := t.known[k]
	if ok {
		return v
	}
	v = flat(t.q.Text(s))
	switch what {
	case anAddress:
		v = t.rd.Address(v)
	case aHost:
		v = t.rd.Host(v)
	case aServer:
		v = t.rd.Server(v)
	case aKind:
		v = t.rd.BounceKind(v)
	case cutText:
		v = t.rd.Cut(v)
	case aFreeze:
		v = t.rd.Frozen(v)
	default:
		v = t.rd.Status(v)
	}
	if len(t.known) == maxKnown {
		clear(t.known)
	}
	t.known[k] = v
	return v
}

// flat returns a text with blanks for line breaks and tabs. Otherwise a name across
// two lines would become findable only when an export joins them.
func flat(s string) string {
	if !strings.ContainsAny(s, "\r\n\t") {
		return s
	}
	return strings.NewReplacer("\r", " ", "\n", " ", "\t", " ").Replace(s)
}

// server returns the name of the server responsible: it stays unless it is known to
// be of our side.
func (t *texts) server(s queue.Str) string { return t.get(s, aServer) }
