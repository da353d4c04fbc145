package hints

import (
	"strconv"
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/parser/lazyregexp"
)

var (
	// nextKey is the first line of what exinext prints of a record.
	nextKey   = lazyregexp.New(`^(Transport|Route): (.+?)(?: \[([0-9A-Fa-f:.]+)\](?::(\d+))?)?(?: (\S+-\S+-\S+))? error (-?\d+): (.*)$`)
	nextTime  = lazyregexp.New(`^ +(first failed|last tried|next try at): +(\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d) *$`)
	askedNext = lazyregexp.New(`^(?:.*[#$%>❯] ?)?(?:sudo +)?(?:\S*/)?exinext( .*)?$`)
)

// BeginsNext reports whether a text begins as the output of exinext does, or with that command.
func BeginsNext(head []byte) bool {
	line, rest, _ := strings.Cut(strings.TrimLeft(string(head[:min(len(head), 8<<10)]), "\r\n"), "\n")
	if strings.Contains(line, "exinext") && askedNext().MatchString(strings.TrimRight(line, "\r")) {
		line, rest, _ = strings.Cut(rest, "\n")
	}
	second, _, _ := strings.Cut(rest, "\n")
	return nextKey().MatchString(strings.TrimRight(line, "\r")) && nextTime().MatchString(strings.TrimRight(second, "\r"))
}

// ParseNext reads what exinext prints of the retry database: a record on four lines, and another one if
// it is expired. The times are those of the server's clock as if that were UTC.
func ParseNext(text string, retry func(Retry)) {
	var r Retry
	end := func() {
		if r.Key != "" && r.Next != 0 {
			retry(r)
		}
		r = Retry{}
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if len(line) > maxLine {
			continue
		}
		if m := nextKey().FindStringSubmatch(line); m != nil {
			end()
			n, _ := strconv.ParseInt(m[6], 10, 32)
			r = Retry{Key: m[1][:1] + ":" + m[2], Errno: int32(n), Text: m[7]}
			for _, part := range m[3:6] {
				if part != "" {
					r.Key += ":" + part
				}
			}
			continue
		}
		if m := nextTime().FindStringSubmatch(line); m != nil {
			if t, err := time.Parse("02-Jan-2006 15:04:05", m[2]); err == nil {
				*map[string]*int64{"first failed": &r.First, "last tried": &r.Last, "next try at": &r.Next}[m[1]] = t.Unix()
			}
			continue
		}
		r.Expired = r.Expired || strings.Contains(line, "past final cutoff")
	}
	end()
}
