package paste

import (
	"bytes"
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/lazyregexp"
)

// prefix is what a program has put before every line: a quotation sign, a line
// number, a host, a time.
type prefix struct {
	pattern *regexp.Regexp // anchored; its group, if any, is the host
	what    string
}

// cut takes the prefix off a line.
func (p *prefix) cut(text []byte) (rest []byte, host string, ok bool) {
	m := p.pattern.FindSubmatchIndex(text)
	if m == nil {
		return text, "", false
	}
	if len(m) > 2 && m[2] >= 0 {
		host = string(text[m[2]:m[3]])
	}
	rest = text[m[1]:]
	if len(rest) > 0 && (rest[0] == ' ' || rest[0] == '\t') {
		rest = rest[1:]
	}
	return rest, host, true
}

// shape is a prefix whose meaning is known.
type shape struct {
	pattern string // of the whole prefix; its group is the host
	what    string
	whole   lazyregexp.Regexp
}

const (
	hostName = `([A-Za-z0-9](?:[\w.-]*\w)?)`
	isoTime  = `\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z| ?[+-]\d\d:?\d\d)?`
	logTime  = `[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)?`
)

var shapes = [...]shape{
	shapeOf(`^ *\d+(?:[-:|.)]| +│)?`, "the number of every line"),
	shapeOf(`^`+hostName+`:`, "the host before every line"),
	shapeOf(`^`+hostName+` *[|:>] *\d+ *[|:>)]`, "the host and a number before every line"),
	shapeOf(`^\[`+hostName+`\](?: (?:out|err):)?`, "the host before every line"),
	shapeOf(`^`+hostName+` *[|>]`, "the host before every line"),
	shapeOf(`^ *\*\* \[out :: (?:\w+@)?`+hostName+`\]`, "the host before every line"),
	shapeOf(`^\[pod/`+hostName+`(?:/[\w.-]+)?\]`, "the host before every line"),
	shapeOf(`^\[?(?:`+isoTime+`|`+logTime+`)\]?`, "the time before every line"),
	shapeOf(`^\[?\d\d:\d\d:\d\d(?:[.,]\d+)?\]?`, "the time before every line"),
	shapeOf(`^<\d{1,3}>1 `+isoTime+` `+hostName+` \S+ \S+ \S+ -`, "the start of a log line"),
	shapeOf(`^(?:<\d{1,3}>)?(?:`+isoTime+`|`+logTime+`) `+hostName+` [\w./()-]+(?:\[\d+\])?:`, "the start of a log line"),
}

func shapeOf(pattern, what string) shape {
	return shape{pattern, what, lazyregexp.New(pattern + `$`)}
}

// shapeIn returns the shape of a prefix, nil for none.
func shapeIn(p string) *shape {
	for i := range shapes {
		if shapes[i].whole().MatchString(p) {
			return &shapes[i]
		}
	}
	return nil
}

// bareHost is a name that only a blank separates from the line, as knife ssh
// prints it. It is the same in all lines of its host; ids look similar.
var bareHost = lazyregexp.New(`^[A-Za-z][\w-]*(?:\.[\w-]+)*\.?[\w-]*$`)

// anchors are lines whose beginning is known: what stands before it is a
// prefix.
var anchors = lazyregexp.New(`^(.*?)(?:-+ ?(?:Q-?|Queue )ID-+ .*Size|-- \d+ [KM]?bytes in \d+ Request` +
	`|/[^ ()]+ (?:\(\d+ requests?[,)]|is empty[ \t]*$)|Total [Rr]equests: \d` +
	`|\{"queue_(?:name|id)": ?"|Mail [Qq]ueue (?:\(\d+ request|is empty)|M[ST][PA] Queue status` +
	`|[0-9A-Za-z]{7,18}[*!X?-]?#?[ \t]+-?\d+ +(?:\d+[+ ] *)?(?:(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat) )?[A-Z][a-z]{2} [ \d]\d \d\d:\d\d(?::\d\d)? ` +
	`|\d{1,5}[mhd][ \t]+(?:[\d.]+[KMG]?[ \t]+)?` + eximID + ` )`)

// eximID is a message id of Exim.
const eximID = `[0-9A-Za-z]{6}-(?:[0-9A-Za-z]{6}-[0-9A-Za-z]{2}|[0-9A-Za-z]{11}-[0-9A-Za-z]{4})`

