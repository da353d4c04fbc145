package logline

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
)

// setRelay takes "NAME[IP]:PORT", the name of a transport, or "none".
func setRelay(relay string, e *maillog.Entry) {
	if relay == "none" {
		return
	}
	e.Peer = relay
	if name, ip, _, ok := cutHost(relay); ok {
		e.Peer, e.IP = name, ip
	}
}

// setServer reads who said what from the text of an attempt that failed. Postfix begins it in its
// own words, and a reply follows "said: " or "to me: ". A host that is named here is the one of an
// attempt that got no further than the connection.
func setServer(text string, e *maillog.Entry) {
	text = strings.TrimPrefix(text, suspended+": ")
	for _, words := range [...]string{"host ", "connect to ", "lost connection with ", "conversation with "} {
		after, ok := strings.CutPrefix(text, words)
		if !ok {
			continue
		}
		name, ip, rest, ok := cutHost(after)
		if !ok {
			return
		}
		if e.Peer == "" {
			e.Peer, e.IP = name, ip
		}
		for _, verb := range [...]string{" said: ", " refused to talk to me: "} {
			if reply, ok := strings.CutPrefix(rest, verb); ok {
				e.Code, _ = maillog.Reply(reply)
			}
		}
		return
	}
}

// refusedByOne reads the answer of one of several servers: the next one was asked after it, and
// what became of the recipient has a line of its own.
func refusedByOne(text string, e *maillog.Entry) bool {
	for _, words := range [...]string{"host ", "connect to ", "lost connection with ", "conversation with "} {
		if strings.HasPrefix(text, words) {
			setServer(text, e)
			return true
		}
	}
	return false
}
