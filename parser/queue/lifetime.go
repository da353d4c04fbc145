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
}

// LifetimeOf returns the lifetime of the messages in most of the rows that
// count, and whether the configurations of several hosts differ. It is false if
// no configuration says.
func (q *Queue) LifetimeOf() (l Lifetime, differ, ok bool) {
	count := map[string]int{}
	submitted := len(q.Order) > 0
	for _, i := range q.Order {
		d := &q.Dirs[q.Dir[i]]
		count[d.Host]++
		submitted = submitted && d.Client
	}
	most := -1
	for _, one := range q.Lifetimes {
		if one.Normal == 0 || one.Client != submitted {
			continue
		}
		if ok && one.Normal != l.Normal {
			differ = true
		}
		if n := count[one.Host]; n > most {
			l, most, ok = one, n, true
		}
	}
	return l, differ, ok
}
