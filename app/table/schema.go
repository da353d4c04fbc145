package table

// Schema is the version of the tables. Columns may be added without notice; the
// number increases when a column changes its meaning or is removed.
const Schema = "spoolscope.tables/1"

// Origin says which capture a row belongs to. It comes first in every table.
type Origin struct {
	Host    string `parquet:"host,optional,dict" json:"host,omitempty" doc:"the server whose queue it is; if the capture does not name it, the archive's name without its extension" null:"the capture came from standard input and names no server"`
	Capture *Time  `parquet:"capture,optional,timestamp(millisecond)" json:"capture,omitempty" doc:"when the queue was captured" null:"the capture time is unknown"`
	Archive string `parquet:"archive,dict" json:"archive" doc:"the archive or folder that was read, as it was named to the command: with queue and id it leads back to the message"`
}

// Message is a row of the table messages.
type Message struct {
	Origin
	Queue      string `parquet:"queue,dict" json:"queue" doc:"the queue directory on the server"`
	ID         string `parquet:"id" json:"id" doc:"the queue ID; host, queue and id together identify a message of a capture"`
	System     string `parquet:"system,dict" json:"system" doc:"the mail system: sendmail, postfix …"`
	State      string `parquet:"state,dict" json:"state" doc:"what happens next: deferred, unavailable, held, processing, quarantined, lost, orphan, incomplete"`
	Kind       string `parquet:"kind,dict" json:"kind" doc:"bounce, ordinary or quarantined"`
	Why        string `parquet:"why,dict" json:"why" doc:"the kind of reason, as why: in a filter"`
	Reason     string `parquet:"reason,dict" json:"reason" doc:"the status with its varying parts taken out"`
	Code       string `parquet:"code,optional,dict" json:"code,omitempty" doc:"SMTP reply code of the status: 451" null:"the status has none"`
	Enhanced   string `parquet:"enhanced,optional,dict" json:"enhanced,omitempty" doc:"enhanced status code: 4.7.1" null:"the status has none"`
	Server     string `parquet:"server,optional,dict" json:"server,omitempty" doc:"the next hop: the remote server responsible" null:"this server is responsible, or none is named"`
	Status     string `parquet:"status,optional,dict" json:"status,omitempty" doc:"the status as the mail system wrote it" null:"none was written"`
	Obstacle   string `parquet:"obstacle,dict" json:"obstacle" doc:"what holds the message up, as obstacle: in a filter"`
	Side       string `parquet:"side,dict" json:"side" doc:"who must act on the obstacle: here, theirs, network, other"`
	Cause      string `parquet:"cause,optional,dict" json:"cause,omitempty" doc:"the most important cause of the message, as in the table causes" null:"it has no cause"`
	CauseSide  string `parquet:"cause_side,dict" json:"cause_side" doc:"who can remove that cause: ours, theirs, network, sender; unknown if it has no cause, or the side is not known"`
	From       string `parquet:"from,optional,dict" json:"from,omitempty" doc:"the envelope sender; <> is the null sender" null:"not recorded"`
	Recipients int32  `parquet:"recipients" json:"recipients" doc:"recipients that the message is still queued for, as in the table recipients"`
	Created    *Time  `parquet:"created,optional,timestamp(millisecond)" json:"created,omitempty" doc:"when the message was queued" null:"unknown"`
	LastTry    *Time  `parquet:"last_try,optional,timestamp(millisecond)" json:"last_try,omitempty" doc:"the last attempt at delivery" null:"never tried, or unknown"`
	NextTry    *Time  `parquet:"next_try,optional,timestamp(millisecond)" json:"next_try,omitempty" doc:"the next attempt, as recorded or by the mail system's default schedule" null:"unknown, or it is not tried again"`
	Failing    *Time  `parquet:"failing_since,optional,timestamp(millisecond)" json:"failing_since,omitempty" doc:"since when deliveries to its destination have failed, for any message" null:"the mail system does not record that"`
	GivenUp    *Time  `parquet:"given_up,optional,timestamp(millisecond)" json:"given_up,omitempty" doc:"when the message reaches the queue lifetime and is returned or dropped" null:"the time of arrival is unknown, or the mail system does not try it by itself"`
	Age        *int64 `parquet:"age,optional" json:"age,omitempty" doc:"age at the capture" unit:"seconds" null:"unknown"`
	Tries      *int32 `parquet:"tries,optional" json:"tries,omitempty" doc:"attempts at delivery so far" null:"not recorded"`
	Priority   *int64 `parquet:"priority,optional" json:"priority,omitempty" doc:"the priority in the queue; a lower one is tried earlier" null:"not recorded"`
	Size       *int64 `parquet:"size,optional" json:"size,omitempty" doc:"size of the message's data" unit:"bytes" null:"there is no data file"`
	Subject    string `parquet:"subject,optional" json:"subject,omitempty" doc:"the subject, decoded" null:"none, or the header was not read"`
	Client     string `parquet:"client,optional,dict" json:"client,omitempty" doc:"the relay client: name and address" null:"not recorded"`
	Login      string `parquet:"login,optional,dict" json:"login,omitempty" doc:"the login with which the message was submitted" null:"submitted without a login, or not recorded"`
	Source     string `parquet:"source,dict" json:"source" doc:"where the message came from; for a bounce, where the message that bounced came from"`
	SourceKind string `parquet:"source_kind,dict" json:"source_kind" doc:"what source is: script, login, client, server; unknown if nothing names it"`
	Quarantine string `parquet:"quarantine,optional,dict" json:"quarantine,omitempty" doc:"the reason given for the quarantine" null:"not quarantined"`
	Bounce     string `parquet:"bounce,optional,dict" json:"bounce,omitempty" doc:"for a DSN that this server made, its kind: failure, warning-timeout …" null:"not a DSN of this server"`
	BounceOf   string `parquet:"origin,optional,dict" json:"origin,omitempty" doc:"for a bounce: the sender of the message that failed" null:"not a bounce, or unknown"`
	BounceBy   string `parquet:"origin_client,optional,dict" json:"origin_client,omitempty" doc:"for a bounce: the client that submitted the message that failed" null:"not a bounce, or unknown"`
}

