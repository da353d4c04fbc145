package queuefile

import (
	"crypto/sha256"
	"strings"
	"sync"

	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/control"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Control is a parsed control file: its fields, and the parts of its header that columns hold.
type Control struct {
	queue.Control
	Text     string // if it was read on another thread, only what is left to report
	Size     int    // of the text, in bytes
	Problems []queue.Problem
	Sum      [sha256.Size]byte // SHA-256 of the text, if it was asked for

	Script  string // the field of the header that names a script
	Subject string // as written
	Mixed   bool   // it has parts of several kinds (RFC 2046 section 5.1.3)
	Why     string // the status that says why the message waits
	Bounce  string // the kind of a bounce made here

	apart  bool   // it was read apart
	server string // then, see mailsystem.ServerName
}

// ServerName returns the server that wrote the file, "" if it does not say.
func (f *Control) ServerName() string {
	if f.apart {
		return f.server
	}
	return mailsystem.ServerName(&f.Control, "8.")
}

// Parse reads a control file, whose text is kept.
func (f *Control) Parse(text, file string, sums bool) {
	f.Text, f.Size, f.apart = text, len(text), false
	f.Problems = control.ParseInto(&f.Control, text, file)
	if sums {
		f.Sum = sha256.Sum256([]byte(text))
	}
	f.Script, f.Subject, f.Mixed = "", "", false
	for _, name := range [...]string{"X-PHP-Originating-Script", "X-PHP-Script"} {
		if v, ok := f.Field(name); ok && f.Script == "" {
			f.Script = strings.TrimSpace(v)
		}
	}
	f.Subject, _ = f.Field("Subject")
	kind, _ := f.Field("Content-Type")
	kind, _, _ = strings.Cut(kind, ";")
	f.Mixed = strings.EqualFold(strings.TrimSpace(kind), "multipart/mixed")
	f.Why = effective(&f.Control)
	if f.Bounce = ""; strings.Contains(f.Flags, "r") {
		f.Bounce = bounceKind(&f.Control)
	}
}

// controls are reused: each has several lists.
var controls = sync.Pool{New: func() any { return new(Control) }}

// Release returns a control file for reuse, unless its lists are long.
func (f *Control) Release() {
	const usual = 256
	if cap(f.Recipients) <= usual && cap(f.Header) <= usual && cap(f.Macros) <= usual {
		controls.Put(f)
	}
}

// ParseControl reads a control file as a whole. The base of its name shows whether
// its name is an id; if neither name nor content is that of a control file, only the
// text is known. sums asks for its SHA-256.
func ParseControl(text, file, base string, sums bool) *Control {
	f := controls.Get().(*Control)
	if !queue.IsSendmailFileID(base[2:]) && !LooksControl(text) {
		f.Text, f.Size = text, len(text)
		return f
	}
	f.Parse(text, file, sums)
	return f
}

// LooksControl reports whether a file whose name is not an id is nevertheless a
// control file.
func LooksControl(text string) bool {
	return len(text) > 1 && text[0] == 'V' && '0' <= text[1] && text[1] <= '9'
}

// effective returns the status that says why the message waits. A recipient's
// own status wins: the envelope's may be a delay warning, or the refusal of a
// recipient who is no longer in the queue (formats/sendmail.md §6.1).
func effective(c *queue.Control) string {
	for _, r := range c.Recipients {
		if r.Status != "" && !strings.HasPrefix(r.Status, "Warning: ") {
			return r.Status
		}
	}
	return c.Status
}

// bounceKind reads the kind of a bounce made here from its header
// (formats/sendmail.md §3.3). Old versions have it in the subject only.
func bounceKind(c *queue.Control) string {
	if v, ok := c.Field("Auto-Submitted"); ok {
		if _, kind, ok := strings.Cut(v, "("); ok {
			if kind, _, ok = strings.Cut(kind, ")"); ok {
				return kind
			}
		}
	}
	subject, _ := c.Field("Subject")
	subject = strings.TrimSpace(subject)
	for _, k := range []struct{ prefix, kind string }{
		{"Returned mail", "failure"}, {"Postmaster notify", "postmaster-notification"},
		{"Warning: ", "warning-timeout"}, {"Postmaster warning", "postmaster-warning"},
		{"Return receipt", "return-receipt"},
	} {
		if strings.HasPrefix(subject, k.prefix) {
			return k.kind
		}
	}
	return "failure"
}
