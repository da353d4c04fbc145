package model

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/ui/model/sharing"
	"github.com/spoolscope/spoolscope/app/words"
)

// ShareState is the Share dialog. What was chosen stays when it is closed.
type ShareState struct {
	Format   string
	Filtered bool    // what the filter matches, not the whole capture
	Hide     [4]bool // shareSwitches
	Own      string  // corrections of the own domains, as the engine takes them
	Title    string
	Note     string

	Open       bool
	Preview    *protocol.Preview
	PageSize   int64 // of a viewer without data
	Making     bool
	Progress   protocol.Progress
	Made       *protocol.Shared // and not dropped yet
	Saved      bool             // it was offered as a download
	Searched   int64            // bytes of it, for what it hides
	Forced     bool             // in spite of what was found
	MapSaved   bool
	MapRefused *protocol.ErrorBox // the list that was loaded is none
}

// Hidden returns the list of what is left out, as the engine takes it.
func (s *ShareState) Hidden() string {
	var list []string
	for i, o := range sharing.Switches {
		if s.Hide[i] {
			list = append(list, o.Hides)
		}
	}
	return strings.Join(list, ",")
}

// What happens in the Share dialog.
type (
	// ShareFormat: report, viewer, csv, jsonl, text, mbox or archive.
	ShareFormat struct{ Format string }
	// ShareScoped: what the filter matches, or the whole capture.
	ShareScoped struct{ Filtered bool }
	// ShareHid: a switch, by its place.
	ShareHid struct{ N int }
	// ShareOwned: the own domains are corrected, by this list.
	ShareOwned struct{ List string }
	// ShareTitled and ShareNoted: the words that go into a viewer.
	ShareTitled struct{ Text string }
	ShareNoted  struct{ Text string }
	// ShareAsked: make the file. ShareStopped: do not.
	ShareAsked   struct{}
	ShareStopped struct{}
	// ShareForced: save it in spite of what was found. ShareBack: do not.
	ShareForced struct{}
	ShareBack   struct{}
	// SharePut: the browser has the file, or it could not be put together.
	SharePut struct{ OK bool }
	// ShareMapAsked, ShareMapWanted, ShareMapForgotten: save the private list,
	// load one, do without. MapChosen: this is it.
	ShareMapAsked     struct{}
	ShareMapWanted    struct{}
	ShareMapForgotten struct{}
	MapChosen         struct{ Text string }
	// ViewerMeasured: the approximate size of a viewer without data.
	ViewerMeasured struct{ Bytes int64 }
)

func (ShareFormat) event()       {}
func (ShareScoped) event()       {}
func (ShareHid) event()          {}
func (ShareOwned) event()        {}
func (ShareTitled) event()       {}
func (ShareNoted) event()        {}
func (ShareAsked) event()        {}
func (ShareStopped) event()      {}
func (ShareForced) event()       {}
func (ShareBack) event()         {}
func (SharePut) event()          {}
func (ShareMapAsked) event()     {}
func (ShareMapWanted) event()    {}
func (ShareMapForgotten) event() {}
func (MapChosen) event()         {}
func (ViewerMeasured) event()    {}

// updateShare handles the Share dialog and the data that the page carries.
func updateShare(m *Model, e Event) []Command {
	s := &m.Share
	var cmds []Command
	if s.Open && m.Dialog != ShareDialog {
		cmds = append(m.stopShare(), m.dropShare()...)
		s.Open, s.Preview = false, nil
		m.drop(PreviewSlot, ShareSlot, MapSlot)
	}
	switch e := e.(type) {
	case Navigated:
		return append(cmds, m.openCarried()...)
	case Chosen:
		m.carriedCame(e.Sources)
	case DialogOpened:
		if e.Dialog == ShareDialog {
			s.Open, s.Filtered = true, m.Route.Query != ""
			if s.Format == "" {
				s.Format, s.Hide = sharing.Formats[0].Format, [4]bool{true, true, true, false}
			}
			return append(cmds, MeasureViewer{}, m.askPreview(nil))
		}
	case ViewerMeasured:
		s.PageSize = e.Bytes
	}
	if !s.Open {
		return cmds
	}
	switch e := e.(type) {
	case ShareFormat:
		s.Format, s.Saved = e.Format, false
		return m.dropShare()
	case ShareScoped:
		s.Filtered = e.Filtered
		return append(m.dropShare(), m.askPreview(nil))
	case ShareHid:
		s.Hide[e.N] = !s.Hide[e.N]
		return append(m.dropShare(), m.askPreview(nil))
	case ShareOwned:
		s.Own = e.List
		return append(m.dropShare(), m.askPreview(nil))
	case ShareTitled:
		s.Title = e.Text
		return m.dropShare()
	case ShareNoted:
		s.Note = e.Text
		return m.dropShare()
	case ShareAsked:
		return m.makeShare()
	case ShareStopped:
		return append(m.stopShare(), Focus{ShareSaveID})
	case ShareForced:
		if s.Made != nil {
			s.Forced = true
			return []Command{SaveShared{*s.Made}}
		}
	case ShareBack:
		return append(m.dropShare(), Focus{ShareSaveID})
	case SharePut:
		s.Saved = e.OK
		m.Announce = "Saved"
		if !e.OK {
			m.Announce = "Not saved"
			m.Errors[ShareSlot] = &protocol.ErrorBox{
				Title: "The file could not be made.",
				Text:  "The page could not find its own parts. Reload it, or make another kind of file.",
			}
		}
		return append(m.dropShare(), Focus{ShareSaveID})
	case ShareMapAsked:
		return []Command{m.ask(MapSlot, protocol.Request{ShareMap: &protocol.ShareMapRequest{Hide: s.Hidden(), Own: s.Own}})}
	case ShareMapWanted:
		return []Command{PickMap{}}
	case ShareMapForgotten:
		none := ""
		return append(m.dropShare(), m.askPreview(&none))
	case MapChosen:
		return append(m.dropShare(), m.askPreview(&e.Text))
	case Answered:
		return append(cmds, m.shareAnswered(e.Slot, e.Answer)...)
	}
	return cmds
}

