// Package config reads from sendmail's configuration how long a message stays in
// the queue (formats/sendmail.md §10). Everything else in it is passed over.
package config

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Limits of what is read of one file.
const (
	// MaxBytes is longer than any configuration that m4 writes: 1 MiB.
	MaxBytes = 1 << 20
	// maxProblems bounds the lines that are reported.
	maxProblems = 20
	maxQuoted   = 60
)

// IsFile reports whether a file of this base name is a configuration, and
// whether it is that of the submission program.
func IsFile(base string) (client, ok bool) {
	return base == "submit.cf", base == "sendmail.cf" || base == "submit.cf"
}

// Lifetime is the lifetime that a configuration sets, in seconds; 0 if it sets none.
type Lifetime struct {
	Normal, Urgent, NonUrgent int64
	DSN                       int64 // of bounces and delay notices made here, 8.13 and later
	Pos                       queue.Pos
}

// Parse reads a configuration. The last line that sets a value counts. A
// malformed value is a Problem, and sets nothing.
func Parse(r io.Reader, file string) (Lifetime, []queue.Problem) {
	p := parser{file: file}
	text, err := io.ReadAll(io.LimitReader(r, MaxBytes))
	if err != nil {
		p.problem(int64(len(text)), 0, "the configuration ends early: %v", err)
	}
	at, number := int64(0), 0
	var line []byte // with its continuations
	start, first := int64(0), 0
	for raw := range bytes.Lines(text) {
		number++
		plain := bytes.TrimRight(raw, "\r\n")
		if continues := len(plain) > 0 && (plain[0] == ' ' || plain[0] == '\t'); continues {
			line = append(line, plain...)
		} else {
			p.line(string(line), start, first)
			line, start, first = append(line[:0], plain...), at, number
		}
		at += int64(len(raw))
	}
	p.line(string(line), start, first)
	return p.out, p.problems
}

type parser struct {
	file     string
	out      Lifetime
	problems []queue.Problem
}

func (p *parser) problem(offset int64, number int, format string, args ...any) {
	if len(p.problems) < maxProblems {
		p.problems = append(p.problems, queue.Problem{
			Pos: queue.Pos{File: p.file, Offset: offset, Line: number}, Kind: queue.KindConfig, Reason: fmt.Sprintf(format, args...),
		})
	}
}

// line takes an option line: "O Name=value", or of the short form "OTvalue" and
// "Orname=value,name=value".
func (p *parser) line(s string, offset int64, number int) {
	if i := strings.Index(s, " #"); i > 0 {
		s = s[:i]
	}
	if len(s) < 3 || s[0] != 'O' {
		return
	}
	set := func(name, value string) {
		p.set(strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value), offset, number)
	}
	switch {
	case s[1] == ' ' || s[1] == '\t':
		name, value, ok := strings.Cut(s[2:], "=")
		if !ok {
			return
		}
		name = strings.TrimSpace(name)
		if strings.EqualFold(name, "QueueTimeout") {
			value, _, _ = strings.Cut(value, "/")
			set("queuereturn", value)
		} else if len(name) > len(timeout) && strings.EqualFold(name[:len(timeout)], timeout) {
			set(name[len(timeout):], value)
		}
	case s[1] == 'T':
		value, _, _ := strings.Cut(s[2:], "/")
		set("queuereturn", value)
	case s[1] == 'r':
		for part := range strings.SplitSeq(s[2:], ",") {
			if name, value, ok := strings.Cut(part, "="); ok {
				set(name, value)
			}
		}
	}
}

const timeout = "Timeout."

// set takes one timeout, if it is the queue's.
func (p *parser) set(name, value string, offset int64, number int) {
	var to []*int64
	switch name {
	case "queuereturn", "queuereturn.*":
		to = []*int64{&p.out.Normal, &p.out.Urgent, &p.out.NonUrgent, &p.out.DSN}
	case "queuereturn.normal":
		to = []*int64{&p.out.Normal}
	case "queuereturn.urgent":
		to = []*int64{&p.out.Urgent}
	case "queuereturn.non-urgent":
		to = []*int64{&p.out.NonUrgent}
	case "queuereturn.dsn":
		to = []*int64{&p.out.DSN}
	default:
		return
	}
	seconds, ok := parseTime(value)
	if !ok {
		p.problem(offset, number, "Timeout.%s is %.*q, which is not a time such as 5d", name, maxQuoted, value)
		return
	}
	for _, t := range to {
		*t = seconds
	}
	if to[0] == &p.out.Normal {
		p.out.Pos = queue.Pos{File: p.file, Offset: offset, Line: number}
	}
}

// maxTime is the longest time that is believed, in seconds: ten years.
const maxTime = 3650 * 86400

// parseTime reads numbers with units, "1w2d", a number without unit being days.
// A time that gives up at once, 0 or "now", is ignored.
func parseTime(s string) (seconds int64, ok bool) {
	for i := 0; i < len(s); {
		n, digits := int64(0), 0
		for ; i < len(s) && '0' <= s[i] && s[i] <= '9'; i++ {
			if n = n*10 + int64(s[i]-'0'); n > maxTime {
				return 0, false
			}
			digits++
		}
		if digits == 0 {
			return 0, false
		}
		unit := int64(86400)
		if i < len(s) {
			switch s[i] {
			case 'w':
				unit = 7 * 86400
			case 'd':
			case 'h':
				unit = 3600
			case 'm':
				unit = 60
			case 's':
				unit = 1
			default:
				return 0, false
			}
			i++
		}
		if seconds += n * unit; seconds > maxTime {
			return 0, false
		}
	}
	return seconds, seconds > 0
}
