// Package maincf reads from Postfix's main.cf, or from postconf's output, how long a message
// is kept and when it is tried again, and the domains whose mail stays on the server
// (formats/postfix.md §7). Everything else in it is passed over.
package maincf

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Limits of what is read of one file.
const (
	// MaxBytes is longer than the output of postconf: 1 MiB.
	MaxBytes = 1 << 20
	// MaxNames bounds the names that are kept of one file.
	MaxNames = 1000
	// MaxInserted bounds how often the value of one parameter is inserted into another.
	MaxInserted = 10_000
	maxDepth    = 8 // of parameters that refer to others
	maxQuoted   = 60
)

// Settings are the settings in a configuration. Times are in seconds.
type Settings struct {
	Keep        int64     // how long a message is kept
	KeepBounce  int64     // how long one with an empty sender is kept
	Least, Most int64     // waits after a failed try
	Scan        int64     // how often the queue is looked through
	Names       []string  // that the server calls its own
	Pos         queue.Pos // of the line that sets Keep; without a line if it is the default
}

// times are the parameters that are times, with their defaults and the seconds of a number
// without a unit.
var times = map[string]struct {
	initial string
	unit    int64
}{
	"maximal_queue_lifetime": {"5d", day}, "bounce_queue_lifetime": {"5d", day},
	"minimal_backoff_time": {"300s", 1}, "maximal_backoff_time": {"4000s", 1}, "queue_run_delay": {"300s", 1},
}

const day = 24 * 60 * 60

// own are the parameters that name domains whose mail stays here.
var own = [...]string{"myhostname", "mydomain", "mydestination", "virtual_mailbox_domains", "virtual_alias_domains"}

// IsFile reports whether a file of this base name is a configuration.
func IsFile(base string) bool { return base == "main.cf" }

// Begins reports whether a text looks like the output of postconf: lines of names and values,
// the first ones of parameters that are in nearly every configuration.
func Begins(head []byte) bool {
	const enough, few = 3, 2
	known, others := 0, 0
	for raw := range bytes.Lines(head) {
		line := strings.TrimRight(string(raw), "\r\n")
		name, _, ok := strings.Cut(line, " =")
		switch {
		case strings.TrimSpace(line) == "", line[0] == '#', line[0] == ' ' && known > 0:
		case !ok || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_") != "":
			others++
		case isUsual(name):
			known++
		}
		if known >= enough || others > few {
			break
		}
	}
	return known >= enough
}

func isUsual(name string) bool {
	switch name {
	case "myhostname", "mydomain", "mydestination", "myorigin", "mynetworks", "inet_interfaces", "inet_protocols", "relayhost", "alias_maps",
		"alias_database", "queue_directory", "command_directory", "daemon_directory", "compatibility_level", "mail_owner", "smtpd_banner",
		"append_dot_mydomain", "biff", "mailbox_size_limit", "recipient_delimiter", "readme_directory", "smtpd_relay_restrictions", "2bounce_notice_recipient",
		"access_map_defer_code", "address_verify_cache_cleanup_interval":
		return true
	}
	return strings.HasSuffix(name, "_queue_lifetime") || strings.HasSuffix(name, "imal_backoff_time")
}

// value is what a parameter is set to, and where.
type value struct {
	text string
	pos  queue.Pos
}

