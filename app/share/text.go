package share

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Text writes what mail waits for and what servers replied, for a ticket: the
// statuses of the messages and the replies in their data files (lines with
// "<<<"; if bodies are redacted, those of transcripts only), counted and sorted
// by bytes as with LC_ALL=C sort | uniq -c. Texts that redaction makes equal are
// counted together. A message without a status is counted under its state. The
// same selection gives the same bytes.
func Text(w io.Writer, s Selection) error {
	out := bufio.NewWriter(w)
	q, t := s.Index.Queue, s.texts()
	statuses, replies, said := map[queue.Str]int{}, map[queue.Str]int{}, map[queue.Str]int{}
	var none [queue.NumStates]int
	for _, i := range s.Rows {
		if st := q.Effective[i]; st != 0 {
			statuses[st]++
		} else {
			none[q.State[i]]++
		}
		if s.Redactor.Redaction().Bodies { // a line with <<< may be part of a letter
			from, to := q.Replies(i)
			for _, reply := range q.ReplyText[from:to] {
				said[reply]++
			}
			continue
		}
		from, to := q.Grep(i)
		for _, line := range q.GrepLine[from:to] {
			replies[line]++
		}
	}
	lines := t.counted(statuses, "(", ")")
	for st, n := range none {
		if n > 0 {
			lines[queue.State(st).String()] += n
		}
	}
	fmt.Fprintf(out, "Statuses of %d messages", len(s.Rows))
	if when := clock(q.Taken); when != "" && q.Taken != 0 {
		fmt.Fprintf(out, ", captured %s", when)
	}
	out.WriteByte('\n')
	writeCounts(out, lines)
	lines = t.counted(replies, "", "")
	maps.Copy(lines, t.counted(said, "<<< ", ""))
	if len(lines) > 0 {
		out.WriteString("\nReplies\n")
		writeCounts(out, lines)
	}
	return out.Flush()
}

// counted redacts texts and adds up those that became equal.
func (t *texts) counted(in map[queue.Str]int, before, after string) map[string]int {
	lines := make(map[string]int, len(in))
	for s, n := range in {
		for line := range strings.SplitSeq(t.get(s, anyText), "\n") { // those of a reply
			lines[before+words.Printable(line)+after] += n
		}
	}
	return lines
}

func writeCounts(w *bufio.Writer, counts map[string]int) {
	for _, line := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintf(w, "%7d %s\n", counts[line], line)
	}
}
