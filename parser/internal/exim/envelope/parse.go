package envelope

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/parser/count"
)

// Parse reads a file. What cannot be read is a fault, and what follows is read all the same
// if its beginning can be told.
func Parse(text string) (*Message, []Fault) {
	m := &Message{}
	return m, ParseInto(m, text)
}

// ParseInto is Parse into a message that is no longer needed; it reuses its lists.
func ParseInto(m *Message, text string) []Fault {
	*m = Message{
		UID: None, GID: None, Arrived: None, Complete: true,
		Options: m.Options[:0], Done: m.Done[:0], Recipients: m.Recipients[:0], Header: m.Header[:0],
	}
	p := &parser{text: text, m: m}
	if p.head() && p.options() && p.tree() && p.recipients() {
		p.header()
	}
	return p.faults
}

type parser struct {
	text   string
	at     int
	line   int // of at, from 0
	m      *Message
	faults []Fault
}

// next takes a line, without its end. It reports false at the end of the file, and for a last
// line that has no end, which is a part of one.
func (p *parser) next() (line string, ok bool) {
	line, _, ok = strings.Cut(p.text[p.at:], "\n")
	if !ok {
		return "", false
	}
	p.at += len(line) + 1
	p.line++
	return line, true
}

// fault notes what is wrong with the line just taken.
func (p *parser) fault(line, format string, args ...any) {
	p.note(Fault{At: int64(p.at - len(line) - 1), Line: p.line, Reason: fmt.Sprintf(format, args...), Bytes: line[:min(len(line), 120)]})
}

func (p *parser) note(f Fault) {
	p.m.Complete = false
	if len(p.faults) < MaxFaults {
		p.faults = append(p.faults, f)
	}
}

// cut notes that the file ends too early.
func (p *parser) cut(before string) bool {
	rest := p.text[p.at:]
	p.note(Fault{At: int64(len(p.text)), Line: p.line + 1, Reason: "the file stops before " + before, Bytes: rest[:min(len(rest), 120)], Cut: true})
	return false
}

// head reads the first four lines (formats/exim.md §2.1).
func (p *parser) head() bool {
	for _, l := range [...]struct {
		what string
		read func(line string) bool
	}{
		{"its name", p.name}, {"the user", p.user}, {"the sender", p.sender}, {"the time of arrival", p.arrival},
	} {
		line, ok := p.next()
		if !ok {
			return p.cut(l.what)
		}
		if !l.read(line) {
			p.fault(line, "line %q is not %s", line[:min(len(line), 60)], l.what)
		}
	}
	return true
}

func (p *parser) name(line string) (ok bool) {
	p.m.ID, ok = strings.CutSuffix(line, "-H")
	return ok
}

func (p *parser) user(line string) bool {
	login, gid, ok := cutLast(line, " ")
	login, uid, both := cutLast(login, " ")
	u, err := strconv.ParseInt(uid, 10, 64)
	g, err2 := strconv.ParseInt(gid, 10, 64)
	if !ok || !both || err != nil || err2 != nil {
		return false
	}
	p.m.Login, p.m.UID, p.m.GID = login, u, g
	return true
}

func (p *parser) sender(line string) bool {
	if len(line) < 2 || line[0] != '<' || line[len(line)-1] != '>' {
		return false
	}
	p.m.Sender, p.m.HasSender = line[1:len(line)-1], true
	return true
}

func (p *parser) arrival(line string) bool {
	t, n, ok := strings.Cut(line, " ")
	arrived, err := strconv.ParseInt(t, 10, 64)
	warnings, err2 := strconv.ParseInt(n, 10, 64)
	if !ok || err != nil || err2 != nil {
		return false
	}
	p.m.Arrived, p.m.Warnings = arrived, warnings
	return true
}

// options reads the lines that begin with a hyphen (formats/exim.md §2.2).
func (p *parser) options() bool {
	for strings.HasPrefix(p.text[p.at:], "-") {
		line, ok := p.next()
		if !ok {
			return p.cut("the end of an option")
		}
		name, value, _ := strings.Cut(plain(line), " ")
		switch name {
		case "acl", "aclc", "aclm":
			if name, value, ok = p.variable(line, name, value); !ok {
				return false
			}
		}
		if name == "" {
			continue
		}
		if len(p.m.Options) == MaxOptions {
			p.note(Fault{At: int64(p.at), Line: p.line, Reason: fmt.Sprintf("more than %s options; the others are left out", count.Text(MaxOptions)), Limit: true})
		}
		if len(p.m.Options) < MaxOptions {
			p.m.Options = append(p.m.Options, Option{name, value})
		}
	}
	return true
}

// plain takes off the marks of an option: a hyphen, another one if the value came from outside, and
// in brackets the kind of lookup that it was quoted for.
func plain(line string) string {
	line = strings.TrimPrefix(line, "-")
	tainted, ok := strings.CutPrefix(line, "-")
	if !ok {
		return line
	}
	if strings.HasPrefix(tainted, "(") {
		if _, after, ok := strings.Cut(tainted, ")"); ok {
			return after
		}
	}
	return tainted
}

// variable reads the value of an ACL variable, which may have several lines. The names of
// old versions are numbers: those below ten are of a connection.
func (p *parser) variable(line, kind, rest string) (name, value string, ok bool) {
	variable, length, _ := strings.Cut(rest, " ")
	n, err := strconv.Atoi(length)
	number, errNumber := strconv.Atoi(variable)
	switch {
	case err != nil || n < 0 || kind == "acl" && errNumber != nil:
		p.fault(line, "line %q has no length", line[:min(len(line), 60)])
		return "", "", true // on with the next line
	case n >= len(p.text)-p.at:
		return "", "", p.cut("the end of an ACL variable")
	case kind != "acl":
		name = "acl_" + kind[len("acl"):] + variable
	case number < 10:
		name = "acl_c" + variable
	default:
		name = "acl_m" + strconv.Itoa(number-10)
	}
	value = p.text[p.at : p.at+n]
	p.line += strings.Count(value, "\n")
	p.at += n
	if after, more := p.next(); !more || after != "" {
		p.fault(after, "the ACL variable %.40q is longer than it says", name)
	}
	return name, value, true
}

// tree reads the addresses that no longer get the message: a binary tree, the parent before
// its children (formats/exim.md §2.3).
func (p *parser) tree() bool {
	line, ok := p.next()
	if !ok {
		return p.cut("the addresses that are done")
	}
	if line == "XX" {
		return true
	}
	for need := 1; ; {
		if len(line) < 4 || line[2] != ' ' || line[0] != 'Y' && line[0] != 'N' || line[1] != 'Y' && line[1] != 'N' {
			p.fault(line, "line %q is not a node of the tree of addresses that are done", line[:min(len(line), 60)])
			p.back(line)
			return p.resume()
		}
		if len(p.m.Done) < MaxRecipients {
			p.m.Done = append(p.m.Done, line[3:])
		}
		if need += strings.Count(line[:2], "Y") - 1; need == 0 {
			return true
		}
		if line, ok = p.next(); !ok {
			return p.cut("the end of the addresses that are done")
		}
	}
}

// back puts the line just taken back.
func (p *parser) back(line string) {
	p.at -= len(line) + 1
	p.line--
}

// resume continues at the number of recipients, if the header is preceded by such a line.
func (p *parser) resume() bool {
	for {
		line, ok := p.next()
		if !ok || line == "" {
			return p.cut("the number of recipients")
		}
		if _, err := strconv.ParseUint(line, 10, 31); err == nil {
			p.back(line)
			return true
		}
	}
}

// cutLast cuts a text at the last separator.
func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}
