package redact

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/redact/internal/exim"
	"github.com/spoolscope/spoolscope/app/redact/internal/hostname"
	"github.com/spoolscope/spoolscope/app/redact/internal/vocabulary"
	"github.com/spoolscope/spoolscope/app/redact/internal/word"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Status redacts what a mail system says about a delivery. If hosts are redacted, so are the names of
// unusual routers and transports in Exim's words: after R= and T=, and before "transport" and
// "router". Users, hosts and directories that only their positions reveal are redacted too. In a strict redaction, what a filter says of a message that it froze is left out.
func (rd *Redactor) Status(s string) string {
	if rd.Strict() {
		s = exim.WithoutFilterText(s)
	}
	return rd.Text(rd.said(rd.withoutDrivers(s)))
}

// Frozen redacts why Exim froze a message. In a strict redaction nothing stays of what the writer of a
// filter has it say.
func (rd *Redactor) Frozen(why string) string {
	if rd.Strict() {
		return exim.Frozen(why)
	}
	return rd.Status(why)
}

// withoutDrivers gives pseudonyms to names of routers and transports.
func (rd *Redactor) withoutDrivers(s string) string {
	if rd == nil || !rd.hide.Hosts {
		return s
	}
	var spans []span
	for _, p := range exim.Drivers(s) {
		if with := rd.Driver(s[p.From:p.To]); with != s[p.From:p.To] {
			spans = append(spans, span{from: p.From, to: p.To, with: with})
		}
	}
	return replace(s, spans)
}

// Driver redacts the name of a router or a transport. Usual names stay, and so do common words; so
// does the id of a message, which a log has after R= too.
func (rd *Redactor) Driver(name string) string {
	const prefix, sealed = "driver-", len("driver-") + hostname.KeyedLen
	if key := word.Lower(name); rd == nil || !rd.hide.Hosts || name == "" || exim.IsUsual(key) || vocabulary.IsCommon(key) || queue.IsEximID(name) {
		return name
	}
	// A real name may look like a pseudonym, as driver-customers does. Those given here end in
	// characters that follow from the others.
	if len(name) > sealed && rd.keyedName(prefix, name[:sealed]) == prefix+name[sealed:] {
		return name
	}
	given := rd.keyedName(prefix, name)
	return given + strings.TrimPrefix(rd.keyedName(prefix, given), prefix)
}
