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
			p.b.ReportingMTA = typed(block.get("reporting-mta"))
			p.b.EnvelopeID = block.get("original-envelope-id")
			p.b.Arrival = block.get("arrival-date")
			if p.b.Client == "" {
				p.b.Client = typed(block.get("received-from-mta"))
			}
			continue
		}
		p.b.Recipients = append(p.b.Recipients, queue.BounceRecipient{
			Original:   typed(block.get("original-recipient")),
			Final:      typed(block.get("final-recipient")),
			Actual:     typed(block.get("x-actual-recipient")),
			Action:     block.get("action"),
			Status:     block.get("status"),
			RemoteMTA:  strings.ToLower(strings.TrimSuffix(typed(block.get("remote-mta")), ".")),
			Diagnostic: typed(block.get("diagnostic-code")),
			LastTry:    block.get("last-attempt-date"),
			RetryUntil: block.get("will-retry-until"),
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
	ct, _, _ := strings.Cut(head.get("content-type"), ";")
	for _, t := range types {
		if strings.EqualFold(strings.TrimSpace(ct), t) {
			return true
		}
	}
	p.at = start
	return false
}

// fields are the fields of a block in their order.
type fields []field

type field struct{ name, value string }

// get returns the value of the first field of a name in lower case, "" if absent.
func (f fields) get(name string) string {
	for i := range f {
		if len(f[i].name) == len(name) && strings.EqualFold(f[i].name, name) {
			return f[i].value
		}
	}
	return ""
}

// block reads header-like lines up to an empty line or the end of the part. It
// is valid until the next call.
func (p *parser) block() fields {
	all := p.fields[:0]
	open := false // folds belong to the last field
	folds := p.folds[:0]
	unfold := func() {
		if len(folds) > 0 {
			last := &all[len(all)-1]
			last.value += " " + strings.Join(folds, " ")
			folds = folds[:0]
		}
	}
	for ; p.at < len(p.lines); p.at++ {
		l := p.lines[p.at]
		if p.ends(l) {
			break
		}
		if l == "" {
			p.at++
			break
		}
		if l[0] == ' ' || l[0] == '\t' {
			if open {
				folds = append(folds, strings.TrimSpace(l))
			}
			continue
		}
		unfold()
		n, v, ok := strings.Cut(l, ":")
		if open = ok && n != "" && strings.IndexByte(n, ' ') < 0 && strings.IndexByte(n, '\t') < 0; open {
			all = append(all, field{n, strings.TrimSpace(v)})
		}
	}
	unfold()
	p.fields, p.folds = all, folds
	return all
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
	p.returned()
}

// Returned reads the header of a message that a notice without parts returns, and whether it is a
// bounce itself.
func Returned(header string) (o queue.Original, nested bool) {
	p := parser{b: &queue.Bounce{}, lines: splitLines(header)}
	p.returned()
	return p.b.Original, p.b.Nested
}

// returned reads the current header.
func (p *parser) returned() {
	h := p.block()
	p.b.Original = queue.Original{
		ReturnPath: h.get("return-path"), From: h.get("from"), To: h.get("to"), Subject: h.get("subject"),
		MessageID: h.get("message-id"), Date: h.get("date"), Received: h.get("received"),
		Script: cmp.Or(h.get("x-php-originating-script"), h.get("x-php-script")), Login: login(h),
	}
	ct := strings.ToLower(h.get("content-type"))
	p.b.Nested = strings.Contains(ct, "multipart/report") || strings.HasPrefix(h.get("auto-submitted"), "auto-generated (")
}

// login returns the login with which a message was submitted, "" if its header
// does not say. sendmail itself writes none into it: a site's configuration
// does, or the server of a client before this one.
func login(h fields) string {
	if v := cmp.Or(h.get("x-authenticated-user"), h.get("x-authenticated-sender")); v != "" {
		return v
	}
	_, rest, ok := strings.Cut(strings.ToLower(h.get("received")), "(authenticated sender: ")
	if !ok {
		return ""
	}
	name, _, _ := strings.Cut(rest, ")")
	return strings.TrimSpace(name)
}
