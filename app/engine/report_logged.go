package engine

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/engine/internal/overview"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/share"
	"github.com/spoolscope/spoolscope/app/words"
)

// departures are what became of messages that left the queue, in plain words.
var departures = [...]struct{ term, text string }{
	{"delivered", "delivered"}, {"bounced", "returned to their senders"}, {"expired", "given up as too old"}, {"removed", "removed by an operator"},
	{"likely-removed", "very likely removed by an operator"}, {"discarded", "discarded by a rule"}, {"moved-on", "sent on in another form"}, {"unknown", "gone, and it is unknown how"},
}

// became says what became of mail, as far as the mail logs show: of all mail, and
// of mail that waited in the earlier of two captures. It names nobody.
func (r reporting) became(out *share.Report) {
	if r.Index.History == nil {
		return
	}
	var text []string
	if whole, err := overview.Overview(r.Capture, protocol.OverviewRequest{}); err == nil {
		if s := overview.LoggedSentence(whole.Logged); s != "" {
			text = append(text, s)
		}
	}
	if other := r.Other; other != nil && !r.Earlier {
		if rows, err := other.Match("diff:went"); err == nil && len(rows) > 0 {
			var parts []string
			for _, d := range departures {
				if n := other.Index.Count(filter.Word("diff", d.term), rows); n > 0 {
					parts = append(parts, words.Number(n)+" "+d.text)
				}
			}
			if len(parts) > 0 {
				text = append(text, "Of "+words.Plural(len(rows), "message", "messages")+" that waited on "+words.Date(other.Queue.Taken)+" and no longer do: "+strings.Join(parts, ", ")+".")
			}
		}
	}
	if len(text) > 0 {
		out.Short = append(out.Short, share.ReportFinding{Title: "What became of mail?", Text: cut(words.Literal(strings.Join(text, " ")))})
	}
}
