package triage

import (
	"errors"

	"github.com/spoolscope/spoolscope/app/words/mailsystem"
)

// diffMark is what a comparison found about a message, in either capture.
type diffMark uint32

const (
	markCame    diffMark = 1 << iota // in the later capture only
	markWent                         // in the earlier one only
	markStayed                       // in both
	markChanged                      // stayed: status, state, recipients or directory differ

	// Of messages that stayed.
	markStatus      // another reason or server
	markTried       // tried since
	markUntried     // not tried since, though it waits
	markQuarantined // quarantined since
	markReleased    // no longer quarantined
	markFewer       // some recipients are done
	markMoved       // in another directory of the same host

	// Of messages that went.
	markReturned // a bounce about it came
	markExpired  // given up according to the log; without one, older than the queue lifetime by the time of the later capture
	markHandled  // it was quarantined or lost: sendmail itself does nothing with it

	// Of messages that went, by a log.
	markDelivered
	markBounced
	markRemoved   // by hand
	markLikely    // very likely removed by hand: nothing in the log says how it left
	markDiscarded // by a rule
	markMovedOn   // goes on under another id
	markUnknown   // the log does not say
)

// marked are the values of diff:.
var marked = []struct {
	name string
	mark diffMark
}{
	{"came", markCame}, {"went", markWent}, {"stayed", markStayed}, {"changed", markChanged},
	{"status", markStatus}, {"tried", markTried}, {"untried", markUntried}, {"quarantined", markQuarantined},
	{"released", markReleased}, {"fewer", markFewer}, {"moved", markMoved},
	{"returned", markReturned}, {"expired", markExpired}, {"handled", markHandled},
	{"delivered", markDelivered}, {"bounced", markBounced}, {"removed", markRemoved}, {"likely-removed", markLikely},
	{"discarded", markDiscarded}, {"moved-on", markMovedOn}, {"unknown", markUnknown},
}

// errOneCapture is the error of diff: without a comparison.
var errOneCapture = errors.New("diff: needs a second capture of the queue to compare with")

func diffTest(x *Index, v value) (test, error) {
	var names []string
	for _, m := range marked {
		if v.pattern.is([]byte(m.name)) || m.mark == markQuarantined && mailsystem.IsAside(v.pattern.is) {
			if x.marks == nil {
				return test{}, errOneCapture
			}
			marks := x.marks
			return cheap(func(i int32) bool { return marks[i]&m.mark != 0 }), nil
		}
		names = append(names, m.name)
	}
	return test{}, notKnown("diff", v, names)
}
