package triage

import (
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Listed is how the listing and the files of a queue that has both have a
// message. Each has it in one way, so that the numbers add up.
type Listed uint8

// The ways.
const (
	ListedAlike   Listed = iota // both say the same
	ListedDiffers               // the listing shows another size or status
	ListedOnly                  // there is no control file
	Unlisted                    // it is in the files only
	NumListed     = iota
)

var listedFilters = [NumListed]*filter.Node{
	ListedAlike:   filter.Must("is:listed has:control -is:differs"),
	ListedDiffers: filter.Must("is:listed has:control is:differs"),
	ListedOnly:    filter.Must("is:listed -has:control"),
	Unlisted:      filter.Must("is:unlisted"),
}

// Filter selects these messages in a queue with a listing.
func (l Listed) Filter() *filter.Node { return listedFilters[l] }

// Listed returns how listing and files have the message in row i.
func (x *Index) Listed(i int32) Listed {
	switch {
	case x.Queue.Listing[i] < 0:
		return Unlisted
	case !hasControl(x, i):
		return ListedOnly
	case Differs(x, i):
		return ListedDiffers
	}
	return ListedAlike
}

var hasControl = files(queue.ControlFile, queue.QuarantinedControl, queue.LostControl)