// isAnchor returns a cheap test before the expression.
func isAnchor(text []byte) bool {
	return bytes.Contains(text, []byte("ID-")) || bytes.Contains(text, []byte("ueue")) ||
		bytes.Contains(text, []byte("equest")) || bytes.Contains(text, []byte(" is empty")) || hasClock(text) || hasDashes(text)
}

// hasDashes finds the two dashes of a message id of Exim.
func hasDashes(text []byte) bool {
	const short, long = 7, 12 // from one to the other
	for i, c := range text {
		if c == '-' && (i+short < len(text) && text[i+short] == '-' || i+long < len(text) && text[i+long] == '-') {
			return true
		}
	}
	return false
}

// hasClock finds " 09:41 " and " 09:41:07 ".
func hasClock(text []byte) bool {
	for from := 0; ; {
		i := bytes.IndexByte(text[from:], ':')
		if i < 0 {
			return false
		}
		at := from + i
		if at >= 3 && at+3 < len(text) && (text[at-3] == ' ' || text[at-3] == ':') && text[at+3] == ' ' {
			return true
		}
		from = at + 1
	}
}

// maxPrefixes is how many different prefixes one text can have, maxPrefix the
// longest one, in bytes.
const (
	maxPrefixes = 8
	maxPrefix   = 120
	// maxFound bounds the prefixes that are examined: one for each host.
	maxFound = 256
	// enoughBare is how many lines without a prefix show that there is none.
	enoughBare = 8
)

// findPrefixes looks for lines whose beginning is known, and returns what
// precedes them in most of the lines around.
func findPrefixes(head []byte, c cleaner) []prefix {
	var found []string
	var lines [][]byte
	bare := 0
	for text := range cleanLines(head, c) {
		lines = append(lines, text)
		p, ok := before(text)
		switch {
		case !ok:
		case p != "":
			if !slices.Contains(found, p) && len(found) < maxFound {
				found = append(found, p)
			}
		case len(found) == 0:
			if bare++; bare == enoughBare {
				return nil
			}
		}
	}
	return patterns(found, lines)
}

// before returns what precedes the known beginning of a line, "" if that is
// nothing but blanks.
func before(text []byte) (string, bool) {
	if text = text[:min(len(text), 4*maxPrefix)]; !isAnchor(text) {
		return "", false
	}
	if startsBare(text) {
		return "", true
	}
	m := anchors().FindSubmatch(text)
	if m == nil {
		return "", false
	}
	p := m[1]
	if rest, found := cutPager(p); found {
		p = rest
	}
	p = bytes.TrimRight(p, " \t")
	if len(p) == 0 {
		return "", true
	}
	last := p[len(p)-1]
	if bareHost().Match(p) {
		return string(p), true
	}
	if len(p) > maxPrefix || bytes.IndexByte([]byte(":|>]#*/;%!.,)~+=`"), last) < 0 && shapeIn(string(p)) == nil {
		return "", false
	}
	return string(p), true
}

// startsBare returns a cheap test for what most lines of anchors are: they begin with
// an id and a size, or with the dashes of the titles.
func startsBare(text []byte) bool {
	if bytes.HasPrefix(text, []byte("-----Q-ID-")) {
		return true
	}
	n := 0
	for n < len(text) && (isDigit(text[n]) || 'A' <= text[n]&^0x20 && text[n]&^0x20 <= 'Z') {
		n++
	}
	if n < 7 || n > 18 || n == len(text) {
		return false
	}
	rest := bytes.TrimLeft(bytes.TrimLeft(text[n:min(n+14, len(text))], "*?-X"), " \t")
	if len(rest) == 0 || !isDigit(rest[0]) || text[n] == ':' {
		return false
	}
	// "postfix-1  | " is the name of a container.
	rest = bytes.TrimLeft(bytes.TrimLeft(rest, "0123456789"), " ")
	return len(rest) == 0 || rest[0] != '|'
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// cleanLines returns the lines of a text without their quotation marks.
func cleanLines(text []byte, c cleaner) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		var none coats
		for raw := range bytes.Lines(text) {
			line := bytes.TrimRight(raw, "\r\n")
			if !c.markup() && isPlain(line) {
				if !yield(line) {
					return
				}
				continue
			}
			for _, piece := range c.line(line, &none) {
				if !yield(cutQuote(piece)) {
					return
				}
			}
		}
	}
}

