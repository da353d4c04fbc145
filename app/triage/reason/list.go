package reason

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/parser/lazyregexp"
)

// Counted is one of several statuses, with the number of lines that have it, or
// another one that differs only in what varies.
type Counted struct {
	Explanation
	Count int
}

// List is several statuses without their messages.
type List struct {
	Statuses  []Counted // the most frequent first
	Lines     int       // all counts together
	Announced int       // messages that headings of queues among the lines announce
}

var (
	// A status as mailq prints it, or a line of a transcript, with the count that
	// uniq -c puts before it and the name of the file that grep does.
	bracketLine = lazyregexp.New(`^(?:[\w./-]+:)?\s*(?:(\d+)\s+)?(?:(?:8BITMIME|7BIT)\s+)?(\(.+)$`)
	sentLine    = lazyregexp.New(`^(?:[\w./-]+:)?\s*(?:(\d+)\s+)?(<<< [45]\d\d[ -].*|Deferred\b.*)$`)
	replyLine   = lazyregexp.New(`^\s*(\d+)\s+([45]\d\d[ -].+)$`)
	// Lines of mailq around the statuses, and the command that took them out.
	headingLine = lazyregexp.New(`\((\d+) requests?(?:, only \d+ printed)?\)$`)
	// A line of a mail log about something else than a failure.
	otherLogLine = lazyregexp.New(`^\S.*?\b(?:postfix[\w-]*/[\w./-]+|sendmail|sm-mta|sm-msp-queue|sm-que|MTA|exim4?|opendkim|opendmarc|amavis|dovecot|spamd|clamav-milter|policyd-spf|postgrey|MailScanner)\[\d+\]: |` +
		`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?: [+-]\d{4})? (?:\[\d+\] )?(?:[0-9A-Za-z]{6}-[0-9A-Za-z]{6,11}-[0-9A-Za-z]{2,4} |Start queue run|End queue run|H=|SMTP |TLS |no |unexpected |exim )`)
	otherLine = lazyregexp.New(` is empty$|^Total requests: \d+$|^M[ST][PA] Queue status\.\.\.$|-Q-ID-|[#$%>] .*\b(?:mailq|grep|sort|uniq)\b|^\S+(?: \S+)?[#$%>]$`)
)

// ParseList reads a text of which every line is a status, as grep takes them out
// of mailq's output or of transcripts, perhaps counted by uniq. It reports false
// for any other text, and for one that Explain takes as a whole: one status, or
// the lines of one reply.
func ParseList(text string) (List, bool) {
	var l List
	count := map[entry]int{}
	lines, counted, logs := 0, false, false
	for line := range strings.Lines(text) {
		line, in := fromLog(strings.TrimSpace(line))
		if m := headingLine().FindStringSubmatch(line); m != nil {
			n, _ := strconv.Atoi(m[1])
			l.Announced += n
			continue
		}
		if line == "" || otherLine().MatchString(line) {
			continue
		}
		m := bracketLine().FindStringSubmatch(line)
		if m == nil {
			m = sentLine().FindStringSubmatch(line)
		}
		if m == nil {
			m = replyLine().FindStringSubmatch(line)
		}
		if m == nil && in.system != "" {
			m = []string{line, "", line}
		}
		if m == nil && otherLogLine().MatchString(line) {
			logs = true
			continue
		}
		if m == nil {
			return List{}, false
		}
		n := 1
		if m[1] != "" {
			v, err := strconv.Atoi(m[1])
			if err != nil || v == 0 {
				return List{}, false
			}
			n, counted = v, true
		}
		lines++
		count[entry{m[2], in}] += n
		l.Lines += n
	}
	if lines < 2 && !counted && !logs && l.Announced == 0 || lines == 0 || !counted && strings.HasPrefix(strings.TrimSpace(text), "<<<") {
		return List{}, false
	}
	l.Statuses = grouped(count)
	sure := slices.ContainsFunc(l.Statuses, func(c Counted) bool {
		return c.Known || c.Reason.Code >= 400 || c.Reason.Kind == KindDeferred
	})
	return l, sure
}

// entry is the text of a line, and what else a log says.
type entry struct {
	text string
	in   logged
}

// grouped explains statuses, with those together that differ only in what
// varies, or of which one is the cut beginning of the other.
func grouped(count map[entry]int) []Counted {
	entries := slices.SortedFunc(maps.Keys(count), func(a, b entry) int {
		return cmp.Or(count[b]-count[a], cmp.Compare(a.text, b.text), cmp.Compare(a.in.system, b.in.system), cmp.Compare(a.in.end, b.in.end))
	})
	reasons := make([]Reason, len(entries))
	for i, e := range entries {
		var opts []Option
		if bare := bareStatus(e.text); isCut(e.text, bare) {
			opts = append(opts, Cut)
		}
		reasons[i] = Parse(bareStatus(e.text), opts...)
	}
	g := NewGrouper(reasons)
	type alike struct {
		group
		end end
	}
	at := map[alike]int{}
	var out []Counted
	for i, e := range entries {
		full := g.Full(reasons[i])
		k := alike{group{full.Key, full.Server}, e.in.end}
		n, ok := at[k]
		if !ok {
			n = len(out)
			at[k] = n
			out = append(out, Counted{Explanation: explain(e.text, e.in)})
		}
		out[n].Count += count[e]
		if out[n].Reason.Cut && !reasons[i].Cut {
			out[n].Explanation = explain(e.text, e.in)
		}
	}
	slices.SortStableFunc(out, func(a, b Counted) int { return b.Count - a.Count })
	return out
}
