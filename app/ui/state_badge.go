package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// stateLook is how a state of a message is shown: never by colour alone.
type stateLook struct {
	Title string // in full
	Short string // in dense rows
	Class string // st-…: sets the colours
	Icon  string
}

// stateLooks has the states by their names (queue.State).
var stateLooks = map[string]stateLook{
	"deferred":    {"Deferred", "Deferred", "st-defer", "defer"},
	"unavailable": {"Service unavailable", "Unavailable", "st-fail", "fail"},
	"held":        {"Held, too young", "Held", "st-held", "held"},
	"processing":  {"Being processed", "Processing", "st-proc", "proc"},
	"quarantined": {"Quarantined", "Quarantined", "st-quar", "quar"},
	"lost":        {"Lost, untrusted", "Lost", "st-lost", "lost"},
	"orphan":      {"No control file", "Orphan", "st-lost", "file"},
	"incomplete":  {"Incomplete", "Incomplete", "st-lost", "warn"},
}

// lookOf never fails: an unknown name is shown as it is.
func lookOf(state string) stateLook {
	if l, ok := stateLooks[state]; ok {
		return l
	}
	return stateLook{state, state, "st-lost", "info"}
}

// stateBadge is the badge of a state in tables.
func stateBadge(state string) app.UI {
	l := lookOf(state)
	return badge(l.Class, l.Icon, l.Title)
}

// plainBadge is the badge of a state in dense rows, without its box.
func plainBadge(state string) app.UI {
	l := lookOf(state)
	return app.Span().Class("badge", "badge-plain", l.Class).Body(smallIcon(l.Icon), app.Text(l.Short))
}

// classBadge is Temporary or Permanent, for reply codes.
func classBadge(temporary bool) app.UI {
	if temporary {
		return badge("st-defer", "defer", "Temporary")
	}
	return badge("st-fail", "fail", "Permanent")
}

// severityLook is how a problem's severity is shown.
func severityLook(severity string) stateLook {
	switch severity {
	case "error":
		return stateLook{"Error", "Errors", "st-fail", "fail"}
	case "warning":
		return stateLook{"Warning", "Warnings", "st-defer", "warn"}
	}
	return stateLook{"Note", "Notes", "st-lost", "info"}
}

func badge(class, icon, text string) app.UI {
	return app.Span().Class("badge", class).Body(smallIcon(icon), app.Text(text))
}
