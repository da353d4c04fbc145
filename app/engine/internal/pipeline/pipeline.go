// Package pipeline answers, byte for byte, what the grep pipelines of the
// sysadmin's guide print on a live queue in the C locale (with grep -a, so that
// no file is left out as binary).
package pipeline

import (
	"fmt"
	"maps"
	"slices"

	"github.com/spoolscope/spoolscope/app/cleanup"
	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Answer answers what a pipeline prints.
func Answer(c *capture.Capture, req protocol.PipelineRequest) (protocol.Pipeline, error) {
	rows, err := c.Match(req.Query)
	if err != nil {
		return protocol.Pipeline{}, err
	}
	switch req.Of {
	case "statuses":
		return statuses(c.Queue, req.Host), nil
	case "replies":
		return replies(c.Queue, rows), nil
	case "purge":
		return purge(c.Queue, rows, req.Spool), nil
	}
	return protocol.Pipeline{}, fmt.Errorf("no pipeline %q", req.Of)
}

// statuses prints what this does:
//
//	mailq | grep " (" | sed 's/\(8BITMIME\| 7BIT\)/ /' | sort | uniq -c
func statuses(q *queue.Queue, host string) protocol.Pipeline {
	mine := listings(q, host)
	counts := map[string]int{}
	for _, l := range mine {
		for line, n := range l.Lines {
			counts[line] += n
		}
	}
	return protocol.Pipeline{Lines: sorted(counts), Listings: len(mine)}
}

// listings returns the listings of the host, or all if host is empty. A listing
// belongs to the hosts that its messages are on.
func listings(q *queue.Queue, host string) []queue.Listing {
	if host == "" {
		return q.Listings
	}
	var mine []queue.Listing
	for i, l := range q.Listings {
		if slices.ContainsFunc(q.Listed, func(e queue.ListedEntry) bool {
			return int(e.Listing) == i && e.Message >= 0 && q.Dirs[q.Dir[e.Message]].Host == host
		}) {
			mine = append(mine, l)
		}
	}
	return mine
}

// replies prints what this does:
//
//	grep -h "<<<" /var/spool/mqueue/df* | sort | uniq -c
func replies(q *queue.Queue, rows []int32) protocol.Pipeline {
	byLine := map[queue.Str]int{}
	for _, i := range rows {
		from, to := q.Grep(i)
		for _, line := range q.GrepLine[from:to] {
			byLine[line]++
		}
	}
	counts := make(map[string]int, len(byLine))
	for line, n := range byLine {
		counts[q.Text(line)] = n
	}
	return protocol.Pipeline{Lines: sorted(counts)}
}

// purge prints what this does:
//
//	grep -l "^<<< 5.. " /var/spool/mqueue/df* | sed 's/df/qf/' |
//		awk '{print "/usr/share/sendmail/qtool.pl -d "$1}'
func purge(q *queue.Queue, rows []int32, spool string) protocol.Pipeline {
	out := protocol.Pipeline{Lines: []protocol.PipelineLine{}}
	for _, i := range rows {
		if q.Flags[i]&queue.Refused == 0 || q.Dirs[q.Dir[i]].System != queue.Sendmail { // Postfix has no such files
			continue
		}
		file := cleanup.GrepPath(q, i, spool)
		if !cleanup.IsPlain(file) {
			out.Unsafe++
			continue
		}
		out.Lines = append(out.Lines, protocol.PipelineLine{Text: []byte("/usr/share/sendmail/qtool.pl -d " + file), Count: 1})
	}
	return out
}

// sorted lists lines as sort | uniq -c does.
func sorted(counts map[string]int) []protocol.PipelineLine {
	lines := make([]protocol.PipelineLine, 0, len(counts))
	for _, text := range slices.Sorted(maps.Keys(counts)) {
		lines = append(lines, protocol.PipelineLine{Text: []byte(text), Count: counts[text]})
	}
	return lines
}
