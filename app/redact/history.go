package redact

import "github.com/spoolscope/spoolscope/parser/queue"

// history notes the names in what mail logs have about messages, the notices about them included.
// Next hops are not noted: they keep their names unless something else shows that they are ours.
func (o *originals) history(q *queue.Queue) {
	h := q.History
	if h == nil {
		return
	}
	var addresses, clients, texts []queue.Str
	for n := range h.Events {
		e := &h.Events[n]
		addresses = append(addresses, e.Sender, e.Login)
		texts = append(texts, e.Text)
		if e.Kind == queue.EventReceived || e.Kind == queue.EventRejected {
			clients = append(clients, e.Peer, e.IP)
		}
	}
	each(q.Strings, func(s string) {
		if s != queue.NullSender {
			o.address(s, false)
		}
	}, addresses)
	each(q.Strings, func(s string) { o.address(s, true) }, h.Recipients)
	each(q.Strings, o.client, clients)
	each(q.Strings, o.text, texts)
	for _, l := range h.Logs {
		o.host(l.Host)
	}
}
