package parser

import (
	"github.com/spoolscope/spoolscope/parser/internal/history"
	"github.com/spoolscope/spoolscope/parser/internal/mailsystem"
)

// addTold adds to the histories what logs of single messages say, which lie in the spool. Messages
// that are looked for in the mail logs alone have no such log any more.
func (l *loader) addTold() {
	if l.ctx.Err() != nil || len(l.opt.LogIDs) > 0 {
		return
	}
	l.History = history.AddTold(l.History, l.Len(), func(i int32) mailsystem.Told {
		if !l.counts(i) {
			return mailsystem.Told{}
		}
		if t, ok := l.spoolsOf(i).(mailsystem.Teller); ok {
			return t.Told(i)
		}
		return mailsystem.Told{}
	})
}
