package reason

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/smtp"
)

// own recognises the texts that sendmail itself writes (formats/sendmail.md
// §6.2-6.4), without "Deferred: " and without a code. It sets the kind, the
// class if there is none yet, the server and the domain, and writes the text.
func (t *text) own(r *Reason, s string, deferred bool) bool {
	if t.lookup(r, s) || t.connection(r, s, deferred) {
		if r.Class == Unknown {
			r.Class = Temporary
		}
		return true
	}
	if containsStart(s, unsafe) {
		r.Kind = KindLocal
		if r.Class == Unknown {
			r.Class = Permanent
		}
		t.free(s)
		return true
	}
	for _, k := range texts.of(s) {
		// A permanent text behind "Deferred: " comes from elsewhere.
		if k.deferred && !deferred || deferred && k.class == Permanent || !strings.HasPrefix(s, k.prefix) && !(t.cut && strings.HasPrefix(k.prefix, s)) {
			continue
		}
		r.Kind = k.kind
		if r.Class == Unknown {
			r.Class = k.class
		}
		t.free(s)
		return true
	}
	if i := strings.Index(s, " mailer ("); i > 0 && oneWord(s[:i]) && (strings.Contains(s, " exited with EX_") || t.cut) {
		r.Kind, r.Class = KindMailer, Temporary
		t.asIs(s)
		return true
	}
	if h, ok := strings.CutPrefix(s, "MX list for "); ok {
		if domain, end, ok := strings.Cut(h, " points back to "); ok && oneWord(domain) {
			r.Kind, r.Server = KindLoop, NormalHost(domain)
			if r.Class == Unknown {
				r.Class = Permanent
			}
			t.literal("MX list for ")
			t.variable("host")
			t.literal(" points back to ")
			t.host(end)
			return true
		}
	}
	if i := strings.Index(s, " config error: mail loops back to me"); i > 0 && oneWord(s[:i]) {
		r.Kind, r.Server = KindLoop, NormalHost(s[:i])
		if r.Class == Unknown {
			r.Class = Permanent
		}
		t.variable("host")
		t.free(s[i:])
		return true
	}
	return false
}

// connection recognises what went wrong between the two servers.
func (t *text) connection(r *Reason, s string, deferred bool) bool {
	for _, c := range ends {
		if h, ok := strings.CutPrefix(s, c.prefix); ok && oneWord(h) {
			r.Kind, r.Server = c.kind, NormalHost(h)
			t.literal(c.prefix)
			t.host(h)
			return true
		}
	}
	if t.inPhase(r, s) {
		return true
	}
	if !deferred {
		return false
	}
	// QUIRK: the host precedes the system's error text.
	h, e, ok := strings.Cut(s, ": ")
	if !ok || !hostLike(h) {
		return false
	}
	r.Kind, r.Server = KindConnection, NormalHost(h)
	for _, errors := range [...][]string{networkErrors[:], forbiddenErrors[:]} {
		for _, n := range errors {
			if strings.HasPrefix(e, n) || t.cut && strings.HasPrefix(n, e) {
				r.Kind = KindUnreachable
			}
		}
	}
	t.variable("host")
	t.literal(": ")
	if down, ok := strings.CutPrefix(e, "Host "); ok && strings.HasPrefix(down, h) {
		r.Kind = KindUnreachable
		t.literal("Host ")
		t.variable("host")
		e = down[len(h):]
	}
	t.free(e)
	return true
}

// inPhase recognises a system's error text with the phase of the dialogue and the host, of which
// either may be missing: "Connection reset by peer during greeting wait with mx.example.com" of
// 8.6 and older, "timeout waiting for input from mx.example.com during client greeting".
func (t *text) inPhase(r *Reason, s string) bool {
	const waiting = "timeout waiting for input from "
	if of, ok := strings.CutPrefix(s, waiting); ok {
		if h, phase, ok := strings.Cut(of, " during "); ok && oneWord(h) {
			r.Kind, r.Server = KindReadError, NormalHost(h)
			t.literal(waiting)
			t.variable("host")
			t.free(" during " + phase)
			return true
		}
	}
	kind, phased := "", strings.Contains(s, " during ")
	switch {
	case strings.HasPrefix(s, "Connection timed out"), strings.HasPrefix(s, "Operation timed out"):
		kind = KindTimeout
	case phased && strings.HasPrefix(s, "Connection reset by peer"):
		kind = KindReset
	case phased && strings.HasPrefix(s, "Connection refused"):
		kind = KindRefused
	default:
		return false
	}
	r.Kind = kind
	if i := strings.LastIndex(s, " with "); i > 0 && oneWord(s[i+6:]) {
		r.Server = NormalHost(s[i+6:])
		t.literal(s[:i+6])
		t.host(s[i+6:])
	} else {
		t.asIs(s)
	}
	return true
}

