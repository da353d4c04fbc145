package queue

// Totals are counts from mail logs about all mail, whether it is in the queue or not: of
// recipients, or of lines that name none.
type Totals struct {
	Hours   []HourTotal   // those with mail, in order
	Hops    []HopTotal    // the next hops with the most attempts, the largest first
	Senders []SenderTotal // the senders with the most messages, the largest first
}

// HourTotal is one hour of the logs.
type HourTotal struct {
	At int64 // when it begins, Unix seconds
	N  [NumEventKinds]uint32
}

// HopTotal is what became of mail to one next hop.
type HopTotal struct {
	Peer         Str
	N            [NumEventKinds]uint32
	FirstFailure int64 // of an attempt, deferred or failed, NoNumber none
	LastFailure  int64
	LastDelivery int64 // NoNumber none
}

// SenderTotal is the mail of one sender.
type SenderTotal struct {
	Sender   Str
	Messages uint32
	Bytes    int64
}
