package model

import (
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/words"
)

// A load that the user stops ends in two steps. Reading stops at once, and the
// screen says so. What was read until then is put together, which takes a moment
// for a large queue; meanwhile the user can discard it.

// cancel stops the reading. Pressing Escape twice does nothing more: the key
// repeats while it is held.
func (m *Model) cancel() []Command {
	if m.Stage != Loading || m.Load.Stopping {
		return nil
	}
	m.Load.Stopping = true
	m.Load.Said = "Stopped by you. " + StoppedText(m.Load.Progress.Messages)
	return []Command{m.ask(CancelSlot, protocol.Request{Cancel: &protocol.CancelRequest{}}), Focus{MainID}}
}

// StoppedText says what happens to the messages that were read when the user
// stopped.
func StoppedText(messages int) string {
	switch messages {
	case 0:
		return "No message was found so far."
	case 1:
		return "1 message was read and is being put together."
	}
	return words.Number(messages) + " messages were read and are being put together."
}

// discard ends the worker at once. What was open in it before is read again.
func (m *Model) discard() []Command {
	if m.Stage != Loading || !m.Load.Stopping {
		return nil
	}
	read, back := m.Load.Progress.Messages, m.Load.Back
	if len(back) > 0 {
		cmds := m.openCapture(back, Replace, m.Load.BackCapture)
		m.Load.Again = true
		m.Announce = "Stopped by you. What was open before is read again"
		return cmds
	}
	m.stop(SoFarTimer)
	for s := range numSlots {
		m.drop(s)
	}
	m.Load = Load{}
	m.Stage, m.Archive, m.Overview, m.Compare = Empty, nil, nil, CompareState{}
	m.Fatal = &protocol.ErrorBox{Title: "Stopped by you.", Text: "What had been read was discarded."}
	if read > 0 {
		m.Fatal.Text = words.Plural(read, "message that had been read was", "messages that had been read were") + " discarded."
	}
	m.Explained, m.Statuses = nil, nil
	return append([]Command{Restart{}, Focus{MainID}}, m.goTo(route.Route{}, true)...)
}
