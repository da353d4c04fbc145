// Package postfix reads the spools of Postfix into the queue (formats/postfix.md): queue files, the
// logs of recipients beside them, and the output of postqueue. [System] is its row in the loader's
// table; a package inside reads each kind of file, and this one puts together what they say about a
// message.
package postfix

import (
	"io"

	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
	"github.com/spoolscope/spoolscope/parser/internal/postfix/postqueue"
	"github.com/spoolscope/spoolscope/parser/internal/postfix/record"
	"github.com/spoolscope/spoolscope/parser/internal/sendmail/mailq"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// System is Postfix.
var System = mailsystem.System{
	Name:     queue.Postfix,
	Open:     func(w *mailsystem.Rows) mailsystem.Spools { return &spools{Rows: w} },
	Parser:   parser,
	Begins:   record.Begins,
	Read:     read,
	DecodeID: queue.DecodePostfixID,
	List:     list,
	Listed:   stateListed,
	Arrived:  arrived,
	Untried:  func(mark byte) bool { return mark == queue.MarkIncoming || mark == queue.MarkMaildrop },
}

func list(r io.Reader, name string, done func(int, queue.Listing), each func(int, queue.ListingEntry)) ([]queue.Listing, []queue.Problem) {
	return postqueue.Parse(r, name, postqueue.Options{Done: done}, each)
}

// stateListed returns the state of a message in a listing, from its mark. Without one it is in any
// of three directories: one that was tried has a reason.
func stateListed(mark byte, tried bool) queue.State {
	switch {
	case mark == queue.MarkActive:
		return queue.Processing
	case mark == queue.MarkHold:
		return queue.Quarantined
	case mark == queue.MarkDeferred, mark == ' ' && tried:
		return queue.Deferred
	}
	return queue.Held
}

// arrived adds the year to an entry's date. The id, if it has the time, is not older than the
// message.
func arrived(e *queue.ListedEntry, id string, taken int64, zone int) (int64, bool) {
	if e.Date.Month == 0 {
		return 0, false
	}
	if info, ok := queue.DecodePostfixID(id); ok && info.Time != 0 {
		taken = info.Time
	}
	return mailq.Resolve(e.Date, "", taken, zone)
}
