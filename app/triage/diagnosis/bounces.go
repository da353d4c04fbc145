package diagnosis

import (
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
	"github.com/spoolscope/spoolscope/parser/smtp"
)

// sampled is how many bounces are looked into for what servers said, spread
// over all of them: only the commonest reply is named, and not how often.
const sampled = 20_000

// eachBounce yields bounces spread evenly over all.
func (w *writer) eachBounce(yield func(i int32) bool) {
	step, k := w.kinds[triage.Bounce]/sampled+1, 0
	for _, i := range w.rows {
		if w.x.Kind(i) != triage.Bounce {
			continue
		}
		if k++; k%step == 0 && !yield(i) {
			return
		}
	}
}

// knowsAddresses is the server that knows the addresses which this one does
// not, if most bounces say so.
func (w *writer) knowsAddresses() string {
	by := map[queue.Str]int{}
	all := 0
	for i := range w.eachBounce {
		all++
		for k, r := range w.x.Said(i) {
			if w.x.Topics[r].Is(smtp.UnknownUser.Key()) {
				by[w.q.ReplyHost[k]]++
				break
			}
		}
	}
	for host, n := range by {
		if 2*n > all && host != 0 {
			return w.server(host)
		}
	}
	return ""
}

// saidMost is what most bounces say in a few words, "" if they do not agree.
func (w *writer) saidMost() string {
	by := map[string]int{}
	all := 0
	for i := range w.eachBounce {
		all++
		for _, r := range w.x.Said(i) {
			by[w.x.Topics[r].Title]++
			break
		}
	}
	for title, n := range by {
		if 2*n > all {
			return words.LowerFirst(title)
		}
	}
	return ""
}
