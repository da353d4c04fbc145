package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/draw"
	"github.com/spoolscope/spoolscope/app/ui/model"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/ui/model/window"
)

var spool = []protocol.SourceRef{{ID: 1, Name: "spool.tgz", Size: 1000}}

// play passes events to Update. Answers get the current generation of their
// slot; a Gen of -1 makes an answer stale.
func play(m model.Model, events ...model.Event) (model.Model, []model.Command) {
	var all []model.Command
	for _, e := range events {
		switch a := e.(type) {
		case model.Answered:
			a.Gen += m.Gens[a.Slot]
			e = a
		case model.Elapsed:
			a.Gen += m.Timers[a.Timer]
			e = a
		}
		var cmds []model.Command
		m, cmds = model.Update(m, e)
		all = append(all, cmds...)
	}
	return m, all
}

func answered(s model.Slot, a protocol.Answer) model.Event { return model.Answered{Slot: s, Answer: a} }

func loadedAnswer(messages int) model.Event {
	return answered(model.OpenSlot, protocol.Answer{Loaded: &protocol.Loaded{Archive: protocol.Archive{
		Name: "spool.tgz", Messages: messages,
	}}})
}

// opened returns a Model with a queue of 3,412 messages on the overview.
func opened() model.Model {
	m, _ := play(model.Model{}, model.Navigated{Fragment: ""}, model.Chosen{Sources: spool}, loadedAnswer(3412),
		answered(model.OverviewSlot, protocol.Answer{Overview: &protocol.Overview{Matched: 3412, Total: 3412}}))
	return m
}

// slots returns the slots of the requests among commands.
func slots(cmds []model.Command) []model.Slot {
	var out []model.Slot
	for _, c := range cmds {
		if a, ok := c.(model.Ask); ok {
			out = append(out, a.Slot)
		}
	}
	return out
}

// has reports whether commands contain one.
func has(cmds []model.Command, want model.Command) bool {
	return slices.ContainsFunc(cmds, func(c model.Command) bool { return fmt.Sprintf("%T%+v", c, c) == fmt.Sprintf("%T%+v", want, want) })
}

