package dsn

import (
	"cmp"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// status reads the message/delivery-status part (RFC 3464 §2): fields of the
// message, then a block for each recipient, separated by empty lines.
func (p *parser) status() {
	if p.bound == "" || !p.enter("message/delivery-status", "message/global-delivery-status") {
		return
	}
	first := true
	for p.at < len(p.lines) && !p.ends(p.lines[p.at]) {
		block := p.block()
		if len(block) == 0 {
			continue
		}
		if first {
			first = false
			p.b.ReportingMTA = typed(block["reporting-mta"])
			p.b.EnvelopeID = block["original-envelope-id"]
			p.b.Arrival = block["arrival-date"]
			if p.b.Client == "" {
				p.b.Client = typed(block["received-from-mta"])
			}
			continue
		}
		p.b.Recipients = append(p.b.Recipients, queue.BounceRecipient{
			Original:   typed(block["original-recipient"]),
			Final:      typed(block["final-recipient"]),
			Actual:     typed(block["x-actual-recipient"]),
			Action:     block["action"],
			Status:     block["status"],
			RemoteMTA:  strings.ToLower(strings.TrimSuffix(typed(block["remote-mta"]), ".")),
			Diagnostic: typed(block["diagnostic-code"]),
			LastTry:    block["last-attempt-date"],
			RetryUntil: block["will-retry-until"],
		})
	}
}

// enter goes to the body of the next part if it has one of the types.
func (p *parser) enter(types ...string) bool {
	start := p.at
	for p.at < len(p.lines) && !p.ends(p.lines[p.at]) {
		p.at++
	}
	if p.at < len(p.lines) {
		p.at++
	}
	head := p.block()
	ct, _, _ := strings.Cut(head["content-type"], ";")
	for _, t := range types {
		if strings.EqualFold(strings.TrimSpace(ct), t) {
			return true
		}
	}
	p.at = start
	return false
}

// block reads header-like lines up to an empty line or the end of the part.
// Names are in lower case; the first of several wins.
func (p *parser) block() map[string]string {
	fields := map[string]string{}
	var name string
	var value []string // with its folds
	keep := func() {
		if name != "" {
			fields[name] = strings.Join(value, " ")
		}
		name = ""
	}
	defer keep()
	for ; p.at < len(p.lines); p.at++ {
		l := p.lines[p.at]
		if p.ends(l) {
			return fields
		}
		if l == "" {
			p.at++
			return fields
		}
		if l[0] == ' ' || l[0] == '\t' {
			value = append(value, strings.TrimSpace(l))
			continue
		}
		keep()
		value = value[:0]
		n, v, ok := strings.Cut(l, ":")
		if ok && n != "" && !strings.ContainsAny(n, " \t") {
			n = strings.ToLower(n)
			if _, seen := fields[n]; !seen {
				name, value = n, append(value, strings.TrimSpace(v))
			}
		}
	}
	return fields
}

// typed strips the type of a field such as "RFC822; user@example.org".
func typed(v string) string {
	if t, rest, ok := strings.Cut(v, ";"); ok && !strings.ContainsAny(t, " @<") {
		return strings.TrimSpace(rest)
	}
	return v
}

// original reads the header of the returned message.
func (p *parser) original() {
	if p.bound != "" {
		if !p.enter("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers") {
			return
		}
	} else {
		for p.at < len(p.lines) && (p.lines[p.at] == "" || strings.HasPrefix(p.lines[p.at], dashes)) {
			p.at++
		}
	}
	h := p.block()
	p.b.Original = queue.Original{
		ReturnPath: h["return-path"], From: h["from"], To: h["to"], Subject: h["subject"],
		MessageID: h["message-id"], Date: h["date"], Received: h["received"],
		Script: cmp.Or(h["x-php-originating-script"], h["x-php-script"]), Login: login(h),
	}
	ct := strings.ToLower(h["content-type"])
	p.b.Nested = strings.Contains(ct, "multipart/report") || strings.HasPrefix(h["auto-submitted"], "auto-generated (")
}

// login returns the login with which a message was handed in, "" if its header
// does not say. sendmail itself writes none into it: a site's configuration
// does, or the server of a client before this one.
func login(h map[string]string) string {
	if v := cmp.Or(h["x-authenticated-user"], h["x-authenticated-sender"]); v != "" {
		return v
	}
	_, rest, ok := strings.Cut(strings.ToLower(h["received"]), "(authenticated sender: ")
	if !ok {
		return ""
	}
	name, _, _ := strings.Cut(rest, ")")
	return strings.TrimSpace(name)
}
