package history

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
)

// parts are texts that have been read in part. Those of several processes may alternate.
type parts struct {
	of    map[string]*partial
	order []string
	key   []byte
}

// partial is a text whose first parts have been read.
type partial struct {
	line   maillog.Line // of the first part; its strings are copies
	where  at
	system *System
	text   []byte
	next   int
}

// maxPartial is how many texts may wait for their next part, and maxParted how long one gets.
const (
	maxPartial = 200
	maxParted  = 64 << 10
)

func (p *parts) reset() { p.of, p.order = nil, p.order[:0] }

// part takes a part of a text, and reads the text once the last one has come.
func (c *Collector) part(l *log, line *maillog.Line, where at, system *System, of string, part maillog.Part, rest string) {
	p := &c.parts
	p.key = append(append(append(append(append(p.key[:0], line.Host...), 0), line.PID...), 0), of...)
	open := p.of[string(p.key)]
	if open != nil && part.N != open.next {
		c.finishPart(l, string(p.key))
		open = nil
	}
	if open == nil && part.N > 1 && part.Of > 0 {
		return // of a text whose parts are counted, the first one alone has the id
	}
	if open == nil {
		if len(p.of) >= maxPartial {
			c.finishPart(l, p.order[0])
		}
		if p.of == nil {
			p.of = map[string]*partial{}
		}
		open = &partial{line: *line, where: where, system: system, next: part.N}
		open.line.Host, open.line.Program, open.line.PID = strings.Clone(line.Host), strings.Clone(line.Program), strings.Clone(line.PID)
		key := string(p.key)
		p.of[key] = open
		p.order = append(p.order, key)
	}
	open.text = append(open.text, rest[:min(len(rest), maxParted-len(open.text))]...)
	open.next++
	if part.Last || part.Of > 0 && part.N == part.Of {
		c.finishPart(l, string(p.key))
	}
}

// finishPart reads a text to which no more parts come.
func (c *Collector) finishPart(l *log, key string) {
	open := c.parts.of[key]
	delete(c.parts.of, key)
	for k, o := range c.parts.order {
		if o == key {
			c.parts.order = append(c.parts.order[:k], c.parts.order[k+1:]...)
			break
		}
	}
	open.line.Text = string(open.text)
	open.line.Inner()
	c.read(l, &open.line, open.where, open.system, open.line.Text, 1)
}

// flushParts reads the texts whose last parts are missing.
func (c *Collector) flushParts(l *log) {
	for len(c.parts.order) > 0 {
		c.finishPart(l, c.parts.order[0])
	}
}

// lastLine is the line before, for those that only say that it was repeated.
type lastLine struct {
	system             *System
	host, program, pid []byte
	text               []byte
}

func (r *lastLine) set(line *maillog.Line, text string, system *System) {
	r.system = system
	r.host, r.program, r.pid = append(r.host[:0], line.Host...), append(r.program[:0], line.Program...), append(r.pid[:0], line.PID...)
	r.text = append(r.text[:0], text...)
}

// repeated takes a line that stands for further copies of a text, or, if that is "", of the line
// before it.
func (c *Collector) repeated(l *log, line *maillog.Line, where at, n uint32, of string) {
	if of != "" {
		if system := c.systemOf(line.Program); system != nil {
			line.Text = of
			c.read(l, line, where, system, of, n)
		}
		return
	}
	if c.last.system == nil || !SameHost(line.Host, string(c.last.host)) {
		return
	}
	copied := *line
	copied.Host, copied.Program, copied.PID = string(c.last.host), string(c.last.program), string(c.last.pid)
	copied.Text = string(c.last.text)
	c.read(l, &copied, where, c.last.system, copied.Text, n)
}

// seeHost notes whose lines a log has.
func (l *log) seeHost(host string) {
	switch {
	case host == "" || l.several:
	case l.Host == "":
		l.Host = strings.Clone(host)
	case l.Host != host && !SameHost(l.Host, host):
		l.several, l.Host = true, ""
	case len(host) > len(l.Host):
		l.Host = strings.Clone(host)
	}
}

// unknown are lines of mail systems that their grammars do not know.
type unknown struct {
	n       int
	samples []sample
	seen    map[string]bool
}

// sample is a line that is shown as an example.
type sample struct {
	log  string
	line int32
	text string
}

const (
	maxSamples    = 10
	maxSampleText = 120
)

func (u *unknown) add(l *log, line *maillog.Line, number int32, text string) {
	u.n++
	if len(u.samples) >= maxSamples {
		return
	}
	word, _, _ := strings.Cut(text, " ")
	if strings.HasSuffix(word, ":") { // an id
		word, _, _ = strings.Cut(strings.TrimPrefix(text, word+" "), " ")
	}
	key := line.Program + " " + word
	if u.seen[key] {
		return
	}
	if u.seen == nil {
		u.seen = map[string]bool{}
	}
	u.seen[strings.Clone(key)] = true
	u.samples = append(u.samples, sample{line: number, log: l.Name, text: strings.Clone(text[:min(len(text), maxSampleText)])})
}