func TestLoad(t *testing.T) {
	fatal := &protocol.ErrorBox{Title: "No queue files."}
	progress := protocol.Progress{Name: "spool.tgz", Read: 614, Size: 1000, Messages: 20, Phase: protocol.PhaseRead}
	tests := []struct {
		name   string
		events []model.Event
		stage  model.Stage
		route  string
		check  func(model.Model, []model.Command) string
	}{
		{"choosing opens", []model.Event{model.Chosen{Sources: spool}}, model.Loading, "#/", func(m model.Model, cmds []model.Command) string {
			if got := slots(cmds); !slices.Equal(got, []model.Slot{model.OpenSlot}) {
				return fmt.Sprintf("asked %v, want the open slot", got)
			}
			return ""
		}},
		{"nothing chosen", []model.Event{model.Chosen{}}, model.Empty, "#/", nil},
		{"progress is said at once", []model.Event{model.Chosen{Sources: spool}, answered(model.OpenSlot, protocol.Answer{Progress: &progress})}, model.Loading, "#/",
			func(m model.Model, _ []model.Command) string {
				if want := "61%, 20 messages found"; m.Load.Said != want {
					return fmt.Sprintf("said %q, want %q", m.Load.Said, want)
				}
				return ""
			}},
		{"overview of what was read so far", []model.Event{model.Chosen{Sources: spool}, answered(model.OpenSlot, protocol.Answer{Progress: &progress}), model.Elapsed{Timer: model.SoFarTimer}}, model.Loading, "#/",
			func(m model.Model, cmds []model.Command) string {
				if got := slots(cmds); !slices.Contains(got, model.OverviewSlot) || !m.Load.Waiting {
					return fmt.Sprintf("asked %v, want the overview", got)
				}
				return ""
			}},
		{"one overview at a time", []model.Event{model.Chosen{Sources: spool}, answered(model.OpenSlot, protocol.Answer{Progress: &progress}), model.Elapsed{Timer: model.SoFarTimer}, model.Elapsed{Timer: model.SoFarTimer}}, model.Loading, "#/",
			func(m model.Model, cmds []model.Command) string {
				if got := slots(cmds); len(got) != 2 {
					return fmt.Sprintf("asked %v, want open and one overview", got)
				}
				return ""
			}},
		{"loaded shows the overview", []model.Event{model.Chosen{Sources: spool}, loadedAnswer(12)}, model.Open, "#/overview", func(m model.Model, cmds []model.Command) string {
			if !has(cmds, model.SetFragment{Fragment: "#/overview", Replace: false}) || !slices.Contains(slots(cmds), model.OverviewSlot) {
				return fmt.Sprintf("commands %+v, want the address and the overview", cmds)
			}
			return ""
		}},
		{"loaded keeps the view of the address", []model.Event{model.Navigated{Fragment: "#/messages?q=anna"}, model.Chosen{Sources: spool}, loadedAnswer(12)}, model.Open, "#/messages?q=anna",
			func(m model.Model, cmds []model.Command) string {
				if !slices.Contains(slots(cmds), model.CountSlot) || m.Filter.Tokens != "anna" {
					return fmt.Sprintf("tokens %q and commands %+v, want anna counted", m.Filter.Tokens, cmds)
				}
				return ""
			}},
		{"nothing recognised", []model.Event{model.Chosen{Sources: spool}, answered(model.OpenSlot, protocol.Answer{Loaded: &protocol.Loaded{Fatal: fatal}})}, model.Empty, "#/",
			func(m model.Model, _ []model.Command) string {
				if m.Fatal != fatal {
					return "want the reason on the start page"
				}
				return ""
			}},
		{"canceled before the first message", []model.Event{model.Chosen{Sources: spool}, model.LoadCanceled{}, answered(model.OpenSlot, protocol.Answer{Loaded: &protocol.Loaded{Canceled: true}})}, model.Empty, "#/", nil},
		{"canceled later keeps what was read", []model.Event{model.Chosen{Sources: spool}, model.LoadCanceled{}, answered(model.OpenSlot, protocol.Answer{Loaded: &protocol.Loaded{Canceled: true, Archive: protocol.Archive{Messages: 9}}})}, model.Open, "#/overview", nil},
		{"stale answers are dropped", []model.Event{model.Chosen{Sources: spool}, model.Answered{Slot: model.OpenSlot, Gen: -1, Answer: protocol.Answer{Loaded: &protocol.Loaded{}}}}, model.Loading, "#/", nil},
		{"crash before anything is shown", []model.Event{model.Chosen{Sources: spool}, model.Crashed{Details: "panic"}}, model.Empty, "#/", func(m model.Model, _ []model.Command) string {
			if m.Crash != "panic" {
				return fmt.Sprintf("crash %q, want the details", m.Crash)
			}
			return ""
		}},
		{"crash keeps what is shown", []model.Event{model.Chosen{Sources: spool}, answered(model.OpenSlot, protocol.Answer{Progress: &progress}), model.Elapsed{Timer: model.SoFarTimer},
			answered(model.OverviewSlot, protocol.Answer{Overview: &protocol.Overview{Total: 20}}), model.Crashed{Details: "panic"}}, model.Open, "#/overview", func(m model.Model, _ []model.Command) string {
			if m.Archive == nil || m.Archive.Messages != 20 {
				return fmt.Sprintf("archive %+v, want one of 20 messages", m.Archive)
			}
			return ""
		}},
		{"read again", []model.Event{model.Chosen{Sources: spool}, model.Crashed{Details: "panic"}, model.ReadAgain{}}, model.Loading, "#/", func(m model.Model, cmds []model.Command) string {
			n := 0
			for _, c := range cmds {
				if _, ok := c.(model.Restart); ok {
					n++
				}
			}
			if n != 1 || m.Crash != "" {
				return fmt.Sprintf("%d restarts and crash %q, want one and none", n, m.Crash)
			}
			return ""
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, cmds := play(model.Model{Now: time.Unix(1, 0)}, tt.events...)
			if m.Stage != tt.stage || m.Route.Fragment() != tt.route {
				t.Errorf("after %+v: stage %v at %s, want %v at %s", tt.events, m.Stage, m.Route.Fragment(), tt.stage, tt.route)
			}
			if tt.check != nil {
				if msg := tt.check(m, cmds); msg != "" {
					t.Error(msg)
				}
			}
		})
	}
}

