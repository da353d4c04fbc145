package mailsystem

// events are what the kinds of events in a mail log are called, by the names that the filter has
// for them, where a mail system has no word of its own.
var events = map[string]string{
	"noted":     "Noted",
	"received":  "Received",
	"rejected":  "Refused on arrival",
	"queued":    "Queued, not tried yet",
	"delivered": "Delivered",
	"deferred":  "Deferred",
	"failed":    "Failed for good",
	"not-tried": "Not tried",
	"discarded": "Discarded",
	"notice":    "Notice made",
	"moved-on":  "Goes on under another ID",
	"held":      "Put on hold",
	"released":  "Released from hold",
	"expired":   "Given up: too old",
	"removed":   "Removed by hand",
	"lost":      "Queue file lost",
	"ended":     "Done",
}

// Event returns what a kind of event is called on screen.
func (w *Words) Event(kind string) string {
	if own := w.Events[kind]; own != "" {
		return own
	}
	return events[kind]
}
