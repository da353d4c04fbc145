package triage

import "github.com/spoolscope/spoolscope/app/triage/reason"

// MaxReasons is how many reasons of a queue are told apart. Queues have some hundreds; one that is
// made for it has a new one in each message, and each takes a kilobyte. Later ones are grouped by
// their kind and code, while every message keeps its status.
const MaxReasons = 20_000

// distinctReasons are reasons of which each is there once.
type distinctReasons struct {
	all []reason.Reason
	at  map[distinctKey]int32
}

// distinctKey is what a reason.Grouper tells reasons apart by.
type distinctKey struct {
	key, server string
	cut         bool
}

// add returns the place of a reason, and false for a new one behind MaxReasons.
func (d *distinctReasons) add(r reason.Reason) (int32, bool) {
	key := distinctKey{r.Key, r.Server, r.Cut}
	n, ok := d.at[key]
	if ok {
		return n, true
	}
	if len(d.all) >= MaxReasons {
		return 0, false
	}
	if d.at == nil {
		d.at = map[distinctKey]int32{}
	}
	n = int32(len(d.all))
	d.all, d.at[key] = append(d.all, r), n
	return n, true
}
