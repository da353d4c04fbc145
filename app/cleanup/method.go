package cleanup

// Method is what a script does with the planned messages.
type Method string

// The methods. The first three remove messages, the others do not.
const (
	Quarantine Method = "quarantine" // sendmail -Q under its own lock, then removal as a second step; can be undone until then
	Aside      Method = "aside"      // qtool.pl moves them, under a lock, to a folder; can be undone
	Delete     Method = "delete"     // qtool.pl -d, as in most guides, without a lock
	Release    Method = "release"    // takes them out of quarantine
	Retry      Method = "retry"      // attempts delivery now
	Bounce     Method = "bounce"     // returns them to the sender now, without another attempt
)

// Methods in the order in which they are offered.
var Methods = []Method{Quarantine, Aside, Delete, Release, Retry, Bounce}

// Steps are the steps of the script; the first is the default.
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

// Undo is the step that undoes the first one, "" if nothing can.
func (m Method) Undo() string {
	switch m {
	case Quarantine:
		return "undo"
	case Aside:
		return "back"
	}
	return ""
}

// Removes reports whether the messages are gone in the end.
func (m Method) Removes() bool { return m == Quarantine || m == Aside || m == Delete }

// File is the file name of the script.
func (m Method) File() string {
	if m.Removes() {
		return "purge.sh"
	}
	return string(m) + ".sh"
}

// refuses returns why the method cannot be applied to a message with this kind of
// control file, "" if it can.
func (m Method) refuses(kind string) Why {
	switch m {
	case Quarantine: // its second step removes only what the first one quarantined
		if kind != "qf" {
			return Wrong
		}
	case Release:
		if kind != "hf" {
			return Wrong
		}
	case Retry, Bounce:
		if kind != "qf" {
			return Wrong
		}
	case Aside, Delete:
		if kind == "Qf" { // qtool.pl does not know lost messages
			return Wrong
		}
	}
	return ""
}
