package cleanup

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// Refused finds the bounces made here whose own transcript has a 5xx reply:
// what the guide's pipeline wants. Mail that only quotes a bounce is not among
// them, nor are bounces to the server's own users, who should read them.
func Refused(q *queue.Queue) []int32 {
	return rows(q, func(i int32) bool {
		return IsBounce(q, i) && hasRefusal(q, i) && !ToOwnUser(q, i)
	})
}

// Grepped finds what the guide's pipeline takes: every data file with a line
// that begins "<<< 5xx ", whoever wrote it.
func Grepped(q *queue.Queue) []int32 {
	return rows(q, func(i int32) bool { return q.Flags[i]&queue.Refused != 0 })
}

// Older finds what was created more than some seconds before the capture.
// Messages whose age is unknown are not among them.
func Older(q *queue.Queue, seconds int64) []int32 {
	return rows(q, func(i int32) bool {
		return q.Created[i] != queue.NoNumber && q.Taken-q.Created[i] > seconds
	})
}

// IsBounce tells whether row i is a notice of failure that this sendmail made:
// no delay warning, no receipt.
func IsBounce(q *queue.Queue, i int32) bool {
	return q.IsMade(i) && q.Text(q.Bounce[i]) == "failure"
}

func hasRefusal(q *queue.Queue, i int32) bool {
	from, to := q.Replies(i)
	for k := from; k < to; k++ {
		if r, ok := smtp.ParseReply(q.Text(q.ReplyText[k])); ok && r.Code.Permanent() {
			return true
		}
	}
	return false
}

// ToOwnUser tells whether a recipient of row i is at the server that the
// archive is of, or in the domain that its name lies in.
func ToOwnUser(q *queue.Queue, i int32) bool {
	own := strings.ToLower(q.Dirs[q.Dir[i]].Name)
	from, to := q.Recipients(i)
	for k := from; k < to; k++ {
		addr := strings.ToLower(strings.Trim(q.Text(q.RcptAddr[k]), "<>"))
		at := strings.LastIndexByte(addr, '@')
		if at < 0 {
			return true
		}
		domain := addr[at+1:]
		_, parent, _ := strings.Cut(own, ".")
		if domain == own || domain == parent && strings.Contains(parent, ".") {
			return true
		}
	}
	return false
}

func rows(q *queue.Queue, is func(i int32) bool) []int32 {
	var out []int32
	for _, i := range q.Order {
		if is(i) {
			out = append(out, i)
		}
	}
	return out
}