func TestReplaceOrJoin(t *testing.T) {
	second := []protocol.SourceRef{{ID: 2, Name: "two.tgz"}}
	m, _ := play(opened(), model.Chosen{Sources: second})
	if m.Dialog != model.PlaceDialog || m.Stage != model.Open {
		t.Fatalf("dialog %v in stage %v, want the question and the queue still open", m.Dialog, m.Stage)
	}
	joined, cmds := play(m, model.SourcesPlaced{Place: model.Add})
	if has(cmds, model.Restart{}) {
		t.Errorf("joined: commands %+v, want no new worker", cmds)
	}
	want := model.Ask{Slot: model.OpenSlot, Gen: joined.Gens[model.OpenSlot], Request: protocol.Request{Open: &protocol.OpenRequest{Sources: second, Join: true}}}
	if a, ok := cmds[1].(model.Ask); !ok || a.Slot != want.Slot || !a.Request.Open.Join || len(a.Request.Open.Sources) != 1 {
		t.Errorf("commands %+v, want %+v", cmds, want)
	}
	if len(joined.Sources) != 2 || joined.Archive == nil {
		t.Errorf("joined: sources %v and archive %v, want both sources and the open archive", joined.Sources, joined.Archive)
	}
	failed, _ := play(joined, answered(model.OpenSlot, protocol.Answer{Loaded: &protocol.Loaded{Fatal: &protocol.ErrorBox{Title: "no"}}}))
	if failed.Stage != model.Open || failed.Fatal == nil {
		t.Errorf("after a failed join: stage %v, fatal %v, want open with the reason", failed.Stage, failed.Fatal)
	}
	replaced, cmds := play(m, model.SourcesPlaced{})
	if !has(cmds, model.Restart{}) {
		t.Errorf("replaced: commands %+v, want a new worker", cmds)
	}
	if len(replaced.Sources) != 1 || replaced.Archive != nil || replaced.Stage != model.Loading {
		t.Errorf("replaced: sources %v, archive %v, want the second source only", replaced.Sources, replaced.Archive)
	}
	closed, cmds := play(m, model.DialogClosed{})
	if closed.Dialog != model.NoDialog || closed.Pending != nil || !has(cmds, model.Focus{ID: model.MainID}) {
		t.Errorf("closed: dialog %v, pending %v, commands %+v", closed.Dialog, closed.Pending, cmds)
	}
	canceled, cmds := play(opened(), model.Chosen{Sources: second}, model.SourcesPlaced{}, model.Chosen{Sources: spool}, model.SourcesPlaced{})
	if got := slots(cmds); !slices.Equal(got, []model.Slot{model.OpenSlot, model.OpenSlot}) || !has(cmds, model.Restart{}) || canceled.Stage != model.Loading {
		t.Errorf("replaced while loading: asked %v in %+v, want open, a new worker, open", got, cmds)
	}
}