func (m *Model) shareQuery() string {
	if m.Share.Filtered {
		return m.Route.Query
	}
	return ""
}

func (m *Model) askPreview(known *string) Command {
	s := &m.Share
	s.Saved, s.MapSaved, s.MapRefused = false, false, nil
	return m.ask(PreviewSlot, protocol.Request{Preview: &protocol.PreviewRequest{Query: m.shareQuery(), Hide: s.Hidden(), Own: s.Own, Known: known}})
}

// makeShare asks for the file as it is chosen.
func (m *Model) makeShare() []Command {
	s := &m.Share
	if s.Making || s.Preview == nil || s.Preview.Messages == 0 {
		return nil
	}
	cmds := m.dropShare()
	s.Saved = false
	s.Making, s.Progress = true, protocol.Progress{}
	req := protocol.ShareRequest{
		Format: s.EngineFormat(), Query: m.shareQuery(), Hide: s.Hidden(), Own: s.Own, Size: s.Preview.Sizes[s.EngineFormat()],
		Title: s.Title, Note: s.Note,
	}
	if req.Format == "viewer" {
		at := m.Route
		if s.Filtered {
			at.Query = "" // all of the data match it
		}
		req.ViewQuery, req.ViewID = at.Query, at.ID
		at.Query, at.ID = "", ""
		if at != (route.Route{View: route.Overview}) {
			req.View = at.Fragment()
		}
	}
	return append(cmds, m.ask(ShareSlot, protocol.Request{Share: &req}), Focus{ShareStopID})
}

// stopShare gives up the file that is being made.
func (m *Model) stopShare() []Command {
	if !m.Share.Making {
		return nil
	}
	m.Share.Making = false
	m.drop(ShareSlot)
	return []Command{m.ask(CancelSlot, protocol.Request{Cancel: &protocol.CancelRequest{}})}
}

// dropShare forgets the file that was made: it no longer is what is chosen, or
// it is saved.
func (m *Model) dropShare() []Command {
	s := &m.Share
	if s.Made == nil {
		return nil
	}
	made := *s.Made
	s.Made = nil
	return []Command{DropShared{made}}
}

func (m *Model) shareAnswered(slot Slot, a protocol.Answer) []Command {
	s := &m.Share
	switch {
	case slot == PreviewSlot && a.Preview != nil:
		s.Preview = a.Preview
	case slot == PreviewSlot && a.Error != nil && s.Preview != nil:
		// What was shown still applies: only a list can be refused.
		s.MapRefused = a.Error
		m.Errors[PreviewSlot] = nil
	case slot == ShareSlot && a.Progress != nil:
		s.Progress = *a.Progress
	case slot == ShareSlot && a.Error != nil:
		s.Making = false
		return []Command{Focus{ShareSaveID}}
	case slot == ShareSlot && a.Shared != nil:
		s.Making, s.Made, s.Searched, s.Forced = false, a.Shared, a.Shared.Searched, false
		if len(a.Shared.Leaks) > 0 {
			m.Announce = words.Plural(len(a.Shared.Leaks), "place", "places") + " to look at before it is saved"
			return []Command{Focus{ShareLeaksID}}
		}
		return []Command{SaveShared{*a.Shared}}
	case slot == MapSlot && a.File != nil:
		s.MapSaved = true
		return []Command{Save{*a.File}}
	}
	return nil
}

// EngineFormat returns what the engine is asked for: a mailbox of one message is that
// message.
func (s *ShareState) EngineFormat() string {
	if s.Format == "mbox" && s.Preview != nil && s.Preview.Messages == 1 {
		return "eml"
	}
	return s.Format
}

// Size is the approximate size of the file, 0 if unknown.
func (s *ShareState) Size(format string) int64 {
	if s.Preview == nil {
		return 0
	}
	n := s.Preview.Sizes[format]
	if format == "viewer" && n > 0 {
		n += s.PageSize
	}
	return n
}

// Verdict returns what is known about a file that was saved.
func (s *ShareState) Verdict() string {
	switch {
	case s.Searched > 0 && s.Forced:
		return "Saved, with what was found in it."
	case s.Searched > 0:
		return "Saved. " + words.Size(s.Searched) + " were searched for what was left out: none of it was found."
	}
	return "Saved."
}

// The ids of elements that get the focus.
const (
	ShareButtonID = "share-button"
	ShareSaveID   = "share-save"
	ShareStopID   = "share-stop"
	ShareLeaksID  = "share-leaks"
	ShareOwnID    = "share-own"
	SharePrefix   = "share-as-"
)
