package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
)

var spool = []protocol.SourceRef{{ID: 1, Name: "spool.tgz", Size: 1000}}

// play gives events to Update. Answers get the generation that is asked for
// now; a Gen of -1 makes one that is stale.
func play(m Model, events ...Event) (Model, []Command) {
	var all []Command
	for _, e := range events {
		switch a := e.(type) {
		case Answered:
			a.Gen += m.gens[a.Slot]
			e = a
		case Elapsed:
			a.Gen += m.timers[a.Timer]
			e = a
		}
		var cmds []Command
		m, cmds = Update(m, e)
		all = append(all, cmds...)
	}
	return m, all
}

func answered(s Slot, a protocol.Answer) Event { return Answered{Slot: s, Answer: a} }

func loadedAnswer(messages int) Event {
	return answered(OpenSlot, protocol.Answer{Loaded: &protocol.Loaded{Archive: protocol.Archive{
		Name: "spool.tgz", Messages: messages,
	}}})
}

// opened is a Model with a queue of 3,412 messages on the overview.
func opened() Model {
	m, _ := play(Model{}, Navigated{""}, Chosen{spool}, loadedAnswer(3412),
		answered(OverviewSlot, protocol.Answer{Overview: &protocol.Overview{Matched: 3412, Total: 3412}}))
	return m
}

// slots names what commands ask for.
func slots(cmds []Command) []Slot {
	var out []Slot
	for _, c := range cmds {
		if a, ok := c.(Ask); ok {
			out = append(out, a.Slot)
		}
	}
	return out
}

// has reports whether a command is among others.
func has(cmds []Command, want Command) bool {
	return slices.ContainsFunc(cmds, func(c Command) bool { return fmt.Sprintf("%T%+v", c, c) == fmt.Sprintf("%T%+v", want, want) })
}

