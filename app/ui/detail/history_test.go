package detail

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/logline"
)

// The line of an event is shown below it, as text, if it was requested; also for a folded event.
func TestHistoryShowsLines(t *testing.T) {
	h := &protocol.History{Count: 4, Events: []protocol.Event{
		{N: 0, Kind: "received", Title: "Received", Source: "maillog:1", By: "sm-mta"},
		{N: 1, Title: "2 more", Folded: []protocol.Event{{N: 1, Kind: "deferred", Title: "Deferred", Source: "maillog:2"}, {N: 2, Kind: "deferred", Title: "Deferred", Source: "maillog:3"}}},
		{N: 3, Kind: "deferred", Title: "Deferred", Source: "maillog:4"},
	}, Logs: []protocol.LogFact{{Name: "maillog"}}}
	lines := logline.Lines{}.Toggled(0).Toggled(2).Toggled(3).With(&protocol.LogLine{N: 0, Text: "Dec 30 <b>bold</b>", Bytes: 9000, Cut: true}).
		With(&protocol.LogLine{N: 3, Missing: "The log cannot be read again."})
	html := app.HTMLString(historyCard(h, lines, func(model.Event) {}))
	for _, want := range []string{"Dec 30 &lt;b&gt;bold&lt;/b&gt;", "9,000", "Reading the log", "The log cannot be read again."} {
		if !strings.Contains(html, want) {
			t.Errorf("the history lacks %q:\n%s", want, html)
		}
	}
	if n := strings.Count(html, "Hide the line of the log"); n != 3 {
		t.Errorf("%d lines are shown, want 3", n)
	}
}
