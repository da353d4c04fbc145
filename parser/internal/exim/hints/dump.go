package hints

import (
	"strconv"
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/parser/lazyregexp"
)

var (
	dumpedKey   = lazyregexp.New(`^  (\S.*?) (-?\d+) (\d+)(?: (.*))?$`)
	dumpedTimes = lazyregexp.New(`^(\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d)  (\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d)  (\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d) ?(\*?)\s*$`)
)

// maxLine is how many bytes a line of a record has at most: those that Exim keeps have some hundred.
const maxLine = 2 << 10

// keyOf matches the first line of a record.
func keyOf(line string) []string {
	if len(line) > maxLine || !strings.HasPrefix(line, "  ") {
		return nil
	}
	return dumpedKey().FindStringSubmatch(line)
}

// BeginsDump reports whether a text begins as the output of exim_dumpdb does: a record of its
// database of retry times on two lines, or a host with the messages that wait for it on one.
func BeginsDump(head []byte) bool {
	first, rest, _ := strings.Cut(string(head[:min(len(head), 8<<10)]), "\n")
	second, _, _ := strings.Cut(rest, "\n")
	if dumpedKey().MatchString(strings.TrimRight(first, "\r")) {
		return dumpedTimes().MatchString(second)
	}
	_, found := waiting(first)
	return len(found) > 0
}

// ParseDump reads the output of exim_dumpdb (formats/exim.md §5). The times are those of the
// server's clock as if that were UTC. It returns how many lines are neither a record nor empty.
func ParseDump(text string, retry func(Retry), wait func(host, id string)) (strange int) {
	var key []string // of a record whose times are on the next line
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		var m []string
		if key != nil && len(line) < maxLine {
			m = dumpedTimes().FindStringSubmatch(line)
		}
		if m != nil {
			r := Retry{Key: key[1], Text: key[4], Expired: m[4] != ""}
			n, err := strconv.ParseInt(key[2], 10, 32)
			r.Errno = int32(n)
			for k, at := range [...]*int64{&r.First, &r.Last, &r.Next} {
				t, wrong := time.Parse("02-Jan-2006 15:04:05", m[k+1])
				if *at = t.Unix(); wrong != nil {
					err = wrong
				}
			}
			if key = nil; err == nil {
				retry(r)
				continue
			}
			strange++
			continue
		}
		if key != nil {
			key = nil
			strange++
		}
		if line == "" {
			continue
		}
		if key = keyOf(line); key != nil {
			continue
		}
		host, found := waiting(line)
		for _, id := range found {
			wait(host, id)
		}
		if len(found) == 0 {
			strange++
		}
	}
	if key != nil {
		strange++
	}
	return strange
}

// waiting takes a line "HOST ID ID …" apart. Where a newer Exim has cut old ids at the length of new
// ones, parts of them follow.
func waiting(line string) (host string, found []string) {
	host, rest, ok := strings.Cut(strings.TrimRight(line, " \r"), " ")
	if !ok || !strings.ContainsAny(host, ".:[") {
		return "", nil
	}
	for f := range strings.FieldsSeq(rest) {
		list := ids(f)
		if len(list) == 0 || !strings.HasPrefix(f, list[0]) {
			return "", nil
		}
		found = append(found, list...)
	}
	host, _, _ = strings.Cut(host, ":")
	return host, found
}
