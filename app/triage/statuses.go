package triage

import (
	"cmp"
	"strings"

	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/app/words/mailsystem"
	"github.com/spoolscope/spoolscope/parser/poll"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// parseStatuses parses each different status once and brings texts that mailq
// cut together with their full ones.
func (x *Index) parseStatuses(p *poll.Poll) bool {
	q := x.Queue
	type status struct {
		text   queue.Str
		parsed int32 // index in parsed
		teller teller
	}
	known := map[reasonKey]int32{}
	// Statuses wait for all others only from the first one on that was cut: a
	// queue can have a different one for each message.
	var waiting []status
	var parsed distinctReasons
	for i := range int32(q.Len()) {
		if !p.More() {
			return false
		}
		s, who := q.Effective[i], x.teller(i)
		if _, ok := x.reasonOf[who][s]; ok {
			continue
		}
		x.reasonOf[who][s] = -1
		var opts []reason.Option
		if q.Flags[i]&queue.StatusCut != 0 {
			opts = append(opts, reason.Cut)
		}
		if who == postfix || who == exim {
			opts = append(opts, reason.WillRetry)
		}
		r := reason.Parse(q.Text(s), opts...)
		if d := r.Domain; d != "" {
			x.lookup[s] = q.Strings.Add(d)
		}
		if r.Cut && waiting == nil {
			for _, whole := range x.Reasons {
				parsed.add(whole)
			}
		}
		if r.Cut || waiting != nil {
			if n, ok := parsed.add(r); ok {
				waiting = append(waiting, status{s, n, who})
				continue
			}
		}
		x.reasonOf[who][s] = x.known(known, r, q.Text(s), who)
	}
	if waiting == nil {
		return true
	}
	groups := reason.NewGrouperPolled(parsed.all, p)
	for _, s := range waiting {
		if !p.More() {
			return false
		}
		x.reasonOf[s.teller][s.text] = x.known(known, groups.Full(parsed.all[s.parsed]), q.Text(s.text), s.teller)
	}
	return true
}

// reasonKey is what distinguishes reasons.
type reasonKey struct {
	reason, server string
	teller         teller
}

// known returns the number of a reason, a new one the first time.
func (x *Index) known(of map[reasonKey]int32, r reason.Reason, status string, by teller) int32 {
	is := reasonKey{r.Key, r.Server, by}
	n, ok := of[is]
	if !ok && x.manyReasons() {
		x.Grouped++
		r, status = r.Rough(), ""
		is = reasonKey{r.Key, r.Kind, by} // it names no server
		n, ok = of[is]
	}
	if !ok {
		n = x.add(r, status, by)
		of[is] = n
	}
	return n
}

// teller is who wrote a status, which decides how it is read.
type teller uint8

const (
	sendmail   teller = iota
	submission        // sendmail’s queue for submission: what speaks there is the server on this host
	postfix           // whose texts do not say whether another try follows; the directory does
	exim              // which keeps what it tries again, and nothing else
	numTellers
)

// teller returns who wrote the status of row i.
func (x *Index) teller(i int32) teller {
	switch d := &x.Queue.Dirs[x.Queue.Dir[i]]; {
	case d.System == queue.Postfix:
		return postfix
	case d.System == queue.Exim:
		return exim
	case d.Client:
		return submission
	}
	return sendmail
}

func (x *Index) add(r reason.Reason, status string, by teller) int32 {
	x.Reasons = append(x.Reasons, r)
	x.reasonText += sizeOf(&r)
	submitted := by == submission
	t := r.Topic(status, submitted)
	switch {
	case !t.Own():
	case by == postfix:
		t.Say(&mailsystem.Postfix)
	case by == exim:
		t.Say(&mailsystem.Exim)
	}
	x.Topics = append(x.Topics, t)
	x.addFamily(&t)
	x.Local = append(x.Local, r.Kind == reason.KindMailer || r.Kind == reason.KindLocal || t.ID == reason.TopicMailer || submitted && r.Code.Valid())
	return int32(len(x.Reasons) - 1)
}

// domainWith returns the domain of the first recipient whose own status is the one
// that counts: a reply does not name the server that gave it.
func (x *Index) domainWith(i int32, from, to uint32) queue.Str {
	q := x.Queue
	for k := from; k < to; k++ {
		if q.RcptStat[k] == q.Effective[i] && q.RcptStat[k] != 0 {
			return x.RcptDomain[k]
		}
	}
	return x.Domain[i]
}

// byState gives messages that wait for another reason than a failure a reason
// in words.
func (x *Index) byState(i int32, fixed map[string]int32) (int32, bool) {
	q := x.Queue
	kind, text := "", ""
	switch q.State[i] {
	case queue.Held:
		kind, text = reason.KindNeverTried, "Not tried yet"
		if e := q.Listing[i]; e >= 0 && q.Listed[e].Mark == 'X' {
			kind, text = reason.KindLoad, "Not tried: the load was too high"
		}
	case queue.Quarantined:
		return x.quarantine(i, fixed), true
	case queue.Lost:
		kind, text = reason.KindLost, cmp.Or(x.WordsOf(i).Findings[reason.TopicLost].Status, "Set aside by sendmail, not tried again")
	case queue.Orphan:
		kind, text = reason.KindOrphan, cmp.Or(x.WordsOf(i).Findings[reason.TopicOrphan].Status, "No control file")
	case queue.Incomplete:
		kind, text = reason.KindDamaged, cmp.Or(x.WordsOf(i).Findings[reason.TopicDamaged].Status, "Control file damaged")
		if q.Flags[i]&queue.Damaged == 0 {
			kind, text = reason.KindNoData, cmp.Or(x.WordsOf(i).Findings[reason.TopicNoData].Status, "Data file missing")
		}
	case queue.Processing:
		kind, text = reason.KindProcessing, "Being delivered when the archive was made"
		if e := q.Listing[i]; e >= 0 && q.Text(q.Listed[e].Remark) == "no control file" {
			text = "Just arriving when the listing was made"
		}
	default:
		kind, text = reason.KindUnknown, "No status recorded"
	}
	if (q.State[i] == queue.Processing || kind == reason.KindUnknown) && q.Effective[i] != 0 {
		return 0, false
	}
	r, ok := fixed[text]
	if !ok {
		r = x.add(reason.Reason{Kind: kind, Key: text, Text: []reason.Piece{{Text: text}}}, text, x.teller(i))
		x.Local[r] = true
		fixed[text] = r
	}
	return r, true
}

// quarantine returns the reason of a quarantined message, its varying parts marked.
func (x *Index) quarantine(i int32, fixed map[string]int32) int32 {
	text, of := x.Queue.Columns.Reason[i], x.WordsOf(i)
	known := quarantineKey{text, of}
	if n, ok := x.quarantined[known]; ok {
		return n
	}
	why := x.Queue.Text(text)
	if why == of.Aside {
		why = "" // it is set aside, and nothing else is known
	}
	r := reason.Quarantined(why)
	if status := of.Findings[reason.TopicQuarantined].Status; status != "" && why == "" {
		r.Key, r.Text = status, []reason.Piece{{Text: status}}
	} else if status != "" {
		begin := "Quarantined"
		r.Key = status + strings.TrimPrefix(r.Key, begin)
		r.Text[0].Text = status + strings.TrimPrefix(r.Text[0].Text, begin)
	}
	n, ok := fixed[r.Key]
	if !ok && x.manyReasons() {
		x.Grouped++
		r = r.Rough()
		n, ok = fixed[r.Key]
	}
	if !ok {
		n = x.add(r, "", x.teller(i))
		x.Local[n] = true
		fixed[r.Key] = n
	}
	x.quarantined[known] = n
	return n
}

// quarantineKey is what the reason of a quarantined message depends on.
type quarantineKey struct {
	text queue.Str
	of   *mailsystem.Words
}
