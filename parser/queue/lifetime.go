package queue

// Lifetime is how long the mail system of one host keeps a message before it
// gives up, as a configuration among the sources says
// (formats/sendmail.md §10). Times are in seconds, 0 where it does not say.
type Lifetime struct {
	Pos              // of the line that sets Normal
	Host      string // as Dir.Host
	Client    bool   // of the program that submits mail, for the client queue
	Normal    int64  // of mail of normal precedence
	Urgent    int64
	NonUrgent int64
	DSN       int64 // of bounces and delay notices made on the host

	System System // whose configuration it is
	// Least and Most are the waits after a failed try, and Scan how often the queue is
	// looked through, where the mail system has such settings.
	Least, Most, Scan int64
}

// LifetimeOf returns the lifetime of the messages in most of the rows that
// count, and whether the configurations of several hosts differ. It is false if
// no configuration says.
func (q *Queue) LifetimeOf() (l Lifetime, differ, ok bool) {
	type server struct {
		host   string
		system System
	}
	count, of := map[server]int{}, map[System]int{}
	submitted := len(q.Order) > 0
	for _, i := range q.Order {
		d := &q.Dirs[q.Dir[i]]
		count[server{d.Host, d.System}]++
		of[d.System]++
		submitted = submitted && d.Client
	}
	most := -1
	for _, one := range q.Lifetimes {
		n := count[server{one.Host, one.System}]
		if one.Normal == 0 || one.Client != submitted || of[one.System] == 0 && len(q.Order) > 0 {
			continue
		}
		if ok && one.Normal != l.Normal {
			differ = true
		}
		if n > most {
			l, most, ok = one, n, true
		}
	}
	return l, differ, ok
}
