package triage

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/parser/queue"
)

const (
	// longHeld: a message that was not tried for so long, in seconds, waits
	// for a queue run that does not come.
	longHeld = 3600
	// stopped: sendmail is mostly told to run the queue every 5 to 60 minutes.
	stopped = 4 * 3600
	// leastExpiring and expiringPercent: so many messages, and so large a part
	// of the queue, are worth a word before they are returned.
	leastExpiring   = 10
	expiringPercent = 10
	// returnAfter is sendmail's default limit in seconds; the queue does not
	// record a site's own. soon is how long before it a message is expiring.
	returnAfter = 5 * 86400
	soon        = 86400
)

// disk finds a full disk here.
func (s *survey) disk() []Cause {
	return s.fault(TopicLocalDisk, Cause{
		Rule: "disk", Title: "A disk of this server is full", Urgent: true,
		Advice:  "Free space or inodes on the file system that the status names or the queue is on; the next queue run does the rest.",
		Command: "df -h /var/spool /tmp; df -i /var/spool",
	})
}

// load finds messages that wait for the load to go down.
func (s *survey) load() []Cause {
	return s.fault(topicLoad, Cause{
		Rule: "load", Title: "The load is too high to deliver mail", Urgent: true,
		Advice:  "sendmail tries no message while the load is above QueueLA. Find out what makes it; the queue runs by itself afterwards.",
		Command: "uptime",
	})
}

// localFaults finds delivery programs and other things that fail here.
func (s *survey) localFaults() []Cause {
	return append(
		s.fault(TopicMailer, Cause{
			Rule: "mailer", Title: "The local delivery program puts mail off",
			Advice: "Look in the mail log for what it says: a quota, a home directory that is not mounted, a lock.",
		}),
		s.fault(TopicLocalError, Cause{
			Rule: "local", Title: "This server has a fault of its own", Urgent: true,
			Advice: "Repair what the status names, then run the queue.", Command: "sendmail -v -q",
		})...)
}

// fault makes a finding of all messages of a topic, however few.
func (s *survey) fault(topic string, c Cause) []Cause {
	t := s.topics[topicKey{topic, false}]
	if t == nil {
		return nil
	}
	c.Confidence, c.Side, c.Count, c.Oldest, c.Query = Certain, Ours, t.n, t.oldest, filter.Token("why", topic)
	c.Text = s.evidence(&t.tally, "")
	if s.topics[topicKey{topic, true}] != nil {
		c.Query += " code:none"
	}
	return []Cause{c}
}

// dirQuery selects the messages of a queue directory.
func (s *survey) dirQuery(d uint16) string {
	dir := &s.q.Dirs[d]
	query := filter.Token("queue", ExactDir(dir.Path))
	if len(s.hosts) > 1 && dir.Host != "" {
		query = tokens(filter.Token("host", dir.Host), query)
	}
	return query
}

// localhost finds programs on this host that refuse connections: sendmail
// itself, for the submission queue, or a filter.
func (s *survey) localhost() (out []Cause) {
	for _, d := range slices.Sorted(maps.Keys(s.dirs)) {
		for _, l := range ranked(s.q, s.dirs[d].local) {
			c := Cause{
				Rule: "localhost", Title: "A server on this host refuses connections", Text: s.evidence(l.tally, ""),
				Advice: "A filter or delivery program that listens on this host is not running. Start it.", Command: "ss -ltn",
			}
			if s.q.Dirs[d].Client {
				c.Rule, c.Title = "submission", "sendmail on this host does not take mail from its own programs"
				c.Advice = "The submission queue hands its mail to the sendmail that listens on this host, which refuses. Start it, then run that queue."
				c.Command = "sendmail -Ac -q -v"
			}
			c.Confidence, c.Side, c.Urgent, c.Count, c.Oldest = Certain, Ours, true, l.n, l.oldest
			c.Query = tokens(filter.Token("why", TopicRefused), filter.Token("server", l.name), s.dirQuery(d))
			out = append(out, c)
		}
	}
	return out
}

// runner finds queue directories that have not been run for hours.
func (s *survey) runner() (out []Cause) {
	for _, d := range slices.Sorted(maps.Keys(s.dirs)) {
		w := &s.dirs[d].waiting
		if w.last == 0 || s.q.Taken-w.last < stopped || w.n < leastMessages {
			continue
		}
		out = append(out, Cause{
			Rule: "runner", Confidence: Likely, Side: Ours, Urgent: true, Count: w.n, Oldest: w.oldest,
			Title:  fmt.Sprintf("Nothing in %s was tried for %s", s.q.Dirs[d].Path, span(s.q.Taken-w.last)),
			Text:   s.counts(w, " waits there", " wait there") + "; the last try of any was " + s.when(w.last) + ".",
			Advice: "The process that runs the queue is not there, or hangs. Look for it and start it.", Command: "pgrep -a sendmail",
			Query: s.dirQuery(d) + " (state:deferred OR state:held OR state:unavailable OR state:processing)",
		})
	}
	return out
}