func TestLoad(t *testing.T) {
	fatal := &protocol.ErrorBox{Title: "No queue files."}
	progress := protocol.Progress{Name: "spool.tgz", Read: 614, Size: 1000, Messages: 20, Phase: protocol.PhaseRead}
	tests := []struct {
		name   string
		events []Event
		stage  Stage
		route  string
		check  func(Model, []Command) string
	}{
		{"choosing opens", []Event{Chosen{spool}}, Loading, "#/", func(m Model, cmds []Command) string {
			if got := slots(cmds); !slices.Equal(got, []Slot{OpenSlot}) {
				return fmt.Sprintf("asked %v, want the open slot", got)
			}
			return ""
		}},
		{"nothing chosen", []Event{Chosen{}}, Empty, "#/", nil},
		{"progress is said at once", []Event{Chosen{spool}, answered(OpenSlot, protocol.Answer{Progress: &progress})}, Loading, "#/",
			func(m Model, _ []Command) string {
				if want := "61%, 20 messages found"; m.Load.Said != want {
					return fmt.Sprintf("said %q, want %q", m.Load.Said, want)
				}
				return ""
			}},
		{"overview of what was read so far", []Event{Chosen{spool}, answered(OpenSlot, protocol.Answer{Progress: &progress}), Elapsed{Timer: SoFarTimer}}, Loading, "#/",
			func(m Model, cmds []Command) string {
				if got := slots(cmds); !slices.Contains(got, OverviewSlot) || !m.Load.Waiting {
					return fmt.Sprintf("asked %v, want the overview", got)
				}
				return ""
			}},
		{"one overview at a time", []Event{Chosen{spool}, answered(OpenSlot, protocol.Answer{Progress: &progress}), Elapsed{Timer: SoFarTimer}, Elapsed{Timer: SoFarTimer}}, Loading, "#/",
			func(m Model, cmds []Command) string {
				if got := slots(cmds); len(got) != 2 {
					return fmt.Sprintf("asked %v, want open and one overview", got)
				}
				return ""
			}},
		{"loaded shows the overview", []Event{Chosen{spool}, loadedAnswer(12)}, Open, "#/overview", func(m Model, cmds []Command) string {
			if !has(cmds, SetFragment{"#/overview", false}) || !slices.Contains(slots(cmds), OverviewSlot) {
				return fmt.Sprintf("commands %+v, want the address and the overview", cmds)
			}
			return ""
		}},
		{"loaded keeps the view of the address", []Event{Navigated{"#/messages?q=anna"}, Chosen{spool}, loadedAnswer(12)}, Open, "#/messages?q=anna",
			func(m Model, cmds []Command) string {
				if !slices.Contains(slots(cmds), CountSlot) || m.Filter.Tokens != "anna" {
					return fmt.Sprintf("tokens %q and commands %+v, want anna counted", m.Filter.Tokens, cmds)
				}
				return ""
			}},
		{"nothing recognised", []Event{Chosen{spool}, answered(OpenSlot, protocol.Answer{Loaded: &protocol.Loaded{Fatal: fatal}})}, Empty, "#/",
			func(m Model, _ []Command) string {
				if m.Fatal != fatal {
					return "want the reason on the start page"
				}
				return ""
			}},
		{"canceled before the first message", []Event{Chosen{spool}, LoadCanceled{}, answered(OpenSlot, protocol.Answer{Loaded: &protocol.Loaded{Canceled: true}})}, Empty, "#/", nil},
		{"canceled later keeps what was read", []Event{Chosen{spool}, LoadCanceled{}, answered(OpenSlot, protocol.Answer{Loaded: &protocol.Loaded{Canceled: true, Archive: protocol.Archive{Messages: 9}}})}, Open, "#/overview", nil},
		{"stale answers are dropped", []Event{Chosen{spool}, Answered{Slot: OpenSlot, Gen: -1, Answer: protocol.Answer{Loaded: &protocol.Loaded{}}}}, Loading, "#/", nil},
		{"crash before anything is shown", []Event{Chosen{spool}, Crashed{"panic"}}, Empty, "#/", func(m Model, _ []Command) string {
			if m.Crash != "panic" {
				return fmt.Sprintf("crash %q, want the details", m.Crash)
			}
			return ""
		}},
		{"crash keeps what is shown", []Event{Chosen{spool}, answered(OpenSlot, protocol.Answer{Progress: &progress}), Elapsed{Timer: SoFarTimer},
			answered(OverviewSlot, protocol.Answer{Overview: &protocol.Overview{Total: 20}}), Crashed{"panic"}}, Open, "#/overview", func(m Model, _ []Command) string {
			if m.Archive == nil || m.Archive.Messages != 20 {
				return fmt.Sprintf("archive %+v, want one of 20 messages", m.Archive)
			}
			return ""
		}},
		{"read again", []Event{Chosen{spool}, Crashed{"panic"}, ReadAgain{}}, Loading, "#/", func(m Model, cmds []Command) string {
			n := 0
			for _, c := range cmds {
				if _, ok := c.(Restart); ok {
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
			m, cmds := play(Model{Now: time.Unix(1, 0)}, tt.events...)
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
	m, _ := play(opened(), Chosen{second})
	if m.Dialog != PlaceDialog || m.Stage != Open {
		t.Fatalf("dialog %v in stage %v, want the question and the queue still open", m.Dialog, m.Stage)
	}
	joined, cmds := play(m, SourcesPlaced{Add})
	if has(cmds, Restart{}) {
		t.Errorf("joined: commands %+v, want no new worker", cmds)
	}
	want := Ask{OpenSlot, joined.gens[OpenSlot], protocol.Request{Open: &protocol.OpenRequest{Sources: second, Join: true}}}
	if a, ok := cmds[1].(Ask); !ok || a.Slot != want.Slot || !a.Request.Open.Join || len(a.Request.Open.Sources) != 1 {
		t.Errorf("commands %+v, want %+v", cmds, want)
	}
	if len(joined.Sources) != 2 || joined.Archive == nil {
		t.Errorf("joined: sources %v and archive %v, want both sources and the open archive", joined.Sources, joined.Archive)
	}
	failed, _ := play(joined, answered(OpenSlot, protocol.Answer{Loaded: &protocol.Loaded{Fatal: &protocol.ErrorBox{Title: "no"}}}))
	if failed.Stage != Open || failed.Fatal == nil {
		t.Errorf("after a failed join: stage %v, fatal %v, want open with the reason", failed.Stage, failed.Fatal)
	}
	replaced, cmds := play(m, SourcesPlaced{})
	if !has(cmds, Restart{}) {
		t.Errorf("replaced: commands %+v, want a new worker", cmds)
	}
	if len(replaced.Sources) != 1 || replaced.Archive != nil || replaced.Stage != Loading {
		t.Errorf("replaced: sources %v, archive %v, want the second source only", replaced.Sources, replaced.Archive)
	}
	closed, cmds := play(m, DialogClosed{})
	if closed.Dialog != NoDialog || closed.Pending != nil || !has(cmds, Focus{mainID}) {
		t.Errorf("closed: dialog %v, pending %v, commands %+v", closed.Dialog, closed.Pending, cmds)
	}
	canceled, cmds := play(opened(), Chosen{second}, SourcesPlaced{}, Chosen{spool}, SourcesPlaced{})
	if got := slots(cmds); !slices.Equal(got, []Slot{OpenSlot, OpenSlot}) || !has(cmds, Restart{}) || canceled.Stage != Loading {
		t.Errorf("replaced while loading: asked %v in %+v, want open, a new worker, open", got, cmds)
	}
}

func TestFilter(t *testing.T) {
	tests := []struct {
		name                 string
		events               []Event
		route, tokens, draft string
		fragments            []SetFragment
	}{
		{"typing waits", []Event{FilterTyped{Text: "ann"}}, "#/overview", "", "ann", nil},
		{"a pause applies", []Event{FilterTyped{Text: "ann"}, Elapsed{Timer: FilterTimer}, understood("ann")}, "#/overview?q=ann", "", "ann",
			[]SetFragment{{"#/overview?q=ann", false}}},
		{"typing on changes the same entry", []Event{FilterTyped{Text: "ann"}, Elapsed{Timer: FilterTimer}, understood("ann"), FilterTyped{Text: "anna"}, Elapsed{Timer: FilterTimer}, understood("anna")},
			"#/overview?q=anna", "", "anna", []SetFragment{{"#/overview?q=ann", false}, {"#/overview?q=anna", true}}},
		{"an earlier pause is void", []Event{FilterTyped{Text: "ann"}, Elapsed{FilterTimer, -1}}, "#/overview", "", "ann", nil},
		{"space commits", []Event{FilterTyped{Text: "to:anna "}, understood("to:anna")}, "#/overview?q=to:anna", "to:anna", "", []SetFragment{{"#/overview?q=to:anna", false}}},
		{"space in quotes does not", []Event{FilterTyped{Text: `reason:"a `}}, "#/overview", "", `reason:"a `, nil},
		{"space after an operator does not", []Event{FilterTyped{Text: "a "}, understood("a"), FilterTyped{Text: "OR "}, FilterTyped{Text: "OR (b "}}, "#/overview?q=a", "a", "OR (b ",
			[]SetFragment{{"#/overview?q=a", false}}},
		{"alternatives become one token", []Event{FilterTyped{Text: "a "}, FilterTyped{Text: "OR b "}, understood("a OR b")}, "#/overview?q=a+OR+b", "a OR b", "",
			[]SetFragment{{"#/overview?q=a+OR+b", false}}},
		{"words after alternatives", []Event{Navigated{"#/overview?q=a+OR+b"}, FilterTyped{Text: "c "}, understood("(a OR b) c")}, "#/overview?q=(a+OR+b)+c", "(a OR b) c", "",
			[]SetFragment{{"#/overview?q=(a+OR+b)+c", false}}},
		{"what is not understood does not apply", []Event{FilterTyped{Text: "age:2"}, Elapsed{Timer: FilterTimer}, faulty("age:2")}, "#/overview", "", "age:2", nil},
		{"nor does it with Enter", []Event{FilterTyped{Text: "age:2"}, FilterCommitted{}, faulty("age:2")}, "#/overview", "", "age:2", nil},
		{"an answer about an earlier text is none", []Event{FilterTyped{Text: "a"}, Elapsed{Timer: FilterTimer}, FilterTyped{Text: "ab"}, understood("a")}, "#/overview", "", "ab", nil},
		{"another view keeps what is typed", []Event{FilterTyped{Text: "age:2"}, Elapsed{Timer: FilterTimer}, faulty("age:2"), Navigated{"#/messages"}}, "#/messages", "", "age:2", nil},
		{"what applied stays while the text is not understood", []Event{FilterTyped{Text: "a"}, Elapsed{Timer: FilterTimer}, understood("a"), FilterTyped{Text: "a("}, Elapsed{Timer: FilterTimer}, faulty("a(")}, "#/overview?q=a", "", "a(",
			[]SetFragment{{"#/overview?q=a", false}}},
		{"tokens apply while the text behind them goes on", []Event{FilterTyped{Text: "a "}, FilterTyped{Text: "age:"}, understood("a")}, "#/overview?q=a", "a", "age:",
			[]SetFragment{{"#/overview?q=a", false}}},
		{"tokens apply without a text that is not understood", []Event{FilterTyped{Text: "a "}, FilterTyped{Text: "age:"}, Elapsed{Timer: FilterTimer}, faulty("a age:"), understood("a")}, "#/overview?q=a", "a", "age:",
			[]SetFragment{{"#/overview?q=a", false}}},
		{"Enter commits", []Event{FilterTyped{Text: "a b"}, FilterCommitted{}, understood("a b")}, "#/overview?q=a+b", "a b", "", []SetFragment{{"#/overview?q=a+b", false}}},
		{"Enter after a pause leaves the address", []Event{FilterTyped{Text: "a"}, Elapsed{Timer: FilterTimer}, understood("a"), FilterCommitted{}}, "#/overview?q=a", "a", "",
			[]SetFragment{{"#/overview?q=a", false}}},
		{"remove a token", []Event{Navigated{"#/overview?q=a+b+c"}, FilterWordRemoved{1}, understood("a c")}, "#/overview?q=a+c", "a c", "", []SetFragment{{"#/overview?q=a+c", false}}},
		{"backspace", []Event{Navigated{"#/overview?q=a+b"}, FilterLastRemoved{}, understood("a")}, "#/overview?q=a", "a", "", []SetFragment{{"#/overview?q=a", false}}},
		{"clear", []Event{Navigated{"#/messages?q=a&id=62A"}, FilterTyped{Text: "b"}, FilterCleared{}}, "#/messages?id=62A", "", "", []SetFragment{{"#/messages?id=62A", false}}},
		{"back takes the tokens with it", []Event{FilterTyped{Text: "a "}, understood("a"), FilterTyped{Text: "b"}, Navigated{"#/overview"}}, "#/overview", "", "",
			[]SetFragment{{"#/overview?q=a", false}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, cmds := play(opened(), tt.events...)
			if m.Route.Fragment() != tt.route || m.Filter.Tokens != tt.tokens || m.Filter.Draft != tt.draft {
				t.Errorf("after %+v: %s, tokens %q, draft %q; want %s, %q, %q", tt.events,
					m.Route.Fragment(), m.Filter.Tokens, m.Filter.Draft, tt.route, tt.tokens, tt.draft)
			}
			var got []SetFragment
			for _, c := range cmds {
				if f, ok := c.(SetFragment); ok {
					got = append(got, f)
				}
			}
			if !slices.Equal(got, tt.fragments) {
				t.Errorf("addresses %+v, want %+v", got, tt.fragments)
			}
		})
	}
}

// An error shows when the typing stays as it is, or at once after Enter, and
// goes with the next letter.
func TestFilterFault(t *testing.T) {
	shown := func(m Model) bool { return m.queryError() != nil }
	m, _ := play(opened(), FilterTyped{Text: "age:2"}, Elapsed{Timer: FilterTimer}, faulty("age:2"))
	if shown(m) {
		t.Error("the error shows while the typing pauses")
	}
	if m, _ := play(m, Elapsed{Timer: FaultTimer}); !shown(m) {
		t.Error("the error does not show later")
	} else if m, _ = play(m, FilterTyped{Text: "age:2d"}); shown(m) {
		t.Error("the error shows after the next letter")
	}
	if m, _ := play(m, FilterCommitted{}, faulty("age:2")); !shown(m) {
		t.Error("the error does not show after Enter")
	}
	if m, _ := play(m, FilterTyped{Text: "age:>2d"}, Elapsed{Timer: FilterTimer}, understood("age:>2d"), Elapsed{Timer: FaultTimer}); shown(m) {
		t.Error("the error shows after it was mended")
	}
	// A link may have one, too.
	m, cmds := play(opened(), Navigated{"#/messages?q=bad:"})
	if !slices.Contains(slots(cmds), CountSlot) {
		t.Fatalf("asked %v, want the count", slots(cmds))
	}
	page := &protocol.Page{Query: "bad:", QueryError: &protocol.QueryError{Text: "no such key"}}
	m, _ = play(m, answered(CountSlot, protocol.Answer{Page: page}))
	if e := m.queryError(); e == nil || e.Text != "no such key" {
		t.Errorf("queryError = %v, want that of the answer", e)
	}
}

// understood and faulty answer whether a filter is understood.
func understood(query string) Event {
	return answered(CheckSlot, protocol.Answer{Page: &protocol.Page{Query: query}})
}

func faulty(query string) Event {
	return answered(CheckSlot, protocol.Answer{Page: &protocol.Page{Query: query, QueryError: &protocol.QueryError{Text: "no"}}})
}

func TestNavigated(t *testing.T) {
	m, cmds := play(opened(), Navigated{"#main"})
	if m.Route.View != Overview || !has(cmds, Focus{mainID}) || !has(cmds, SetFragment{"#/overview", true}) {
		t.Errorf("skip link: view %q, commands %+v, want the overview with the focus on main", m.Route.View, cmds)
	}
	m, _ = play(opened(), Navigated{"#keys"})
	if m.Dialog != HelpDialog {
		t.Errorf("#keys: dialog %v, want the help", m.Dialog)
	}
	m, cmds = play(opened(), Navigated{"#/problems"})
	if !slices.Contains(slots(cmds), ProblemsSlot) || !has(cmds, SetTitle{"Problems · Spoolscope"}) {
		t.Errorf("problems: commands %+v, want the list and the title", cmds)
	}
	m, _ = play(m, answered(ProblemsSlot, protocol.Answer{Problems: &protocol.ProblemList{}}))
	if _, cmds = play(m, Navigated{"#/overview"}, Navigated{"#/problems"}); slices.Contains(slots(cmds), ProblemsSlot) {
		t.Errorf("problems again: asked %v, want the list that is there", slots(cmds))
	}
}

func TestOverviewRequests(t *testing.T) {
	m, cmds := play(opened(), GroupedBy{"domain"})
	if m.Route.Fragment() != "#/overview?by=domain" || !slices.Contains(slots(cmds), OverviewSlot) {
		t.Errorf("group by domain: %s, asked %v", m.Route.Fragment(), slots(cmds))
	}
	m, cmds = play(m, Navigated{"#/overview?by=domain&all=1"})
	if !slices.Contains(slots(cmds), GroupsSlot) {
		t.Errorf("show all: asked %v, want the groups", slots(cmds))
	}
	m, _ = play(m, answered(GroupsSlot, protocol.Answer{Groups: &protocol.GroupTable{By: "domain", Groups: 41}}))
	if m.Groups == nil {
		t.Fatal("no groups after their answer")
	}
	if m, _ = play(m, GroupedBy{"server"}); m.Groups != nil {
		t.Errorf("groups by domain are kept for server")
	}
	box := &protocol.ErrorBox{Title: "no"}
	if m, _ = play(m, answered(OverviewSlot, protocol.Answer{Error: box})); m.fault(OverviewSlot) != box {
		t.Errorf("fault = %v, want that of the answer", m.fault(OverviewSlot))
	}
}

func TestKeys(t *testing.T) {
	on := func(fragment string) Model { m, _ := play(opened(), Navigated{fragment}); return m }
	help, _ := play(opened(), DialogOpened{Dialog: HelpDialog})
	loading, _ := play(Model{}, Chosen{spool})
	prefix, _ := play(on("#/overview?q=a"), PrefixPressed{})
	tests := []struct {
		name    string
		m       Model
		key     string
		inField bool
		want    Event
	}{
		{"filter", opened(), "/", false, FilterFocused{}},
		{"nothing in a field", opened(), "t", true, nil},
		{"escape leaves a field", opened(), "Escape", true, FilterLeft{}},
		{"escape closes a dialog", help, "Escape", true, DialogClosed{}},
		{"keys do not reach below a dialog", help, "/", false, nil},
		{"escape cancels", loading, "Escape", false, LoadCanceled{}},
		{"no filter on the start page", Model{}, "/", false, nil},
		{"help on the start page", Model{}, "?", false, DialogOpened{HelpDialog, helpButtonID}},
		{"theme", Model{}, "t", false, ThemeCycled{}},
		{"prefix", opened(), "g", false, PrefixPressed{}},
		{"second key keeps the filter", prefix, "m", false, GoTo{Route: Route{View: Messages, Query: "a"}}},
		{"m alone", opened(), "m", false, nil},
		{"list key", on("#/messages"), "j", false, Pressed{"j"}},
		{"list key elsewhere", opened(), "j", false, nil},
		{"unknown", opened(), "q", false, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := tt.m.keyEvent(tt.key, tt.inField)
			if got != tt.want || ok != (tt.want != nil) {
				t.Errorf("keyEvent(%q, %v) = %#v, %v, want %#v", tt.key, tt.inField, got, ok, tt.want)
			}
		})
	}
	if m, _ := play(prefix, Elapsed{Timer: PrefixTimer}); m.Prefix {
		t.Error("the prefix is kept after its time")
	}
}

func TestCopyThemeDialog(t *testing.T) {
	m, cmds := play(Model{Theme: "system"}, ThemeCycled{}, ThemeCycled{}, ThemeCycled{})
	for i, want := range []string{"light", "dark", "system"} {
		if cmds[i] != (SetTheme{want}) {
			t.Errorf("theme %d = %+v, want %s", i, cmds[i], want)
		}
	}
	m, cmds = play(m, CopyAsked{"k", "text"}, Copied{"k", true})
	if m.CopiedKey != "k" || m.Announce != "Copied" || !has(cmds, Copy{"k", "text"}) {
		t.Errorf("copied: key %q, announce %q, commands %+v", m.CopiedKey, m.Announce, cmds)
	}
	if m, _ = play(m, Elapsed{Timer: CopiedTimer}); m.CopiedKey != "" {
		t.Errorf("copied key %q after its time, want none", m.CopiedKey)
	}
	m, cmds = play(m, DialogOpened{PasteDialog, pasteButtonID}, Pasted{"MAILQ"})
	if m.Dialog != NoDialog || !has(cmds, Focus{pasteID}) || !has(cmds, Focus{pasteButtonID}) || !has(cmds, UseText{"pasted.txt", "MAILQ"}) {
		t.Errorf("paste: dialog %v, commands %+v", m.Dialog, cmds)
	}
}

// errGone is what the platform answers for a worker that died.
var errGone = protocol.Answer{Error: &protocol.ErrorBox{Title: "No answer."}}

// A crash leaves the view as it is; what was asked is answered with an error,
// and so is what is asked later.
func TestCrashWhileOpen(t *testing.T) {
	for _, view := range []View{Overview, Messages, Replies, Problems} {
		t.Run(string(view), func(t *testing.T) {
			m, _ := play(opened(), Navigated{Route{View: view}.Fragment()})
			if view == Messages {
				m, _ = play(m, answered(PageSlot, protocol.Answer{Page: cannedPage(protocol.MessagesRequest{Count: chunkRows}, 158)}))
			}
			rows := len(m.List.Rows)
			m, cmds := play(m, Crashed{"panic"})
			if m.Stage != Open || m.Route.View != view || m.Crash == "" || len(m.List.Rows) != rows {
				t.Errorf("after a crash: stage %v, view %q, %d rows, want the view and its %d rows", m.Stage, m.Route.View, len(m.List.Rows), rows)
			}
			if got := slots(cmds); len(got) != 0 {
				t.Errorf("a crash asks %v, want nothing", got)
			}
			m, cmds = play(m, GoTo{Route: Route{View: view, Query: "anna"}})
			asked := slots(cmds)
			if view != Problems && len(asked) == 0 {
				t.Error("the filter after a crash asks nothing: nothing tells that there is no answer")
			}
			for _, s := range asked {
				m, _ = play(m, answered(s, errGone))
				if m.Errors[s] == nil {
					t.Errorf("slot %d shows no error", s)
				}
			}
			m, cmds = play(m, ReadAgain{})
			if !has(cmds, Restart{}) || !slices.Contains(slots(cmds), OpenSlot) || m.Stage != Loading || m.Crash != "" {
				t.Errorf("ReadAgain gives %+v, want a new worker that opens the sources", cmds)
			}
			m, _ = play(m, loadedAnswer(12))
			if m.Stage != Open || m.Route.View != view {
				t.Errorf("read again: stage %v, view %q, want the view from before", m.Stage, m.Route.View)
			}
		})
	}
}

// A question that was under way when the worker died does not hang.
func TestCrashAnswersQuestions(t *testing.T) {
	m, _ := play(opened(), Navigated{"#/replies"})
	gen := m.gens[RepliesSlot]
	m, _ = play(m, Crashed{"panic"})
	m, _ = Update(m, Answered{Slot: RepliesSlot, Gen: gen, Answer: errGone})
	if m.Errors[RepliesSlot] == nil {
		t.Error("the question hangs, want its error")
	}
}

func TestCrashNote(t *testing.T) {
	for _, tc := range []struct {
		name, details string
		stage         Stage
		want          []string
	}{
		{"fault", "panic: value of type string", Open, []string{"Reading stopped because of a fault in Spoolscope.", "Messages found so far are shown.", "Copy the details"}},
		{"fault with nothing to show", "panic: value of type string", Empty, []string{"Reading stopped because of a fault in Spoolscope.", "Read again, or copy"}},
		{"memory", "fatal error: runtime: out of memory\n", Open, []string{"The browser ran out of memory after 812,440 messages.", "Those are shown."}},
		{"memory, nothing to show", "fatal error: runtime: cannot allocate memory\n", Empty, []string{"The browser ran out of memory.", "one queue directory at a time"}},
	} {
		m := &Model{Stage: tc.stage, Crash: tc.details, Archive: &protocol.Archive{Messages: 812440}}
		got := app.HTMLString(crashNote(m, func(Event) {}))
		for _, w := range tc.want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: %q has no %q", tc.name, got, w)
			}
		}
	}
}