// patterns makes patterns of prefixes, and keeps those that at least half of
// the lines have together, or that many lines have.
func patterns(found []string, lines [][]byte) []prefix {
	var out []prefix
	known := map[string]bool{}
	of := map[string]string{} // the first prefix of each expression
	for _, p := range found {
		expr, what := generalise(p)
		if p0 := of[expr]; p0 != "" && shapeIn(p) == nil && !bareHost().MatchString(p) {
			if byHost, ok := hostIn(p0, p); ok {
				expr, what = byHost, "the host before every line"
				// It replaces the pattern that treats hosts alike.
				out = slices.DeleteFunc(out, func(o prefix) bool { return o.pattern.MatchString(p) && o.pattern.NumSubexp() == 0 })
			}
		}
		of[expr] = p
		if expr == shapes[0].pattern && repeats(lines) {
			expr, what = `^ *(\d+)[ \t]`, "the number of the host before every line"
		}
		if known[expr] || len(out) == maxPrefixes {
			continue
		}
		known[expr] = true
		re, err := regexp.Compile(expr)
		if err != nil {
			continue
		}
		one := prefix{re, what}
		if one.holds(lines) {
			out = append(out, one)
		}
	}
	return out
}

var lineNumber = lazyregexp.New(`^ *(\d+)[ \t]`)

// repeats reports whether the numbers before the lines are not line numbers:
// Capistrano numbers the hosts, each with several consecutive lines.
func repeats(lines [][]byte) bool {
	n, same := 0, 0
	last := ""
	for _, l := range lines {
		m := lineNumber().FindSubmatch(l)
		if m == nil {
			continue
		}
		n++
		if string(m[1]) == last {
			same++
		}
		last = string(m[1])
	}
	return n > 2 && 2*same > n
}

// holds reports whether most lines have the prefix between the first one and the
// last.
func (p *prefix) holds(lines [][]byte) bool {
	first, last, n, filled := -1, 0, 0, 0
	for i, l := range lines {
		if p.pattern.Match(l) {
			if first < 0 {
				first = i
			}
			last = i
			n++
		}
	}
	for _, l := range lines[max(first, 0) : last+1] {
		if len(bytes.TrimSpace(l)) > 0 {
			filled++
		}
	}
	return n >= 2 && n*5 >= filled*4
}

// generalise makes an expression of a prefix, in which numbers and times
// differ from line to line.
func generalise(p string) (expr, what string) {
	if bareHost().MatchString(p) {
		return `^(` + regexp.QuoteMeta(p) + `)[ \t]`, "the host before every line"
	}
	if s := shapeIn(p); s != nil {
		return s.pattern, s.what
	}
	var b strings.Builder
	b.WriteByte('^')
	rest := strings.TrimLeft(p, " ")
	if len(rest) < len(p) {
		b.WriteString(" *")
	}
	generaliseSigns(&b, rest)
	return b.String(), fmt.Sprintf("%q before every line", p)
}

var prefixWord = lazyregexp.New(`[A-Za-z][\w.-]*\w`)

// hostIn makes an expression of two prefixes that differ in the numbers of one
// word only, as "[mail1 #7]" and "[mail2 #9]" do: that is the host.
func hostIn(p, q string) (expr string, ok bool) {
	a, b := prefixWord().FindAllStringIndex(p, -1), prefixWord().FindAllStringIndex(q, -1)
	if len(a) != len(b) {
		return "", false
	}
	for k := range a {
		if p[a[k][0]:a[k][1]] == q[b[k][0]:b[k][1]] {
			continue
		}
		var out strings.Builder
		out.WriteByte('^')
		generaliseSigns(&out, p[:a[k][0]])
		out.WriteString(hostName)
		generaliseSigns(&out, p[a[k][1]:])
		return out.String(), true
	}
	return "", false
}

// generaliseSigns writes an expression of a text in which numbers and the number
// of blanks differ.
func generaliseSigns(b *strings.Builder, rest string) {
	for i := 0; i < len(rest); {
		j := i
		for j < len(rest) && '0' <= rest[j] && rest[j] <= '9' {
			j++
		}
		switch {
		case j > i:
			b.WriteString(`\d+`)
			i = j
		case rest[i] == ' ':
			b.WriteString(` +`)
			for i < len(rest) && rest[i] == ' ' {
				i++
			}
		default:
			b.WriteString(regexp.QuoteMeta(rest[i : i+1]))
			i++
		}
	}
}
