// Package dsn reads what sendmail writes about failed deliveries: session
// transcripts (xf files, and the transcript section of a bounce) and the
// bounces themselves (formats/sendmail.md §3.3 to §4).
package dsn

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Limits of what is kept of one transcript. A longer transcript is cut there;
// the source of the message still has all of it.
const (
	MaxExchanges = 2000
	MaxLines     = 10000 // lines of a transcript that are looked at
)

// Transcript groups the lines of a session: what was said to which server,
// what it answered, what sendmail made of it (formats/sendmail.md §4). A
// command line may be missing, and several groups may follow one command.
func Transcript(lines []string) []queue.Exchange {
	var all []queue.Exchange
	host := ""
	cur := -1 // index of the group that takes the next line
	open := func() {
		all = append(all, queue.Exchange{Host: host, Replies: []string{}})
		cur = len(all) - 1
	}
	for _, line := range lines[:min(len(lines), MaxLines)] {
		if len(all) > MaxExchanges {
			return all[:MaxExchanges]
		}
		switch {
		case strings.HasPrefix(line, "... while talking to "):
			host = strings.TrimSuffix(strings.TrimPrefix(line, "... while talking to "), ":")
			host = strings.ToLower(strings.TrimSuffix(host, "."))
			cur = -1
		case strings.HasPrefix(line, ">>> "):
			open()
			all[cur].Command = line[4:]
		case strings.HasPrefix(line, "<<< "):
			if cur < 0 || len(all[cur].Verdict) > 0 && !continues(all[cur].Replies) {
				open()
			}
			all[cur].Replies = append(all[cur].Replies, line[4:])
		case strings.TrimSpace(line) == "":
		default:
			if cur < 0 {
				open()
			}
			all[cur].Verdict = append(all[cur].Verdict, line)
		}
	}
	return all[:min(len(all), MaxExchanges)]
}

// continues reports whether the last reply line announces another one: "550-".
func continues(replies []string) bool {
	if len(replies) == 0 {
		return false
	}
	last := replies[len(replies)-1]
	return len(last) > 3 && last[3] == '-'
}