func TestFilter(t *testing.T) {
	tests := []struct {
		name                 string
		events               []model.Event
		route, tokens, draft string
		fragments            []model.SetFragment
	}{
		{"typing waits", []model.Event{model.FilterTyped{Text: "ann"}}, "#/overview", "", "ann", nil},
		{"a pause applies", []model.Event{model.FilterTyped{Text: "ann"}, model.Elapsed{Timer: model.FilterTimer}, understood("ann")}, "#/overview?q=ann", "", "ann",
			[]model.SetFragment{{Fragment: "#/overview?q=ann", Replace: false}}},
		{"typing on changes the same entry", []model.Event{model.FilterTyped{Text: "ann"}, model.Elapsed{Timer: model.FilterTimer}, understood("ann"), model.FilterTyped{Text: "anna"}, model.Elapsed{Timer: model.FilterTimer}, understood("anna")},
			"#/overview?q=anna", "", "anna", []model.SetFragment{{Fragment: "#/overview?q=ann", Replace: false}, {Fragment: "#/overview?q=anna", Replace: true}}},
		{"an earlier pause is void", []model.Event{model.FilterTyped{Text: "ann"}, model.Elapsed{Timer: model.FilterTimer, Gen: -1}}, "#/overview", "", "ann", nil},
		{"space commits", []model.Event{model.FilterTyped{Text: "to:anna "}, understood("to:anna")}, "#/overview?q=to:anna", "to:anna", "", []model.SetFragment{{Fragment: "#/overview?q=to:anna", Replace: false}}},
		{"space in quotes does not", []model.Event{model.FilterTyped{Text: `reason:"a `}}, "#/overview", "", `reason:"a `, nil},
		{"space after an operator does not", []model.Event{model.FilterTyped{Text: "a "}, understood("a"), model.FilterTyped{Text: "OR "}, model.FilterTyped{Text: "OR (b "}}, "#/overview?q=a", "a", "OR (b ",
			[]model.SetFragment{{Fragment: "#/overview?q=a", Replace: false}}},
		{"alternatives become one token", []model.Event{model.FilterTyped{Text: "a "}, model.FilterTyped{Text: "OR b "}, understood("a OR b")}, "#/overview?q=a+OR+b", "a OR b", "",
			[]model.SetFragment{{Fragment: "#/overview?q=a+OR+b", Replace: false}}},
		{"words after alternatives", []model.Event{model.Navigated{Fragment: "#/overview?q=a+OR+b"}, model.FilterTyped{Text: "c "}, understood("(a OR b) c")}, "#/overview?q=(a+OR+b)+c", "(a OR b) c", "",
			[]model.SetFragment{{Fragment: "#/overview?q=(a+OR+b)+c", Replace: false}}},
		{"an invalid filter is not applied", []model.Event{model.FilterTyped{Text: "age:2"}, model.Elapsed{Timer: model.FilterTimer}, faulty("age:2")}, "#/overview", "", "age:2", nil},
		{"nor is it with Enter", []model.Event{model.FilterTyped{Text: "age:2"}, model.FilterCommitted{}, faulty("age:2")}, "#/overview", "", "age:2", nil},
		{"an answer about an earlier text is none", []model.Event{model.FilterTyped{Text: "a"}, model.Elapsed{Timer: model.FilterTimer}, model.FilterTyped{Text: "ab"}, understood("a")}, "#/overview", "", "ab", nil},
		{"another view keeps what is typed", []model.Event{model.FilterTyped{Text: "age:2"}, model.Elapsed{Timer: model.FilterTimer}, faulty("age:2"), model.Navigated{Fragment: "#/messages"}}, "#/messages", "", "age:2", nil},
		{"what was applied stays while the text is invalid", []model.Event{model.FilterTyped{Text: "a"}, model.Elapsed{Timer: model.FilterTimer}, understood("a"), model.FilterTyped{Text: "a("}, model.Elapsed{Timer: model.FilterTimer}, faulty("a(")}, "#/overview?q=a", "", "a(",
			[]model.SetFragment{{Fragment: "#/overview?q=a", Replace: false}}},
		{"tokens apply while more text is typed after them", []model.Event{model.FilterTyped{Text: "a "}, model.FilterTyped{Text: "age:"}, understood("a")}, "#/overview?q=a", "a", "age:",
			[]model.SetFragment{{Fragment: "#/overview?q=a", Replace: false}}},
		{"tokens apply without the invalid text", []model.Event{model.FilterTyped{Text: "a "}, model.FilterTyped{Text: "age:"}, model.Elapsed{Timer: model.FilterTimer}, faulty("a age:"), understood("a")}, "#/overview?q=a", "a", "age:",
			[]model.SetFragment{{Fragment: "#/overview?q=a", Replace: false}}},
		{"Enter commits", []model.Event{model.FilterTyped{Text: "a b"}, model.FilterCommitted{}, understood("a b")}, "#/overview?q=a+b", "a b", "", []model.SetFragment{{Fragment: "#/overview?q=a+b", Replace: false}}},
		{"Enter after a pause leaves the address", []model.Event{model.FilterTyped{Text: "a"}, model.Elapsed{Timer: model.FilterTimer}, understood("a"), model.FilterCommitted{}}, "#/overview?q=a", "a", "",
			[]model.SetFragment{{Fragment: "#/overview?q=a", Replace: false}}},
		{"remove a token", []model.Event{model.Navigated{Fragment: "#/overview?q=a+b+c"}, model.FilterWordRemoved{N: 1}, understood("a c")}, "#/overview?q=a+c", "a c", "", []model.SetFragment{{Fragment: "#/overview?q=a+c", Replace: false}}},
		{"backspace", []model.Event{model.Navigated{Fragment: "#/overview?q=a+b"}, model.FilterLastRemoved{}, understood("a")}, "#/overview?q=a", "a", "", []model.SetFragment{{Fragment: "#/overview?q=a", Replace: false}}},
		{"clear", []model.Event{model.Navigated{Fragment: "#/messages?q=a&id=62A"}, model.FilterTyped{Text: "b"}, model.FilterCleared{}}, "#/messages?id=62A", "", "", []model.SetFragment{{Fragment: "#/messages?id=62A", Replace: false}}},
		{"back takes the tokens with it", []model.Event{model.FilterTyped{Text: "a "}, understood("a"), model.FilterTyped{Text: "b"}, model.Navigated{Fragment: "#/overview"}}, "#/overview", "", "",
			[]model.SetFragment{{Fragment: "#/overview?q=a", Replace: false}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, cmds := play(opened(), tt.events...)
			if m.Route.Fragment() != tt.route || m.Filter.Tokens != tt.tokens || m.Filter.Draft != tt.draft {
				t.Errorf("after %+v: %s, tokens %q, draft %q; want %s, %q, %q", tt.events,
					m.Route.Fragment(), m.Filter.Tokens, m.Filter.Draft, tt.route, tt.tokens, tt.draft)
			}
			var got []model.SetFragment
			for _, c := range cmds {
				if f, ok := c.(model.SetFragment); ok {
					got = append(got, f)
				}
			}
			if !slices.Equal(got, tt.fragments) {
				t.Errorf("addresses %+v, want %+v", got, tt.fragments)
			}
		})
	}
}

