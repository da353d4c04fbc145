package queue

// eventNames are the names of the kinds of events, in filters and exports.
var eventNames = [NumEventKinds]string{
	EventNoted: "noted", EventReceived: "received", EventRejected: "rejected", EventQueued: "queued",
	EventDelivered: "delivered", EventDeferred: "deferred", EventFailed: "failed", EventNotTried: "not-tried",
	EventDiscarded: "discarded", EventNotice: "notice", EventMoved: "moved-on", EventHeld: "held",
	EventReleased: "released", EventExpired: "expired", EventRemoved: "removed", EventLost: "lost", EventEnded: "ended",
}

// String returns the name of a kind, as in filters and exports.
func (k EventKind) String() string {
	if k >= NumEventKinds {
		return ""
	}
	return eventNames[k]
}

// Attempt reports whether an event of this kind is the outcome of an attempt to deliver.
func (k EventKind) Attempt() bool {
	return k == EventDelivered || k == EventDeferred || k == EventFailed
}
