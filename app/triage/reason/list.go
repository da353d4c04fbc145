package reason

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Counted is one of several statuses, with the number of lines that have it, or
// another one that differs only in what varies.
type Counted struct {
	Explanation
	Count int
}

// List is several statuses without the messages that they are of.
type List struct {
	Statuses  []Counted // the most frequent first
	Lines     int       // all counts together
	Announced int       // messages that headings of queues among the lines announce
}

var (
	// A status as mailq prints it, or a line of a transcript, with the count that
	// uniq -c puts before it and the name of the file that grep does.
	bracketLine = regexp.MustCompile(`^(?:[\w./-]+:)?\s*(?:(\d+)\s+)?(?:(?:8BITMIME|7BIT)\s+)?(\(.+)$`)
	sentLine    = regexp.MustCompile(`^(?:[\w./-]+:)?\s*(?:(\d+)\s+)?(<<< [45]\d\d[ -].*|Deferred\b.*)$`)
	replyLine   = regexp.MustCompile(`^\s*(\d+)\s+([45]\d\d[ -].+)$`)
	// A line of a mail log about a message that was not delivered: Postfix's, and
	// sendmail's.
	logLine = regexp.MustCompile(`^\S.*?(?:\bstatus=(?:deferred|bounced|expired|undeliverable) (\(.+\))|, stat=(Deferred: .+))$`)
	// Lines of mailq around the statuses, and the command that took them out.
	headingLine = regexp.MustCompile(`\((\d+) requests?(?:, only \d+ printed)?\)$`)
	otherLine   = regexp.MustCompile(` is empty$|^Total requests: \d+$|^M[ST][PA] Queue status\.\.\.$|-Q-ID-|[#$%>] .*\b(?:mailq|grep|sort|uniq)\b|^\S+(?: \S+)?[#$%>]$`)
)

// fromLog is the status in a line of a mail log, and any other line as it is.
func fromLog(line string) string {
	if m := logLine.FindStringSubmatch(line); m != nil {
		return m[1] + m[2]
	}
	return line
}

// ParseList reads a text of which every line is a status, as grep takes them out
// of mailq's output or of transcripts, perhaps counted by uniq. It reports false
// for any other text, and for one that Explain takes as a whole: one status, or
// the lines of one reply.
func ParseList(text string) (List, bool) {
	var l List
	count := map[string]int{}
	lines, counted := 0, false
	for line := range strings.Lines(text) {
		line = fromLog(strings.TrimSpace(line))
		if m := headingLine.FindStringSubmatch(line); m != nil {
			n, _ := strconv.Atoi(m[1])
			l.Announced += n
			continue
		}
		if line == "" || otherLine.MatchString(line) {
			continue
		}
		m := bracketLine.FindStringSubmatch(line)
		if m == nil {
			m = sentLine.FindStringSubmatch(line)
		}
		if m == nil {
			m = replyLine.FindStringSubmatch(line)
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
		count[m[2]] += n
		l.Lines += n
	}
	if lines < 2 && !counted && l.Announced == 0 || lines == 0 || !counted && strings.HasPrefix(strings.TrimSpace(text), "<<<") {
		return List{}, false
	}
	l.Statuses = grouped(count)
	sure := slices.ContainsFunc(l.Statuses, func(c Counted) bool {
		return c.Known || c.Reason.Code >= 400 || c.Reason.Kind == KindDeferred
	})
	return l, sure
}

// grouped explains statuses, with those together that differ only in what
// varies, or of which one is the cut beginning of the other.
func grouped(count map[string]int) []Counted {
	texts := make([]string, 0, len(count))
	for s := range count {
		texts = append(texts, s)
	}
	slices.SortFunc(texts, func(a, b string) int { return cmp.Or(count[b]-count[a], cmp.Compare(a, b)) })
	reasons := make([]Reason, len(texts))
	for i, s := range texts {
		var opts []Option
		if bare := bareStatus(s); isCut(s, bare) {
			opts = append(opts, Cut)
		}
		reasons[i] = Parse(bareStatus(s), opts...)
	}
	g := NewGrouper(reasons)
	at := map[group]int{}
	var out []Counted
	for i, s := range texts {
		full := g.Full(reasons[i])
		k := group{full.Key, full.Server}
		n, ok := at[k]
		if !ok {
			n = len(out)
			at[k] = n
			out = append(out, Counted{Explanation: Explain(s)})
		}
		out[n].Count += count[s]
		if out[n].Reason.Cut && !reasons[i].Cut {
			out[n].Explanation = Explain(s)
		}
	}
	slices.SortStableFunc(out, func(a, b Counted) int { return b.Count - a.Count })
	return out
}
