package model

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/ui/model/route"
	"github.com/spoolscope/spoolscope/app/words"
)

// CleanupState is the part of the Model behind the screen Cleanup, and what is
// picked in the list for it.
type CleanupState struct {
	Rule   string // refused, grep, older, all or engine.PickedRule
	Days   string // of older
	Method string
	Host   string // of several
	Reason string
	Spool  string // where the queue lies on the server, if not where the archive says
	Client string

	Picked map[int]bool // refs of messages picked in the list
	Kept   map[int]bool // refs of messages that the rule selects and that stay
	Others bool         // only rows with recipients that could still be delivered to
	Count  int          // rows

	Answer *protocol.Plan
	Saved  string // the file that was saved last
	NoWhy  bool   // a file was asked for without a reason

	asked   protocol.PlanRequest // what Answer is, or will be, about
	copying bool                 // the file on its way is to be copied
}

// What the user does to clean up.
type (
	// RowPicked: the box of the row drawn in this slot of the list.
	// PicksCleared: none is picked. PicksPlanned: plan for those.
	RowPicked    struct{ Slot int }
	PicksCleared struct{}
	PicksPlanned struct{}
	// PlanRuled, PlanMethod, PlanHosted: a choice of the plan.
	PlanRuled  struct{ Rule string }
	PlanMethod struct{ Method string }
	PlanHosted struct{ Host string }
	// PlanTyped: a field, one of the planFields.
	PlanTyped struct{ Field, Text string }
	// PlanKept: the box of a message. PlanOthers: show those with other
	// recipients only, or all. PlanGrown: show more.
	PlanKept   struct{ Ref int }
	PlanOthers struct{}
	PlanGrown  struct{}
	// PlanSaved: save a file of the plan, or copy it.
	PlanSaved struct {
		Name string
		Copy bool
	}
)

func (RowPicked) event()    {}
func (PicksCleared) event() {}
func (PicksPlanned) event() {}
func (PlanRuled) event()    {}
func (PlanMethod) event()   {}
func (PlanHosted) event()   {}
func (PlanTyped) event()    {}
func (PlanKept) event()     {}
func (PlanOthers) event()   {}
func (PlanGrown) event()    {}
func (PlanSaved) event()    {}

// The fields of a plan.
const (
	DaysField   = "days"
	ReasonField = "reason"
	SpoolField  = "spool"
	ClientField = "client"
)

const (
	PlanRows     = 10 // shown at first: the script stays in sight
	PlanMore     = 50 // added at a time
	PlanReasonID = "plan-reason"
	PlanCopyKey  = "plan"
	MaxPlanCopy  = 1 << 20 // bytes of a script that can be copied
	typingPause  = 300 * time.Millisecond
)

// updateCleanup keeps what is picked, and asks for the plan.
func updateCleanup(m *Model, e Event) []Command {
	c := &m.Cleanup
	switch e := e.(type) {
	case QueueChanged:
		// Refs are those of one queue. What was typed stays.
		c.Picked, c.Kept, c.Answer, c.asked, c.Saved, c.Host = nil, nil, nil, protocol.PlanRequest{}, "", ""
		m.drop(PlanSlot, PlanFileSlot)
		return m.wantPlan()
	case RouteChanged:
		return m.wantPlan()
	case RowPicked:
		if row, ok := m.List.Rows.At(m.rowIn(e.Slot)); ok {
			m.pick(row.Ref)
		}
	case PicksCleared:
		c.Picked = nil
		m.Announce = "Nothing is picked"
		return []Command{Focus{GridID}}
	case PicksPlanned:
		c.Rule, c.Kept = protocol.PickedRule, nil
		return m.goTo(route.Route{View: route.Cleanup, Query: m.Route.Query}, false)
	case PlanRuled:
		if c.Rule != e.Rule {
			c.Rule, c.Kept = e.Rule, nil
		}
		return m.planChanged()
	case PlanMethod:
		c.Method = e.Method
		return m.planChanged()
	case PlanHosted:
		c.Host = e.Host
		return m.planChanged()
	case PlanTyped:
		*map[string]*string{DaysField: &c.Days, ReasonField: &c.Reason, SpoolField: &c.Spool, ClientField: &c.Client}[e.Field] = e.Text
		if e.Field == DaysField {
			c.Rule = "older"
		}
		c.Saved, c.NoWhy = "", false
		return []Command{m.after(PlanTimer, typingPause)}
	case Elapsed:
		if e.Timer == PlanTimer {
			return m.wantPlan()
		}
	case PlanKept:
		c.Kept = toggled(c.Kept, e.Ref)
		return m.planChanged()
	case PlanOthers:
		c.Others, c.Count = !c.Others, PlanRows
		return m.wantPlan()
	case PlanGrown:
		c.Count += PlanMore
		return m.wantPlan()
	case PlanSaved:
		return m.savePlan(e)
	case Answered:
		return m.planAnswered(e)
	}
	return nil
}

