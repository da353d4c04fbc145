package protocol

// Logged is what mail logs have about all mail, whether it waits or not.
// Recipients are counted, and where a line names none, lines.
type Logged struct {
	From      Moment         `json:"from"` // the first line, 0 unknown
	To        Moment         `json:"to"`   // the last one
	Logs      int            `json:"logs"`
	Lines     int            `json:"lines"`
	Received  int            `json:"received"`  // messages
	Delivered int            `json:"delivered"` // accepted by the next server, a mailbox or a program
	Deferred  int            `json:"deferred"`  // attempts that failed and are repeated
	Failed    int            `json:"failed"`    // refused for good
	Servers   []LoggedServer `json:"servers"`   // those with the most attempts
	ServersOf int            `json:"serversOf"` // of how many
	Senders   TopTable       `json:"senders"`   // of messages received; a row without a Query has none in the queue
}

// LoggedServer is what became of the mail to one next hop.
type LoggedServer struct {
	Name         string `json:"name"`
	Delivered    int    `json:"delivered"`
	Deferred     int    `json:"deferred"`
	Failed       int    `json:"failed"`
	LastDelivery Moment `json:"lastDelivery"` // 0 none
	LastFailure  Moment `json:"lastFailure"`  // of an attempt, 0 none
	Waiting      int    `json:"waiting"`      // messages in the queue that wait for it
	Query        string `json:"query"`        // selects these, "" none
}
