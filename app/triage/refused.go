package triage

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// refusedBounce reports whether row i is a notice of failure made here whose own
// transcript has a 5xx reply that is not an echo: what the purge pipeline of the
// sysadmin's guide selects. Mail that only quotes a bounce does not count, nor
// does a bounce to one of the server's own users, who should read it.
func refusedBounce(x *Index, i int32) bool {
	q := x.Queue
	return q.IsMade(i) && q.Text(q.Bounce[i]) == "failure" && hasRefusal(q, i) && !toOwnUser(q, i)
}

// ownBounce reports whether row i would be a refused bounce if it were not for
// one of the server's own users.
func ownBounce(x *Index, i int32) bool {
	q := x.Queue
	return q.IsMade(i) && q.Text(q.Bounce[i]) == "failure" && hasRefusal(q, i) && toOwnUser(q, i)
}

func hasRefusal(q *queue.Queue, i int32) bool {
	for k, to := q.Replies(i); k < to; k++ {
		if !q.ReplyEcho[k] && smtp.ParseAnswer(q.Text(q.ReplyText[k])).Code.Permanent() {
			return true
		}
	}
	return false
}

// toOwnUser reports whether a recipient of row i is at the server of the archive
// or in its domain.
func toOwnUser(q *queue.Queue, i int32) bool {
	own := strings.ToLower(q.Dirs[q.Dir[i]].Name)
	_, parent, _ := strings.Cut(own, ".")
	from, to := q.Recipients(i)
	for k := from; k < to; k++ {
		addr := strings.ToLower(strings.Trim(q.Text(q.RcptAddr[k]), "<>"))
		at := strings.LastIndexByte(addr, '@')
		if at < 0 {
			return true
		}
		domain := addr[at+1:]
		if domain == own || domain == parent && strings.Contains(parent, ".") {
			return true
		}
	}
	return false
}