// unsafe are parts of what sendmail says about users, files and programs of
// this server that it does not trust.
var unsafe = startsOf([]string{
	" is unsafe for mailing", " valid shell for ", " writable directory", " writable file", "unsafe map file", ".forward: ",
	"Cannot mail directly to ", "can't create (user) output file",
}, itself)

// ends are the texts that end with the server's name.
var ends = [...]struct{ prefix, kind string }{
	{"Connection refused by ", KindRefused},
	{"Connection reset by ", KindReset},
	{"reply: read error from ", KindReadError},
	{"timeout writing message to ", KindTimeout},
	{"open timeout on ", KindTimeout},
	{"Timed out waiting to connect to ", KindTimeout},
}

var networkErrors = [...]string{
	"No route to host", "Network is unreachable", "Network is down", "Software caused connection abort",
	"Network dropped connection on reset", "Host is down", "No buffer space available", "Protocol not available",
	"Cannot assign requested address", "Can't assign requested address", "Address family not supported", "Protocol not supported",
}

// forbiddenErrors are what the system says where a firewall or a policy of
// this server forbids the connection. Without a host before them they are about
// files.
var forbiddenErrors = [...]string{"Operation not permitted", "Permission denied"}

// lookup recognises failed lookups, in the DNS or another map.
func (t *text) lookup(r *Reason, s string) bool {
	if e, ok := strings.CutPrefix(s, "Name server: "); ok {
		r.Kind = KindDNS
		t.literal("Name server: ")
		h, tail, ok := strings.Cut(e, ": ")
		switch {
		case ok && oneWord(h):
			r.Domain = NormalHost(h)
			t.variable("host")
			t.literal(": ")
			t.free(tail)
		case t.cut && oneWord(e) && strings.Contains(e, "."):
			t.host(strings.TrimSuffix(e, ":"))
			r.Domain = NormalHost(strings.TrimSuffix(e, ":"))
			t.atHost = false
		default:
			t.free(e)
		}
		return true
	}
	if h, ok := strings.CutPrefix(s, "DNS failure: CNAME loop for "); ok && oneWord(h) {
		r.Kind, r.Domain = KindDNS, NormalHost(h)
		t.literal("DNS failure: CNAME loop for ")
		t.host(h)
		t.atHost = false
		return true
	}
	if h, ok := strings.CutSuffix(s, ": Name server timeout"); ok && oneWord(h) {
		r.Kind, r.Domain = KindDNS, NormalHost(h)
		t.variable("host")
		t.literal(": Name server timeout")
		return true
	}
	name, key, ok := strings.Cut(s, " map: lookup (")
	if !ok || !oneWord(name) {
		return false
	}
	const end = "): deferred"
	rest := end
	if k, whole := strings.CutSuffix(key, end); whole {
		key = k
	} else if i := strings.LastIndexByte(key, ')'); t.cut && i >= 0 && strings.HasPrefix(end, key[i:]) {
		key, rest = key[:i], key[i:]
	} else if t.cut {
		rest = ""
	} else {
		return false
	}
	r.Kind = KindMap
	if !dnsMap(name) {
		r.Kind = KindLocal
	}
	t.literal(name + " map: lookup (")
	placeholder := "key"
	switch {
	case name == "host" || IsHost(strings.TrimSuffix(key, ".")):
		placeholder = "host"
		if r.Kind == KindMap {
			r.Domain = NormalHost(key)
		}
	case strings.Contains(key, "@"):
		placeholder = "address"
	}
	if rest == "" {
		t.mark(key)
	}
	t.variable(placeholder)
	if rest != "" {
		t.asIs(rest)
	}
	return true
}

// dnsMap reports whether a map of that name queries the DNS. All others are
// tables or directories of this server.
func dnsMap(name string) bool {
	switch name {
	case "host", "dns", "bestmx", "resolve", "mxserved":
		return true
	}
	return false
}