// An error shows after a pause in typing, or at once after Enter, and disappears
// with the next letter.
func TestFilterFault(t *testing.T) {
	shown := func(m model.Model) bool { return m.QueryError() != nil }
	m, _ := play(opened(), model.FilterTyped{Text: "age:2"}, model.Elapsed{Timer: model.FilterTimer}, faulty("age:2"))
	if shown(m) {
		t.Error("the error shows while the typing pauses")
	}
	if m, _ := play(m, model.Elapsed{Timer: model.FaultTimer}); !shown(m) {
		t.Error("the error does not show later")
	} else if m, _ = play(m, model.FilterTyped{Text: "age:2d"}); shown(m) {
		t.Error("the error shows after the next letter")
	}
	if m, _ := play(m, model.FilterCommitted{}, faulty("age:2")); !shown(m) {
		t.Error("the error does not show after Enter")
	}
	if m, _ := play(m, model.FilterTyped{Text: "age:>2d"}, model.Elapsed{Timer: model.FilterTimer}, understood("age:>2d"), model.Elapsed{Timer: model.FaultTimer}); shown(m) {
		t.Error("the error shows after it was mended")
	}
	// A link may have an error, too.
	m, cmds := play(opened(), model.Navigated{Fragment: "#/messages?q=bad:"})
	if !slices.Contains(slots(cmds), model.CountSlot) {
		t.Fatalf("asked %v, want the count", slots(cmds))
	}
	page := &protocol.Page{Query: "bad:", QueryError: &protocol.QueryError{Text: "no such key"}}
	m, _ = play(m, answered(model.CountSlot, protocol.Answer{Page: page}))
	if e := m.QueryError(); e == nil || e.Text != "no such key" {
		t.Errorf("queryError = %v, want that of the answer", e)
	}
}