// neverTried finds messages that no queue run has picked up.
func (s *survey) neverTried() []Cause {
	if s.late.n < leastMessages {
		return nil
	}
	return []Cause{{
		Rule: "never-tried", Confidence: Look, Side: Ours, Count: s.late.n, Oldest: s.late.oldest,
		Title:   plural(s.late.n, "message has", "messages have") + " never been tried",
		Text:    s.counts(&s.late, " waits", " wait") + ". Young mail waits for the next run, but not for more than an hour.",
		Advice:  "Check that sendmail runs the queue (-q with a time), and whether it is told to queue only.",
		Command: "sendmail -v -q",
		Query:   tokens(filter.Token("why", TopicNeverTried), AgeToken(">", longHeld)),
	}}
}

// quarantined finds what is kept until somebody releases it.
func (s *survey) quarantined() []Cause {
	t := s.states[queue.Quarantined]
	if t.n == 0 {
		return nil
	}
	return []Cause{{
		Rule: "quarantined", Confidence: Certain, Side: Ours, Count: t.n, Oldest: t.oldest,
		Title:   plural(t.n, "message is", "messages are") + " quarantined",
		Text:    s.counts(&t, " is kept", " are kept") + ". sendmail tries none of them until an operator releases or removes them.",
		Advice:  "Read the reasons. To release all of them, take the quarantine off and run the queue.",
		Command: "sendmail -qQ -Q",
		Query:   filter.Token("state", queue.Quarantined.String()),
	}}
}

// lost finds what sendmail has given up on silently.
func (s *survey) lost() []Cause {
	t := s.states[queue.Lost]
	if t.n == 0 {
		return nil
	}
	return []Cause{{
		Rule: "lost", Confidence: Certain, Side: Ours, Count: t.n, Oldest: t.oldest,
		Title:   plural(t.n, "message is", "messages are") + " set aside as Qf",
		Text:    s.counts(&t, " was renamed", " were renamed") + ": sendmail did not trust the control file, or a bounce could be returned to nobody. It tries none of them again.",
		Advice:  "The mail log says why. If a file is sound, rename it to qf and run the queue.",
		Command: "grep Losing /var/log/mail.log",
		Query:   filter.Token("state", queue.Lost.String()),
	}}
}

// broken finds messages of which a half is missing or damaged.
func (s *survey) broken() (out []Cause) {
	for _, b := range []struct{ rule, one, many, text, advice string }{
		{topicDamaged, "control file is damaged", "control files are damaged", "sendmail skips such a message and tells nobody.",
			"See Problems for the lines. Repair the files from a backup, or tell the senders."},
		{topicNoData, "message has lost its text", "messages have lost their texts", "The df file is missing; sendmail would deliver an empty message.",
			"Look for the df files in other queue directories or a backup before the next queue run."},
		{kindOrphan, "text has no control file", "texts have no control file", "sendmail does not know of them. They were just arriving, or a crash has left them.",
			"Leave young ones alone. Once nothing refers to an old one, it can be removed."},
	} {
		t := s.topics[topicKey{b.rule, false}]
		if t == nil {
			continue
		}
		title := plural(t.n, b.one, b.many)
		text := "**" + number(t.n) + "** of " + plural(s.n, "message", "messages") + ". " + b.text
		confidence := Certain
		if b.rule == kindOrphan {
			confidence = Look
		}
		out = append(out, Cause{
			Rule: b.rule, Confidence: confidence, Side: Ours, Count: t.n, Oldest: t.oldest,
			Title: title, Text: text, Advice: b.advice, Query: filter.Token("why", b.rule),
		})
	}
	return out
}

// expiring finds mail that is returned soon.
func (s *survey) expiring() []Cause {
	t := s.expire
	if t.n < leastExpiring || 100*t.n < expiringPercent*s.n {
		return nil
	}
	return []Cause{{
		Rule: "expiring", Confidence: Look, Count: t.n, Oldest: t.oldest,
		Title:  plural(t.n, "message reaches", "messages reach") + " 5 days within a day",
		Text:   s.counts(&t, " waits", " wait") + ". By default sendmail then gives up and returns it; the queue does not record another limit.",
		Advice: "Remove what holds them up first, then run the queue, or raise the limit.", Command: "sendmail -v -q",
		Query: tokens(filter.Token("state", queue.Deferred.String()), AgeToken(">", returnAfter-soon)),
	}}
}

// someOf lists names: "a, b and 3 others".
func someOf(list []counted, most int, one, many string) string {
	var names []string
	for _, c := range list[:min(len(list), most)] {
		names = append(names, quote(c.name))
	}
	text := strings.Join(names, ", ")
	n := len(list) - most
	if n <= 0 && len(names) > 1 {
		last := len(names) - 1
		return strings.Join(names[:last], ", ") + " and " + names[last]
	}
	if n > 0 {
		text += " and " + plural(n, one, many)
	}
	return text
}
