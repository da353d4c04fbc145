package draw

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
	"held":        {"Not tried yet", "Not tried", "st-held", "held"},
	"processing":  {"Being processed", "Processing", "st-proc", "proc"},
	"quarantined": {"Quarantined", "Quarantined", "st-quar", "quar"},
	"lost":        {"Lost, untrusted", "Lost", "st-lost", "lost"},
	"orphan":      {"No control file", "Orphan", "st-lost", "file"},
	"incomplete":  {"Incomplete", "Incomplete", "st-lost", "warn"},
}

// LookOf returns the look of a state; word is the mail system's own word for it, or
// "". It never fails: an unknown name is shown unchanged.
func LookOf(state, called string) stateLook {
	l, ok := stateLooks[state]
	if !ok {
		l = stateLook{state, state, "st-lost", "info"}
	}
	if called != "" {
		l.Title, l.Short = called, called
	}
	return l
}

// StateBadge returns the badge of a state in tables, see LookOf.
func StateBadge(state, called string) app.UI {
	l := LookOf(state, called)
	return Badge(l.Class, l.Icon, l.Title)
}

// ClassBadge is Temporary or Permanent, for reply codes.
func ClassBadge(temporary bool) app.UI {
	if temporary {
		return Badge("st-defer", "defer", "Temporary")
	}
	return Badge("st-fail", "fail", "Permanent")
}

// SeverityLook returns how a problem's severity is shown.
func SeverityLook(severity string) stateLook {
	switch severity {
	case "error":
		return stateLook{"Error", "Errors", "st-fail", "fail"}
	case "warning":
		return stateLook{"Warning", "Warnings", "st-defer", "warn"}
	}
	return stateLook{"Note", "Notes", "st-lost", "info"}
}

// Badge returns a state or a kind with its icon, word and colour.
func Badge(class, icon, text string) app.UI {
	return app.Span().Class("badge", class).Body(SmallIcon(icon), app.Text(text))
}
