package protocol

// Timeline counts the messages that still wait by when they arrived, and
// expects when the mail system gives them up. Buckets begin at whole multiples
// of Step in UTC.
//
// From, Step and the number of buckets are those of the queue as a whole: a
// query changes the counts alone. What it says about the time of arrival does
// not: Range has that, and the counts are those of the messages that Query
// selects.
type Timeline struct {
	From     Moment       `json:"from"`    // begin of the first bucket
	Step     int64        `json:"step"`    // seconds a bucket
	Now      Moment       `json:"now"`     // the capture
	Buckets  []TimeBucket `json:"buckets"` // to now, then as far ahead as mail is expected to be given up
	Lifetime int64        `json:"lifetime"`
	Events   []TimeEvent  `json:"events"`            // at most five, the earliest first
	Range    [2]Moment    `json:"range"`             // what created: in the query selects; 0, 0 without
	Earlier  int          `json:"earlier,omitempty"` // messages that arrived before From, few and old: they would flatten the rest
	Unknown  int          `json:"unknown,omitempty"` // messages without a time of arrival, or with one after the capture
	Query    string       `json:"query"`             // the query without created:, to put a range into
	Traffic  *TimeTraffic `json:"traffic,omitempty"` // deliveries in that time; nil without a mail log
	Aside    string       `json:"aside,omitempty"`   // "frozen" or another word of the mail system for quarantined mail; "" quarantined
}

// TimeBucket counts the messages of one stretch of time.
type TimeBucket struct {
	Bounces     int `json:"bounces"`
	Ordinary    int `json:"ordinary"`
	Quarantined int `json:"quarantined"`
	Tries       int `json:"tries"` // messages whose last try was then

	// Expected to be given up then; never quarantined mail.
	GivenUpBounces  int `json:"givenUpBounces"`
	GivenUpOrdinary int `json:"givenUpOrdinary"`
}

// TimeEvent is a point in time worth a number in the picture.
type TimeEvent struct {
	At    Moment `json:"at"`
	Title string `json:"title"` // "mx2.example.org: oldest message that it refuses"
	Note  string `json:"note"`  // "604 wait for it now"
	Count int    `json:"count"` // messages that Query selects
	Query string `json:"query"`
}

// TimeTraffic counts the attempts to deliver that the mail logs have, of any
// mail, from From to the capture. A step is whole hours, as long as a bucket or
// longer.
type TimeTraffic struct {
	From  Moment        `json:"from"`
	Step  int64         `json:"step"` // seconds
	Steps []TrafficStep `json:"steps"`
}

// TrafficStep counts recipients: those that were reached in a stretch of time,
// and those for whom an attempt failed.
type TrafficStep struct {
	Delivered int `json:"delivered"`
	Failed    int `json:"failed"`
}