// texts are the beginnings of sendmail's other texts.
var texts = func() *starts[known] {
	var all []known
	add := func(kind string, class Class, deferred bool, prefixes ...string) {
		for _, p := range prefixes {
			all = append(all, known{p, kind, class, deferred})
		}
	}
	add(KindAuth, Temporary, true, "Temporary AUTH failure")
	add(KindLocal, Temporary, true, "clt_features=TEMPFAIL", "user database error",
		"Permission denied", "No such file or directory", "Disc quota exceeded", "Disk quota exceeded", "No space left on device",
		"Operation not permitted", "local error", "Bad file descriptor", "Broken pipe", "Resource temporarily unavailable",
		"Too many open files", "Cannot allocate memory",
		"Input/output error", "Stale NFS file handle", "Stale file handle", "Read-only file system", "Interrupted system call", "File exists", "Is a directory", "Text file busy")
	add(KindUnreachable, Temporary, true, networkErrors[:]...)
	add(KindConnection, Temporary, true, "Transport endpoint is not connected", "Connection aborted", "Connection closed by ", "Connection dropped")
	add(KindConnection, Temporary, false, "collect: I/O error", "collect: premature EOF", "collect: unexpected close", "collect: timeout")
	add(KindMailer, Permanent, false, "unknown mailer error", "Unknown mailer error")
	add(KindLocal, Temporary, false, "Transient parse error -- message queued", "alias database unavailable", "I/O error", "Operating system error",
		"mailer ", "endmailer ", "putbody: ", "openmailer(", "Cannot exec ", "makeconnection: ", "cannot open SMTP client channel",
		"mailfile: ", "smtpinit: ", "SYSERR", "Milter (", "Insufficient disk space", "readqf: ", "user database error")
	add(KindLocal, Permanent, false, "Local configuration error", "System file missing", "Can't create output")
	add(KindDNS, Temporary, false, "Host Name Lookup Failure", "Host name lookup failure")
	add(KindDNS, Permanent, false, "Host unknown", "Host does not accept mail", "Invalid host name", "Unrecognized host name")
	add(KindLoop, Permanent, false, "Too many hops", "aliasing/forwarding loop broken", "mail loops back to me")
	add(KindFailed, Permanent, false, "Command line usage error", "Bad usage", "Data format error", "Cannot open input", "User unknown", "Service unavailable",
		"Internal error", "Remote protocol error", "Insufficient permission",
		"Message exceeds maximum fixed size", "Message is too large",
		"Headers too large", "Cannot send 8-bit data", "Eight bit data not allowed", "Cannot send message for ", "delivery time expired",
		"Server does not support Deliver By", "SMTPUTF8 required", "Unable to deliver mail",
		"User ", "Address ", "Unbalanced ", "Domain name required", "Relaying denied", "Access denied", "Mailbox disabled",
		"Rejected: ", "List:; syntax illegal")
	return startsOf(all, func(k *known) string { return k.prefix })
}()

type known struct {
	prefix, kind string
	class        Class
	deferred     bool // only after "Deferred: "
}

// aboutTLS reports whether a reply, or a text of sendmail's own, is about
// encryption or what this server's rules demand of it.
func aboutTLS(c smtp.Code, s string) bool {
	return c == 403 || strings.Contains(s, "TLS") || strings.Contains(s, "DANE")
}

// withoutAddress removes "addr[,addr…]... " from the beginning.
func withoutAddress(s string) (string, bool) {
	i := strings.Index(s, "... ")
	if i <= 0 || i+4 >= len(s) {
		return s, false
	}
	a := s[:i]
	if strings.ContainsAny(a, "@|/") || oneWord(a) && a[0] != '(' {
		return s[i+4:], true
	}
	return s, false
}

func oneWord(s string) bool { return s != "" && strings.IndexByte(s, ' ') < 0 }

// hostLike reports whether s can be the name of a host where sendmail writes
// the one it was connected to.
func hostLike(s string) bool {
	if !oneWord(s) {
		return false
	}
	if s[0] == '[' {
		return s[len(s)-1] == ']'
	}
	return strings.HasSuffix(s, ".") && IsHost(s[:len(s)-1]) || IsHost(s) || strings.Contains(s, "...")
}
