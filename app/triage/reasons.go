package triage

import "github.com/spoolscope/spoolscope/app/triage/reason"

// MaxReasons is how many reasons of a queue are kept apart. Queues have some hundreds; one that is
// made for it has a new one in each message, and each takes a kilobyte. Later ones are grouped by
// their kind and code, while every message keeps its status.
const MaxReasons = 20_000

// MaxReasonText is how many bytes the reasons that are kept apart may take. Queues take some
// hundred kilobytes; a status of 2 KiB that varies in each word takes five.
const MaxReasonText = 16 << 20

// sizeOf returns how many bytes a reason takes.
func sizeOf(r *reason.Reason) int {
	const piece = 24 // bytes, with its text in the status
	return len(r.Key) + piece*len(r.Text)
}

// manyReasons reports whether there are as many reasons as are kept apart.
func (x *Index) manyReasons() bool {
	return len(x.Reasons) >= MaxReasons || x.reasonText >= MaxReasonText
}

// distinctReasons are reasons of which each is there once.
type distinctReasons struct {
	all  []reason.Reason
	at   map[distinctKey]int32
	text int // bytes that they take
}

// distinctKey is the key by which a reason.Grouper distinguishes reasons.
type distinctKey struct {
	key, server string
	cut         bool
}

// add returns the place of a reason, and false for a new one behind MaxReasons or MaxReasonText.
func (d *distinctReasons) add(r reason.Reason) (int32, bool) {
	key := distinctKey{r.Key, r.Server, r.Cut}
	n, ok := d.at[key]
	if ok {
		return n, true
	}
	if len(d.all) >= MaxReasons || d.text >= MaxReasonText {
		return 0, false
	}
	if d.at == nil {
		d.at = map[distinctKey]int32{}
	}
	n = int32(len(d.all))
	d.text += sizeOf(&r)
	d.all, d.at[key] = append(d.all, r), n
	return n, true
}