// understood and faulty are answers about a valid and an invalid filter.
func understood(query string) model.Event {
	return answered(model.CheckSlot, protocol.Answer{Page: &protocol.Page{Query: query}})
}

func faulty(query string) model.Event {
	return answered(model.CheckSlot, protocol.Answer{Page: &protocol.Page{Query: query, QueryError: &protocol.QueryError{Text: "no"}}})
}

func TestNavigated(t *testing.T) {
	m, cmds := play(opened(), model.Navigated{Fragment: "#main"})
	if m.Route.View != route.Overview || !has(cmds, model.Focus{ID: model.MainID}) || !has(cmds, model.SetFragment{Fragment: "#/overview", Replace: true}) {
		t.Errorf("skip link: view %q, commands %+v, want the overview with the focus on main", m.Route.View, cmds)
	}
	m, _ = play(opened(), model.Navigated{Fragment: "#keys"})
	if m.Dialog != model.HelpDialog {
		t.Errorf("#keys: dialog %v, want the help", m.Dialog)
	}
	m, cmds = play(opened(), model.Navigated{Fragment: "#/problems"})
	if !slices.Contains(slots(cmds), model.ProblemsSlot) || !has(cmds, model.SetTitle{Title: "Problems · Spoolscope"}) {
		t.Errorf("problems: commands %+v, want the list and the title", cmds)
	}
	m, _ = play(m, answered(model.ProblemsSlot, protocol.Answer{Problems: &protocol.ProblemList{}}))
	if _, cmds = play(m, model.Navigated{Fragment: "#/overview"}, model.Navigated{Fragment: "#/problems"}); slices.Contains(slots(cmds), model.ProblemsSlot) {
		t.Errorf("problems again: asked %v, want the list that is there", slots(cmds))
	}
}

func TestOverviewRequests(t *testing.T) {
	m, cmds := play(opened(), model.GroupedBy{By: "domain"})
	if m.Route.Fragment() != "#/overview?by=domain" || !slices.Contains(slots(cmds), model.OverviewSlot) {
		t.Errorf("group by domain: %s, asked %v", m.Route.Fragment(), slots(cmds))
	}
	m, cmds = play(m, model.Navigated{Fragment: "#/overview?by=domain&all=1"})
	if !slices.Contains(slots(cmds), model.GroupsSlot) {
		t.Errorf("show all: asked %v, want the groups", slots(cmds))
	}
	m, _ = play(m, answered(model.GroupsSlot, protocol.Answer{Groups: &protocol.GroupTable{By: "domain", Groups: 41}}))
	if m.Groups == nil {
		t.Fatal("no groups after their answer")
	}
	if m, _ = play(m, model.GroupedBy{By: "server"}); m.Groups != nil {
		t.Errorf("groups by domain are kept for server")
	}
	box := &protocol.ErrorBox{Title: "no"}
	if m, _ = play(m, answered(model.OverviewSlot, protocol.Answer{Error: box})); m.Fault(model.OverviewSlot) != box {
		t.Errorf("fault = %v, want that of the answer", m.Fault(model.OverviewSlot))
	}
}

