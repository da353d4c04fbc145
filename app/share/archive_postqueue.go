package share

import (
	"encoding/json"
	"io"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// postqueueEntry is a message as postqueue -j prints it (formats/postfix.md §6.2).
type postqueueEntry struct {
	Directory  string               `json:"queue_name"`
	ID         string               `json:"queue_id"`
	Arrival    *int64               `json:"arrival_time,omitempty"`
	Size       *int64               `json:"message_size,omitempty"`
	Expire     bool                 `json:"forced_expire"`
	Sender     string               `json:"sender"`
	Recipients []postqueueRecipient `json:"recipients"`
}

type postqueueRecipient struct {
	Address string `json:"address"`
	Reason  string `json:"delay_reason,omitempty"`
}

// postqueue writes some entries of a listing of Postfix, as postqueue -j does: postqueue -p has
// no year. size returns the size of a message in the archive.
func (t *texts) postqueue(w io.Writer, entries []int32, size func(row int32, listed int64) int64) error {
	q := t.q
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	for _, k := range entries {
		e := &q.Listed[k]
		x := postqueueEntry{
			Directory: directoryOf[e.Mark], ID: t.rd.ID(q.Text(e.ID)), Expire: e.Remark != 0,
			Sender: postqueueAddress(t.raw(e.Sender, anAddress)), Recipients: []postqueueRecipient{},
		}
		if e.Created != queue.NoNumber {
			x.Arrival = &e.Created
		}
		if n := size(e.Message, e.Size); n >= 0 {
			x.Size = &n
		}
		from, to := q.Recipients(e.Message)
		for r := from; r < to; r++ {
			x.Recipients = append(x.Recipients, postqueueRecipient{postqueueAddress(t.raw(q.RcptAddr[r], anAddress)), t.raw(q.RcptStat[r], anyText)})
		}
		if err := out.Encode(x); err != nil {
			return err
		}
	}
	return nil
}

// directoryOf is the directory of a mark; without a mark it is unknown.
var directoryOf = map[byte]string{
	queue.MarkActive: "active", queue.MarkHold: "hold", queue.MarkDeferred: "deferred", queue.MarkIncoming: "incoming", queue.MarkMaildrop: "maildrop",
}

func postqueueAddress(a string) string {
	if a == queue.NullSender {
		return "MAILER-DAEMON"
	}
	return a
}