// Recipient is a row of the table recipients.
type Recipient struct {
	Origin
	Queue   string `parquet:"queue,dict" json:"queue" doc:"as in messages"`
	ID      string `parquet:"id" json:"id" doc:"as in messages"`
	N       int32  `parquet:"n" json:"n" doc:"the position of the recipient in the message, from 0"`
	Address string `parquet:"address" json:"address" doc:"the recipient that the message is still queued for"`
	Domain  string `parquet:"domain,optional,dict" json:"domain,omitempty" doc:"its domain, in lower case" null:"the address has none"`
	First   bool   `parquet:"first_of_domain" json:"first_of_domain" doc:"whether it is the message's first recipient in its domain: counting only these counts each message once per domain"`
	Status  string `parquet:"status,optional,dict" json:"status,omitempty" doc:"the recipient's own status" null:"it has none"`
	State   string `parquet:"state,dict" json:"state" doc:"the state of the message"`
	Server  string `parquet:"server,optional,dict" json:"server,omitempty" doc:"the next hop of the message" null:"the message has none"`
	From    string `parquet:"from,optional,dict" json:"from,omitempty" doc:"the envelope sender of the message" null:"the message has none"`
	Age     *int64 `parquet:"age,optional" json:"age,omitempty" doc:"the age of the message" unit:"seconds" null:"unknown"`
}

// Reply is a row of the table replies.
type Reply struct {
	Origin
	Queue    string `parquet:"queue,dict" json:"queue" doc:"as in messages"`
	ID       string `parquet:"id" json:"id" doc:"as in messages"`
	N        int32  `parquet:"n" json:"n" doc:"the position of the reply in the bounce's transcript, from 0"`
	Server   string `parquet:"server,optional,dict" json:"server,omitempty" doc:"the server that replied" null:"the transcript does not name it"`
	Code     string `parquet:"code,optional,dict" json:"code,omitempty" doc:"SMTP reply code: 550" null:"the text has none"`
	Enhanced string `parquet:"enhanced,optional,dict" json:"enhanced,omitempty" doc:"enhanced status code: 5.1.1" null:"the text has none"`
	Why      string `parquet:"why,dict" json:"why" doc:"the kind of reason, as in messages"`
	Action   string `parquet:"action,dict" json:"action" doc:"what to do about it, as action: in a filter"`
	Echo     bool   `parquet:"echo" json:"echo" doc:"whether it merely follows from the refusal before it, as a 503 does"`
	Text     string `parquet:"text,dict" json:"text" doc:"the whole reply; its lines are joined with spaces"`
}

