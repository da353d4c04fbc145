package protocol

import "slices"

// DefaultReturnDays is how long sendmail keeps a message by default
// (Timeout.queuereturn), in days.
const DefaultReturnDays = 5

// MaxReturnDays is the longest queue lifetime that can be chosen, in days.
const MaxReturnDays = 30

// Breakdown counts messages by a key.
type Breakdown struct {
	By      string   `json:"by"`
	Rows    []TopRow `json:"rows"`
	Values  int      `json:"values"` // different ones
	Matched int      `json:"matched"`
	Total   int      `json:"total"`
}

// Dimensions are the keys by which messages can be counted, see Breakdown.
var Dimensions = []string{
	"state", "server", "source", "kind", "obstacle", "side", "reason", "why", "code", "enhanced", "domain", "to", "from", "sender-domain", "client",
	"helo", "auth", "script", "origin", "remote", "queue", "host", "system", "created", "age", "size", "tries",
	"tried", "sent-to", "event",
}

// ranged are the keys whose values are counted in ranges.
var ranged = []string{"age", "size", "tries"}

// Comparable reports whether captures can be compared by a key: those that are
// counted in ranges cannot, because every message grows older.
func Comparable(by string) bool { return !slices.Contains(ranged, by) }
