package parser

import (
	"fmt"

	"github.com/spoolscope/spoolscope/parser/count"
	"github.com/spoolscope/spoolscope/parser/internal/history"
	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// addTold adds to the histories what the logs of single messages in the spool say. Messages that
// are searched for in the mail logs alone no longer have such a log.
func (l *loader) addTold() {
	if l.Poll.Err() != nil || l.ctx.Err() != nil || len(l.opt.LogIDs) > 0 {
		return
	}
	var partly int
	l.History, partly = history.AddTold(l.History, l.Len(), func(i int32) mailsystem.Told {
		if !l.Poll.More() || !l.counts(i) {
			return mailsystem.Told{}
		}
		if t, ok := l.spoolsOf(i).(mailsystem.Teller); ok {
			return t.Told(i)
		}
		return mailsystem.Told{}
	})
	if partly > 0 {
		l.AddProblems(queue.Problem{
			Pos: queue.Pos{Offset: -1}, Kind: queue.KindLimit, Err: queue.ErrLimit,
			Reason: fmt.Sprintf("the logs that Exim keeps of %s messages have more lines than are read: the first and the last ones of each are shown", count.Text(int64(partly))),
		})
	}
}