// Cause is a row of the table causes: a finding about the messages of one host.
type Cause struct {
	Origin
	N          int32  `parquet:"n" json:"n" doc:"the position of the cause among the causes of the host, from 0, the most important first"`
	Cause      string `parquet:"cause,dict" json:"cause" doc:"the kind of cause, without names"`
	Side       string `parquet:"side,dict" json:"side" doc:"who can remove it: ours, theirs, network, sender, unknown"`
	Confidence string `parquet:"confidence,dict" json:"confidence" doc:"certain, likely or look"`
	Messages   int64  `parquet:"messages" json:"messages" doc:"messages of the cause; a message can have several causes"`
	Once       int64  `parquet:"once" json:"once" doc:"messages of the cause that no earlier cause has: their sum counts each message once"`
	Oldest     *Time  `parquet:"oldest,optional,timestamp(millisecond)" json:"oldest,omitempty" doc:"when its oldest message was queued" null:"unknown"`
	Title      string `parquet:"title" json:"title" doc:"the finding in one line"`
	Inside     string `parquet:"inside,optional" json:"inside,omitempty" doc:"what it consists of: 5 clients, 9 servers" null:"a single one"`
	Text       string `parquet:"text" json:"text" doc:"the evidence"`
	Filter     string `parquet:"filter" json:"filter" doc:"the filter that selects its messages"`
}

// Problem is a row of the table problems.
type Problem struct {
	Origin
	Severity string `parquet:"severity,dict" json:"severity" doc:"error, warning or note"`
	Kind     string `parquet:"kind,dict" json:"kind" doc:"what kind of problem it is"`
	Unread   bool   `parquet:"unread" json:"unread" doc:"whether something that may be a message was not read or not understood because of it"`
	File     string `parquet:"file,optional" json:"file,omitempty" doc:"the file in the archive" null:"it is not about a file"`
	Line     *int32 `parquet:"line,optional" json:"line,omitempty" doc:"the line in it, from 1" null:"it is not about a line"`
	Offset   *int64 `parquet:"offset,optional" json:"offset,omitempty" doc:"the position in it" unit:"bytes" null:"it is not about a position"`
	Reason   string `parquet:"reason" json:"reason" doc:"what is wrong, in words; its kind alone if everything is redacted"`
}

// Capture is a row of the table captures: one for each host of each archive, also
// where the queue was empty.
type Capture struct {
	Origin
	DatedBy    string `parquet:"dated_by,optional,dict" json:"dated_by,omitempty" doc:"how the time of the capture is known: newest file, date in the listing …" null:"it is unknown"`
	Messages   int64  `parquet:"messages" json:"messages" doc:"messages in the table messages"`
	Recipients int64  `parquet:"recipients" json:"recipients" doc:"recipients in the table recipients"`
	Bytes      int64  `parquet:"bytes" json:"bytes" doc:"size of the messages' data" unit:"bytes"`
	Lifetime   int64  `parquet:"lifetime" json:"lifetime" doc:"how long the server keeps a message, by its configuration or by default" unit:"seconds"`
	Complete   bool   `parquet:"complete" json:"complete" doc:"whether everything in the archive was read and understood"`
	Filter     string `parquet:"filter,optional,dict" json:"filter,omitempty" doc:"the filter that selected the messages" null:"all messages were exported"`
	Redacted   string `parquet:"redacted,optional,dict" json:"redacted,omitempty" doc:"what was replaced by pseudonyms" null:"nothing was"`
	Schema     string `parquet:"schema,dict" json:"schema" doc:"the version of the tables"`
}