// Parse reads a configuration. The last line that sets a parameter counts. A malformed
// time is a Problem, and the default applies.
func Parse(text []byte, file string) (Settings, []queue.Problem) {
	set := read(text[:min(len(text), MaxBytes)], file)
	values := expander{set, MaxInserted}
	s := Settings{Pos: queue.Pos{File: file, Offset: -1}}
	var problems []queue.Problem
	for _, p := range [...]struct {
		name string
		to   *int64
	}{
		{"maximal_queue_lifetime", &s.Keep}, {"bounce_queue_lifetime", &s.KeepBounce},
		{"minimal_backoff_time", &s.Least}, {"maximal_backoff_time", &s.Most}, {"queue_run_delay", &s.Scan},
	} {
		*p.to, _ = seconds(times[p.name].initial, 1)
		v, ok := set[p.name]
		if !ok {
			continue
		}
		t, ok := seconds(values.expand(v.text, maxDepth), times[p.name].unit)
		if !ok || t == 0 {
			problems = append(problems, queue.Problem{Pos: v.pos, Kind: queue.KindConfig,
				Reason: fmt.Sprintf("%s is %.*q, which is not a time such as 5d", p.name, maxQuoted, v.text)})
			continue
		}
		if *p.to = t; p.to == &s.Keep {
			s.Pos = v.pos
		}
	}
	for _, name := range own {
		for _, n := range strings.FieldsFunc(values.expand(set[name].text, maxDepth), func(r rune) bool { return r == ',' || r == ' ' || r == '\t' }) {
			if len(s.Names) < MaxNames && strings.Contains(n, ".") && !strings.ContainsAny(n, "/:$!{}[]") && !strings.HasPrefix(n, "localhost") && !slices.Contains(s.Names, n) {
				s.Names = append(s.Names, n)
			}
		}
	}
	return s, problems
}

// read returns what the parameters are set to, before others are put in.
func read(text []byte, file string) map[string]value {
	set := map[string]value{}
	at, number := int64(0), 0
	var name string // of the current parameter, "" none
	var pos queue.Pos
	var lines []string // of its value
	end := func() {
		if name != "" {
			set[name] = value{strings.Join(lines, " "), pos}
		}
		name, lines = "", lines[:0]
	}
	for raw := range bytes.Lines(text) {
		number++
		line := strings.TrimRight(string(raw), " \t\r\n")
		from := at
		at += int64(len(raw))
		switch trimmed := strings.TrimSpace(line); {
		case trimmed == "" || trimmed[0] == '#':
		case line[0] == ' ' || line[0] == '\t':
			lines = append(lines, trimmed)
		default:
			end()
			if of, text, ok := strings.Cut(line, "="); ok {
				name, pos = strings.TrimSpace(of), queue.Pos{File: file, Offset: from, Line: number}
				lines = append(lines, strings.TrimSpace(text))
			}
		}
	}
	end()
	return set
}

// expander inserts the values of parameters, as often as it may.
type expander struct {
	set  map[string]value
	left int
}

// expand inserts the values of other parameters: $name, ${name} and $(name).
func (x *expander) expand(text string, depth int) string {
	const longest = 1 << 16
	if depth == 0 || !strings.Contains(text, "$") || len(text) > longest {
		return text
	}
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "$")
		b.WriteString(before)
		if x.left--; !ok || b.Len() > longest || x.left < 0 {
			return b.String()
		}
		name, after := reference(rest)
		v, known := x.set[name]
		switch {
		case known:
			b.WriteString(x.expand(v.text, depth-1))
		case times[name].initial != "":
			b.WriteString(times[name].initial)
		default:
			b.WriteString("$" + name)
		}
		text = after
	}
}

func reference(s string) (name, rest string) {
	if s != "" && (s[0] == '{' || s[0] == '(') {
		end := strings.IndexAny(s, "})")
		if end < 0 {
			return "", s
		}
		return s[1:end], s[end+1:]
	}
	n := 0
	for n < len(s) && (s[n] == '_' || s[n] >= 'a' && s[n] <= 'z' || s[n] >= '0' && s[n] <= '9') {
		n++
	}
	return s[:n], s[n:]
}

// seconds reads a time: a number with s, m, h, d or w, or without one of a unit.
func seconds(s string, unit int64) (int64, bool) {
	if s == "" {
		return 0, false
	}
	switch s[len(s)-1] {
	case 's':
		unit, s = 1, s[:len(s)-1]
	case 'm':
		unit, s = 60, s[:len(s)-1]
	case 'h':
		unit, s = 60*60, s[:len(s)-1]
	case 'd':
		unit, s = day, s[:len(s)-1]
	case 'w':
		unit, s = 7*day, s[:len(s)-1]
	}
	const most = 9 // digits
	if s = strings.TrimSpace(s); s == "" || len(s) > most {
		return 0, false
	}
	n := int64(0)
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n * unit, true
}
