package parser

import (
	"path"
	"runtime"
	"strings"
	"sync"

	"github.com/spoolscope/spoolscope/parser/internal/archive"
	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/control"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/data"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/dsn"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/name"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// What a file says by itself is parsed by several goroutines, while the loader
// puts what earlier files say into rows. A parsed file knows nothing of rows,
// so the queue is the same however many there are.

// MaxParsers is how many goroutines parse if Options.Parsers leaves that to Load.
const MaxParsers = 8

// minAhead is the size, in bytes, of a source that is worth several goroutines.
const minAhead = 256 << 10

// ahead says how far the walk of a source runs ahead.
func (l *loader) ahead(src Source) archive.Ahead {
	a := archive.Ahead{
		Parsers: l.opt.Parsers,
		Takes:   func(m archive.Member) bool { return l.parserOf(m) != nil },
		Parse: func(m archive.Member, data []byte) any {
			return l.parserOf(m)(m, data)
		},
	}
	if a.Parsers == 0 && (src.Size < 0 || src.Size >= minAhead) {
		a.Parsers = min(runtime.GOMAXPROCS(0), MaxParsers)
	}
	return a
}

// parserOf returns the parser of a file that the loader reads as a whole, nil
// for any other. It looks at nothing that changes during a load.
func (l *loader) parserOf(m archive.Member) func(archive.Member, []byte) any {
	base := path.Base(m.Name)
	if name.IsFile(base) {
		switch queue.KindOf(base[:2]) {
		case queue.ControlFile, queue.QuarantinedControl, queue.LostControl, queue.TempControl:
			return l.parseControl
		case queue.DataFile:
			return l.parseData
		}
		return nil
	}
	for _, system := range mailSystems {
		if system != nil && system.Parser != nil {
			if parse := system.Parser(m.Name, l.opt.Digests); parse != nil {
				return parse
			}
		}
	}
	return nil
}

// parsedControl is what a control file says.
type parsedControl struct {
	queue.Control
	text     string // if it was read apart, only what is left of it to be said
	size     int    // of the text
	problems []queue.Problem
	sum      [32]byte

	script  string // the fields of the header that columns have
	subject string // as written
	mixed   bool
	why     string // see effective
	bounce  string // the kind of a bounce made here, see bounceKind
	apart   bool   // it was read apart
	server  string // then, see mailsystem.ServerName
}

// serverName returns the server that wrote the file, "" if it does not say.
func (f *parsedControl) serverName() string {
	if f.apart {
		return f.server
	}
	return mailsystem.ServerName(&f.Control, "8.")
}

// parse reads a control file, whose text is kept.
func (f *parsedControl) parse(text, file string, sums bool) {
	f.text, f.size, f.apart = text, len(text), false
	f.problems = control.ParseInto(&f.Control, text, file)
	if sums {
		f.sum = sum(text)
	}
	f.script, f.subject, f.mixed = "", "", false
	for _, name := range [...]string{"X-PHP-Originating-Script", "X-PHP-Script"} {
		if v, ok := f.Field(name); ok && f.script == "" {
			f.script = strings.TrimSpace(v)
		}
	}
	f.subject, _ = f.Field("Subject")
	kind, _ := f.Field("Content-Type")
	kind, _, _ = strings.Cut(kind, ";")
	f.mixed = strings.EqualFold(strings.TrimSpace(kind), "multipart/mixed")
	f.why = effective(&f.Control)
	if f.bounce = ""; strings.Contains(f.Flags, "r") {
		f.bounce = bounceKind(&f.Control)
	}
}

// parsedControls are used again: each has several lists.
var parsedControls = sync.Pool{New: func() any { return new(parsedControl) }}

// release makes a control file one to be used again, unless its lists are long.
func (f *parsedControl) release() {
	const usual = 256
	if cap(f.Recipients) <= usual && cap(f.Header) <= usual && cap(f.Macros) <= usual {
		parsedControls.Put(f)
	}
}

func (l *loader) parseControl(m archive.Member, data []byte) any {
	f := parsedControls.Get().(*parsedControl)
	text := string(data)
	if base := path.Base(m.Name); !name.IsID(base[2:]) && !looksControl(text) {
		f.text, f.size = text, len(text)
		return f
	}
	f.parse(text, m.Name, l.opt.Digests)
	return f
}

// parsedData is what a data file says.
type parsedData struct {
	data.Scan
	bounce *parsedBounce // if it may be one, and is read ahead
}

// parsedBounce is what a bounce says.
type parsedBounce struct {
	queue.Bounce
	problems []queue.Problem
}

func parseBounce(start []byte, file string) *parsedBounce {
	b, problems := dsn.Parse(start, file)
	return &parsedBounce{b, problems}
}

func (l *loader) parseData(m archive.Member, b []byte) any {
	var s data.Scanner
	f := &parsedData{Scan: s.Whole(b, l.opt.Digests)}
	if len(f.Start) > 0 {
		f.bounce = parseBounce(f.Start, m.Name)
	}
	return f
}
