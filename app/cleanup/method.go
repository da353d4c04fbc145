package cleanup

// Method is what a script does with the planned messages.
type Method string

// The methods. The first three remove, the others do not.
const (
	Quarantine Method = "quarantine" // sendmail -Q under its own lock, then remove in a second step; can be undone before
	Aside      Method = "aside"      // qtool.pl moves them, locked, to a folder; can be undone
	Delete     Method = "delete"     // qtool.pl -d, as in most guides: takes no lock
	Release    Method = "release"    // out of quarantine
	Retry      Method = "retry"      // a delivery attempt now
	Bounce     Method = "bounce"     // returned to the sender now, without another attempt
)

// Methods in the order in which they are offered.
var Methods = []Method{Quarantine, Aside, Delete, Release, Retry, Bounce}

// Steps are the steps of the script; the first one runs when none is named.
func (m Method) Steps() []string {
	switch m {
	case Quarantine:
		return []string{"quarantine", "remove"}
	case Aside:
		return []string{"move"}
	case Delete:
		return []string{"delete"}
	case Release:
		return []string{"release"}
	case Retry:
		return []string{"retry"}
	case Bounce:
		return []string{"bounce"}
	}
	return nil
}

// Undo is the step that takes the first one back, "" where nothing can.
func (m Method) Undo() string {
	switch m {
	case Quarantine:
		return "undo"
	case Aside:
		return "back"
	}
	return ""
}

// Removes tells whether messages are gone in the end.
func (m Method) Removes() bool { return m == Quarantine || m == Aside || m == Delete }

// File is what the script is called.
func (m Method) File() string {
	if m.Removes() {
		return "purge.sh"
	}
	return string(m) + ".sh"
}

// refuses says why the method cannot take a message with this kind of control
// file.
func (m Method) refuses(kind string) Why {
	switch m {
	case Release:
		if kind != "hf" {
			return Wrong
		}
	case Retry, Bounce:
		if kind != "qf" {
			return Wrong
		}
	case Aside, Delete:
		if kind == "Qf" { // qtool.pl knows no lost messages
			return Wrong
		}
	}
	return ""
}