func TestKeys(t *testing.T) {
	on := func(fragment string) model.Model {
		m, _ := play(opened(), model.Navigated{Fragment: fragment})
		return m
	}
	help, _ := play(opened(), model.DialogOpened{Dialog: model.HelpDialog})
	loading, _ := play(model.Model{}, model.Chosen{Sources: spool})
	prefix, _ := play(on("#/overview?q=a"), model.PrefixPressed{})
	tests := []struct {
		name    string
		m       model.Model
		key     string
		inField bool
		want    model.Event
	}{
		{"filter", opened(), "/", false, model.FilterFocused{}},
		{"nothing in a field", opened(), "t", true, nil},
		{"escape leaves a field", opened(), "Escape", true, model.FilterLeft{}},
		{"escape closes a dialog", help, "Escape", true, model.DialogClosed{}},
		{"keys do not reach behind a dialog", help, "/", false, nil},
		{"escape cancels", loading, "Escape", false, model.LoadCanceled{}},
		{"no filter on the start page", model.Model{}, "/", false, nil},
		{"help on the start page", model.Model{}, "?", false, model.DialogOpened{Dialog: model.HelpDialog, Back: model.HelpButtonID}},
		{"theme", model.Model{}, "t", false, model.ThemeCycled{}},
		{"prefix", opened(), "g", false, model.PrefixPressed{}},
		{"second key keeps the filter", prefix, "m", false, model.GoTo{Route: route.Route{View: route.Messages, Query: "a"}}},
		{"m alone", opened(), "m", false, nil},
		{"list key", on("#/messages"), "j", false, model.Pressed{Key: "j"}},
		{"list key elsewhere", opened(), "j", false, nil},
		{"unknown", opened(), "q", false, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := tt.m.KeyEvent(tt.key, tt.inField)
			if got != tt.want || ok != (tt.want != nil) {
				t.Errorf("keyEvent(%q, %v) = %#v, %v, want %#v", tt.key, tt.inField, got, ok, tt.want)
			}
		})
	}
	if m, _ := play(prefix, model.Elapsed{Timer: model.PrefixTimer}); m.Prefix {
		t.Error("the prefix is kept after its time")
	}
}

func TestCopyThemeDialog(t *testing.T) {
	m, cmds := play(model.Model{Theme: "system"}, model.ThemeCycled{}, model.ThemeCycled{}, model.ThemeCycled{})
	for i, want := range []string{"light", "dark", "system"} {
		if cmds[i] != (model.SetTheme{Theme: want}) {
			t.Errorf("theme %d = %+v, want %s", i, cmds[i], want)
		}
	}
	m, cmds = play(m, model.CopyAsked{Key: "k", Text: "text"}, model.Copied{Key: "k", OK: true})
	if m.CopiedKey != "k" || m.Announce != "Copied" || !has(cmds, model.Copy{Key: "k", Text: "text"}) {
		t.Errorf("copied: key %q, announce %q, commands %+v", m.CopiedKey, m.Announce, cmds)
	}
	if m, _ = play(m, model.Elapsed{Timer: model.CopiedTimer}); m.CopiedKey != "" {
		t.Errorf("copied key %q after its time, want none", m.CopiedKey)
	}
	m, cmds = play(m, model.DialogOpened{Dialog: model.PasteDialog, Back: model.PasteButtonID}, model.Pasted{Text: "MAILQ"})
	if m.Dialog != model.NoDialog || !has(cmds, model.Focus{ID: model.PasteID}) || !has(cmds, model.Focus{ID: model.PasteButtonID}) || !has(cmds, model.UseText{Name: "pasted.txt", Text: "MAILQ"}) {
		t.Errorf("paste: dialog %v, commands %+v", m.Dialog, cmds)
	}
}