// toggled returns a set with a value added or removed.
func toggled(set map[int]bool, v int) map[int]bool {
	next := maps.Clone(set)
	if next == nil {
		next = map[int]bool{}
	}
	if next[v] {
		delete(next, v)
	} else {
		next[v] = true
	}
	return next
}

// pick adds a message of the list to those picked, or removes it.
func (m *Model) pick(ref int) {
	c := &m.Cleanup
	c.Picked = toggled(c.Picked, ref)
	m.Announce = words.Plural(len(c.Picked), "message is", "messages are") + " picked"
}

// planChanged asks for the current plan.
func (m *Model) planChanged() []Command {
	m.Cleanup.Saved = ""
	return m.wantPlan()
}

// planRequest returns what the plan is about now.
func (m *Model) planRequest() protocol.PlanRequest {
	c := &m.Cleanup
	r := protocol.PlanRequest{
		Query: m.Route.Query, Rule: c.Rule, Method: c.Method, Host: c.Host, Reason: strings.TrimSpace(c.Reason),
		Spool: strings.TrimSpace(c.Spool), Client: strings.TrimSpace(c.Client), Others: c.Others, Count: c.Count,
		Picked: slices.Sorted(maps.Keys(c.Picked)), Kept: slices.Sorted(maps.Keys(c.Kept)),
	}
	if r.Rule == "older" {
		r.Rule += "=" + strings.TrimSpace(c.Days)
	}
	return r
}

// wantPlan asks for the plan that the screen shows, if it is another one.
func (m *Model) wantPlan() []Command {
	c := &m.Cleanup
	if m.Stage != Open || m.Route.View != route.Cleanup {
		return nil
	}
	if c.Rule == "" {
		// A user who has filtered the messages wants those.
		c.Rule, c.Days, c.Method, c.Count = "refused", "3", "quarantine", PlanRows
		if m.Route.Query != "" {
			c.Rule = "all"
		}
	}
	if c.Count == 0 {
		c.Method, c.Days, c.Count = "quarantine", "3", PlanRows
	}
	req := m.planRequest()
	if reflect.DeepEqual(req, c.asked) {
		return nil
	}
	c.asked = req
	return []Command{m.ask(PlanSlot, protocol.Request{Plan: &req})}
}

// savePlan asks for a file of the plan: the plan as it is typed, not as it was
// when the typing paused.
func (m *Model) savePlan(e PlanSaved) []Command {
	c := &m.Cleanup
	if strings.TrimSpace(c.Reason) == "" {
		c.NoWhy = true
		m.Announce = "A reason is missing"
		return []Command{Focus{PlanReasonID}}
	}
	c.copying = e.Copy
	req := protocol.PlanFileRequest{PlanRequest: m.planRequest(), Name: e.Name}
	return append(m.wantPlan(), m.ask(PlanFileSlot, protocol.Request{PlanFile: &req}))
}

func (m *Model) planAnswered(e Answered) []Command {
	c := &m.Cleanup
	switch {
	case e.Slot == PlanSlot && e.Answer.Plan != nil:
		c.Answer = e.Answer.Plan
	case e.Slot == PlanFileSlot && e.Answer.File != nil:
		f := *e.Answer.File
		if c.copying {
			return []Command{Copy{Key: PlanCopyKey, Text: string(f.Data)}}
		}
		c.Saved, m.Announce = f.Name, "Saved "+f.Name
		return []Command{Save{f}}
	}
	return nil
}
