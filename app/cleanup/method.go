package cleanup

// Method is what a script does with the planned messages.
type Method string

// The methods. The first three remove messages, the others do not.
const (
	Quarantine Method = "quarantine" // sets them aside in the queue, then removes them as a second step; can be undone until then
	Aside      Method = "aside"      // moves them, under a lock, to a folder; can be undone
	Delete     Method = "delete"     // removes them at once
	Release    Method = "release"    // takes them out of quarantine, or off hold
	Retry      Method = "retry"      // attempts delivery now
	Bounce     Method = "bounce"     // returns them to the sender now, without another attempt
)

// Methods in the order in which they are offered.
var Methods = []Method{Quarantine, Aside, Delete, Release, Retry, Bounce}

// Undo reports whether the first step of the script can be undone, by a script of
// its own.
func (m Method) Undo() bool { return m == Quarantine || m == Aside }

// Removes reports whether the messages are gone in the end.
func (m Method) Removes() bool { return m == Quarantine || m == Aside || m == Delete }

// File returns the file name of the script.
func (m Method) File() string {
	if m.Removes() {
		return "purge.sh"
	}
	return string(m) + ".sh"
}