// errGone is the platform's answer for a worker that died.
var errGone = protocol.Answer{Error: &protocol.ErrorBox{Title: "No answer."}}

// A crash leaves the view unchanged; pending requests are answered with an
// error, and so are later ones.
func TestCrashWhileOpen(t *testing.T) {
	for _, view := range []route.View{route.Overview, route.Messages, route.Replies, route.Problems} {
		t.Run(string(view), func(t *testing.T) {
			m, _ := play(opened(), model.Navigated{Fragment: route.Route{View: view}.Fragment()})
			if view == route.Messages {
				m, _ = play(m, answered(model.PageSlot, protocol.Answer{Page: cannedPage(protocol.MessagesRequest{Count: window.ChunkRows}, 158)}))
			}
			rows := len(m.List.Rows)
			m, cmds := play(m, model.Crashed{Details: "panic"})
			if m.Stage != model.Open || m.Route.View != view || m.Crash == "" || len(m.List.Rows) != rows {
				t.Errorf("after a crash: stage %v, view %q, %d rows, want the view and its %d rows", m.Stage, m.Route.View, len(m.List.Rows), rows)
			}
			if got := slots(cmds); len(got) != 0 {
				t.Errorf("a crash asks %v, want nothing", got)
			}
			m, cmds = play(m, model.GoTo{Route: route.Route{View: view, Query: "anna"}})
			asked := slots(cmds)
			if view != route.Problems && len(asked) == 0 {
				t.Error("the filter after a crash asks nothing: nothing says that there is no answer")
			}
			for _, s := range asked {
				m, _ = play(m, answered(s, errGone))
				if m.Errors[s] == nil {
					t.Errorf("slot %d shows no error", s)
				}
			}
			m, cmds = play(m, model.ReadAgain{})
			if !has(cmds, model.Restart{}) || !slices.Contains(slots(cmds), model.OpenSlot) || m.Stage != model.Loading || m.Crash != "" {
				t.Errorf("ReadAgain gives %+v, want a new worker that opens the sources", cmds)
			}
			m, _ = play(m, loadedAnswer(12))
			if m.Stage != model.Open || m.Route.View != view {
				t.Errorf("read again: stage %v, view %q, want the view from before", m.Stage, m.Route.View)
			}
		})
	}
}

// A request that was pending when the worker died does not hang.
func TestCrashAnswersQuestions(t *testing.T) {
	m, _ := play(opened(), model.Navigated{Fragment: "#/replies"})
	gen := m.Gens[model.RepliesSlot]
	m, _ = play(m, model.Crashed{Details: "panic"})
	m, _ = model.Update(m, model.Answered{Slot: model.RepliesSlot, Gen: gen, Answer: errGone})
	if m.Errors[model.RepliesSlot] == nil {
		t.Error("the question hangs, want its error")
	}
}

func TestCrashNote(t *testing.T) {
	for _, tc := range []struct {
		name, details string
		stage         model.Stage
		want          []string
	}{
		{"fault", "panic: value of type string", model.Open, []string{"Reading stopped because of a fault in Spoolscope.", "Messages found so far are shown.", "Copy the details"}},
		{"fault with nothing to show", "panic: value of type string", model.Empty, []string{"Reading stopped because of a fault in Spoolscope.", "Read again, or copy"}},
		{"memory", "fatal error: runtime: out of memory\n", model.Open, []string{"The browser ran out of memory after 812,440 messages.", "Those are shown."}},
		{"memory, nothing to show", "fatal error: runtime: cannot allocate memory\n", model.Empty, []string{"The browser ran out of memory.", "one queue directory at a time"}},
	} {
		m := &model.Model{Stage: tc.stage, Crash: tc.details, Archive: &protocol.Archive{Messages: 812440}}
		got := app.HTMLString(draw.CrashNote(m, func(model.Event) {}))
		for _, w := range tc.want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: %q has no %q", tc.name, got, w)
			}
		}
	}
}
