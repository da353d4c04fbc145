package logline

import (
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// attempted reads what became of a recipient:
//
//	to=<X>[, orig_to=<Y>], relay=R[, conn_use=N], delay=F, delays=a/b/c/d[, tls=T], dsn=x.y.z, status=S (TEXT)
//
// delays and dsn are missing before 2.3.
func attempted(service, text string, e *maillog.Entry) bool {
	to, rest, ok := cutAddress(text[len("to="):], ", relay=", ", orig_to=<")
	if !ok {
		return false
	}
	e.Recipients = append(e.Recipients, to)
	if original, found := strings.CutPrefix(rest, ", orig_to="); found {
		if _, rest, ok = cutAddress(original, ", relay="); !ok {
			return false
		}
	}
	a, ok := outcomeOf(rest)
	if !ok {
		return false // the line was cut short
	}
	e.Delay, e.Status, e.Text = a.delay, a.dsn, a.text
	setRelay(a.relay, e)
	e.Kind, ok = kindOf(service, a)
	switch e.Kind {
	case queue.EventDelivered:
		// QUIRK: without quotes, an address may hold "x>, relay=…, status=sent (". The line then reads
		// in two ways, and proves nothing.
		if readsAgain(a.text) || readsAgain(to) {
			e.Kind = queue.EventNoted
			return ok
		}
		e.Code, _ = maillog.Reply(a.text)
		e.Other = maillog.NextID(a.text)
	case queue.EventMoved:
		e.Other = strings.TrimPrefix(a.text, forwarded)
	default:
		setServer(a.text, e)
	}
	return ok
}

// outcome is what follows the addresses.
type outcome struct {
	relay, dsn, status, text string
	delay                    int32
}

// outcomeOf cuts the fields in their order; none but the text can hold a comma.
func outcomeOf(rest string) (a outcome, ok bool) {
	if a.relay, rest, ok = cutField(rest, "relay"); !ok {
		return a, false
	}
	_, rest, _ = cutField(rest, "conn_use")
	delay, rest, ok := cutField(rest, "delay")
	if !ok {
		return a, false
	}
	a.delay = seconds(delay)
	_, rest, _ = cutField(rest, "delays")
	_, rest, _ = cutField(rest, "tls")
	a.dsn, rest, _ = cutField(rest, "dsn")
	rest, ok = strings.CutPrefix(rest, ", status=")
	if !ok {
		return a, false
	}
	// An unclosed bracket is the end of a line that was cut short.
	a.status, a.text, _ = strings.Cut(strings.TrimRight(rest, " "), " (")
	a.text = strings.TrimSuffix(a.text, ")")
	if maillog.Status(a.dsn) != a.dsn {
		a.dsn = ""
	}
	return a, true
}

// afterName cuts ", NAME=" off a text.
func afterName(text, name string) (value string, ok bool) {
	after, ok := strings.CutPrefix(text, ", ")
	if !ok {
		return "", false
	}
	if after, ok = strings.CutPrefix(after, name); !ok {
		return "", false
	}
	return strings.CutPrefix(after, "=")
}

// cutField cuts ", NAME=VALUE" off a text, where the value has no comma.
func cutField(text, name string) (value, rest string, ok bool) {
	after, ok := afterName(text, name)
	if !ok {
		return "", text, false
	}
	end := strings.IndexByte(after, ',')
	if end < 0 {
		return "", text, false
	}
	return after[:end], after[end:], true
}

// readsAgain reports whether an address or a reply holds the rest of a line about a recipient.
func readsAgain(text string) bool {
	const next = ">, relay="
	at := strings.LastIndex(text, next)
	if at < 0 {
		return false
	}
	a, ok := outcomeOf(text[at+1:])
	return ok && a.status != ""
}

// What local(8) says of a recipient whose mail it sends on as a new message, and error(8) of one
// for whom nothing was tried.
const (
	forwarded = "forwarded as "
	suspended = "delivery temporarily suspended"
)

// kindOf returns what an outcome means, which depends on the program that reports it.
func kindOf(service string, a outcome) (kind queue.EventKind, known bool) {
	switch a.status {
	case "sent":
		switch {
		case service == "discard":
			return queue.EventDiscarded, true
		case service == "local" && strings.HasPrefix(a.text, forwarded) && queue.IsPostfixLogID(a.text[len(forwarded):]):
			return queue.EventMoved, true
		}
		return queue.EventDelivered, true
	case "deferred", "SOFTBOUNCE":
		if (service == "error" || service == "retry" || service == "qmgr") && strings.HasPrefix(a.text, suspended) {
			return queue.EventNotTried, true
		}
		return queue.EventDeferred, true
	case "bounced":
		return queue.EventFailed, true
	case "deliverable", "undeliverable": // a probe of an address, which has no message
		return queue.EventNoted, true
	}
	return queue.EventNoted, false
}

// seconds reads a delay, which has up to six decimals; -1 if it is not one.
func seconds(s string) int32 {
	whole, _, _ := strings.Cut(s, ".")
	n, err := strconv.ParseUint(whole, 10, 31)
	if err != nil {
		return -1
	}
	return int32(n)
}
