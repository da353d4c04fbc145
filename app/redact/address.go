package redact

import (
	"strings"
	"unicode/utf8"

	"github.com/spoolscope/spoolscope/app/redact/internal/addrspec"
	"github.com/spoolscope/spoolscope/app/redact/internal/dictionary"
	"github.com/spoolscope/spoolscope/app/redact/internal/hostname"
	"github.com/spoolscope/spoolscope/app/redact/internal/naming"
	"github.com/spoolscope/spoolscope/app/redact/internal/word"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// address is a parsed address.
type address struct {
	local  string // without quotes
	domain string // "" for a local name, a file or a program
	angle  bool   // it was in angle brackets
}

// splitAddress parses what sendmail writes as sender or recipient
// (formats/sendmail.md §9, item 4): <a@b>, Name <a@b>, "a b"@c, <@x,@y:a@b>,
// name, |program.
func splitAddress(s string) address {
	var a address
	s = strings.TrimSpace(s)
	if strings.HasSuffix(s, ">") && !strings.HasPrefix(s, `"|`) {
		if i := strings.LastIndexByte(s, '<'); i >= 0 {
			s, a.angle = s[i+1:len(s)-1], true
		}
	}
	if strings.HasPrefix(s, "@") { // source route (RFC 5321 section 4.1.1.3)
		if i := strings.IndexByte(s, ':'); i > 0 {
			s = s[i+1:]
		}
	}
	a.local, a.domain = queue.SplitAddress(s)
	a.local = addrspec.Unquote(a.local)
	return a
}

// addresses finds what looks like an address in s[lo:hi]: a local part, an @ and
// a domain.
func (rd *Redactor) addresses(s string, lo, hi int, how mode, out []span) []span {
	for p := lo; ; {
		i := strings.IndexByte(s[p:hi], '@')
		if i < 0 {
			return out
		}
		at := p + i
		p = at + 1
		from := addrspec.LocalStart(s, lo, at)
		end := addrspec.DomainEnd(s, at+1, hi)
		if from == at || end == at+1 {
			continue
		}
		local, dom := s[from:at], s[at+1:end]
		if local[0] == '"' {
			local = addrspec.Unquote(local)
		} else {
			n := rd.prefix(local)
			from, local = from+n, local[n:]
		}
		key := word.Lower(local)
		if dom, end = rd.cutDomain(dom, at+1, end); naming.IsRole(key) || hostname.EndsInPseudonym(key) {
			continue
		}
		if how&known != 0 && rd.people[key] == "" {
			continue
		}
		out = append(out, span{from: from, to: end, kind: dictionary.Person, with: rd.local(local) + "@" + rd.domain(dom)})
		lo, p = end, end
	}
}

// labels precede an address and "=" in logs and replies.
const labels = " to from rcpt sender user email mail address recipient mailfrom rcptto envelope-from smtp.mailfrom header.from for name i "

func isLabel(s string) bool { return s != "" && strings.Contains(labels, " "+word.Lower(s)+" ") }

// prefix returns the length of what precedes a local part without belonging to it, as
// in envelope-from=a@b and http://a@b; 0 if the whole is a known local part.
func (rd *Redactor) prefix(local string) int {
	if rd.people[word.Lower(local)] != "" {
		return 0
	}
	if strings.HasPrefix(local, "//") { // a URL
		return strings.LastIndexAny(local, "/?&=#;") + 1
	}
	n := 0
	for i := 0; i+1 < len(local); i++ {
		switch c := local[i]; {
		case c == '=':
			if !isLabel(local[n:i]) {
				return n
			}
			n = i + 1
		case strings.IndexByte("/'!|*&?#{`", c) >= 0:
			if rest := word.Lower(local[i+1:]); c == '\'' && i == n || rd.people[rest] != "" || hostname.IsPseudonym(rest) || naming.IsRole(rest) {
				n = i + 1
			}
		}
	}
	return n
}

// cutDomain removes what follows a domain without a separator, in writing systems
// without spaces.
func (rd *Redactor) cutDomain(d string, from, end int) (string, int) {
	for i := range len(d) {
		if d[i] >= utf8.RuneSelf && i > 0 && words.IsAlnum(d[i-1]) {
			if head := hostname.Clean(d[:i]); rd.keepsDomain(head) || rd.domains[head] != "" || rd.hosts[head] != "" {
				return d[:i], from + i
			}
		}
	}
	return d, end
}
