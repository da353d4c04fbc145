package ui

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/shell"
)

// A status that is opened in place of a queue is explained on the start page,
// until something else is opened.
func TestExplained(t *testing.T) {
	m, _ := model.Update(model.Model{}, model.Chosen{Sources: []protocol.SourceRef{{ID: 1, Name: "pasted.txt", Size: 30}}})
	m, _ = model.Update(m, model.Answered{Slot: model.OpenSlot, Gen: m.Gens[model.OpenSlot], Answer: protocol.Answer{Loaded: &protocol.Loaded{
		Fatal: &protocol.ErrorBox{Title: "pasted.txt is one status or reply, not a queue."},
		Explained: &protocol.Explanation{
			Text: "452 4.2.2 <Mailbox> full", Known: true, Meaning: "Mailbox is full", Sure: "certain", Because: "`4.2.2`",
			Code: "452", Enhanced: "4.2.2", Who: "the recipient", Advice: "Make room.", Lasts: "Temporary.", Delete: "No: it may still be delivered.",
		},
	}}})
	got := app.HTMLString(shell.LandingView(&m, func(model.Event) {}))
	for _, want := range []string{"Mailbox is full", "Certain, because of", "452 4.2.2 &lt;Mailbox&gt; full", "Who must act", "The recipient", "Is deleting it safe?", "No: it may still be delivered."} {
		if !strings.Contains(got, want) {
			t.Errorf("the start page has no %q", want)
		}
	}
	if strings.Contains(got, "not a queue.</b>") {
		t.Error("the start page has an error box, too")
	}
	m, _ = model.Update(m, model.Chosen{Sources: []protocol.SourceRef{{ID: 2, Name: "mailq.txt", Size: 30}}})
	if m.Explained != nil {
		t.Error("what was explained stays when something else is opened")
	}
}

// Several statuses have a card each, with their counts.
func TestStatusesExplained(t *testing.T) {
	m, _ := model.Update(model.Model{}, model.Chosen{Sources: []protocol.SourceRef{{ID: 1, Name: "pasted.txt", Size: 30}}})
	m, _ = model.Update(m, model.Answered{Slot: model.OpenSlot, Gen: m.Gens[model.OpenSlot], Answer: protocol.Answer{Loaded: &protocol.Loaded{
		Fatal: &protocol.ErrorBox{Title: "pasted.txt has statuses without their messages."},
		Statuses: &protocol.StatusList{Lines: 15, Announced: 29, Rows: []protocol.StatusRow{
			{Count: 12, Explanation: protocol.Explanation{Text: "Connection refused by <mx>.", Known: true, Meaning: "Connection refused", Because: "`Connection refused`"}},
			{Count: 3, Explanation: protocol.Explanation{Text: "flurb", Meaning: "Other"}},
		}},
	}}})
	got := app.HTMLString(shell.LandingView(&m, func(model.Event) {}))
	for _, want := range []string{"15 lines with 2 different statuses", "The queue announces 29 messages.", "12 lines: Connection refused", "by &lt;mx&gt;", "3 lines: Unknown", `id="h-status-1"`} {
		if !strings.Contains(got, want) {
			t.Errorf("the start page has no %q", want)
		}
	}
	m, _ = model.Update(m, model.Chosen{Sources: []protocol.SourceRef{{ID: 2, Name: "mailq.txt", Size: 30}}})
	if m.Statuses != nil {
		t.Error("what was explained stays when something else is opened")
	}
}
