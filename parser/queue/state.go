package queue

// State is what sendmail will do next with a message.
type State uint8

// The states. A message has exactly one.
const (
	Deferred    State = iota // a temporary failure; sendmail tries again
	Unavailable              // the status is permanent; nothing but a bounce can follow
	Held                     // never tried: just arrived, too young, load too high or queue-only
	Processing               // locked by a running sendmail when the listing was made
	Quarantined              // an hf file: kept until an operator releases it
	Lost                     // a Qf file: set aside by sendmail, never tried again
	Orphan                   // files without a control file
	Incomplete               // the control file is damaged, or the data file is missing
	NumStates   = iota
)

var stateNames = [NumStates]string{
	"deferred", "unavailable", "held", "processing", "quarantined", "lost", "orphan", "incomplete",
}

// Waits reports whether the mail system tries a message in this state again by itself.
func (s State) Waits() bool {
	switch s {
	case Deferred, Held, Unavailable, Processing:
		return true
	}
	return false
}

// String returns the name that filters, URLs and exports use.
func (s State) String() string {
	if int(s) < len(stateNames) {
		return stateNames[s]
	}
	return "unknown"
}

// ParseState returns the inverse of State.String.
func ParseState(name string) (State, bool) {
	for i, n := range stateNames {
		if n == name {
			return State(i), true
		}
	}
	return 0, false
}

// FileKind is one of the two-letter prefixes of a queue file's name
// (formats/sendmail.md §1.1).
type FileKind uint8

// The kinds, in the order in which they are listed.
const (
	ControlFile        FileKind = iota // qf
	DataFile                           // df
	Transcript                         // xf
	QuarantinedControl                 // hf
	LostControl                        // Qf
	TempControl                        // tf
	StaleTemp                          // Tf
	OtherFile                          // any other letter, before f: lf, nf, af, Df …
)

// Files is a set of the file kinds that a message has.
type Files uint16

// Has reports whether kind k is in the set.
func (f Files) Has(k FileKind) bool { return f&(1<<k) != 0 }

// With returns the set with k added.
func (f Files) With(k FileKind) Files { return f | 1<<k }

// KindOf returns the kind of a file by its two-letter prefix.
func KindOf(prefix string) FileKind {
	switch prefix {
	case "qf":
		return ControlFile
	case "df":
		return DataFile
	case "xf":
		return Transcript
	case "hf":
		return QuarantinedControl
	case "Qf":
		return LostControl
	case "tf":
		return TempControl
	case "Tf":
		return StaleTemp
	}
	return OtherFile
}
