package redact

import (
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/redact/internal/hostname"
	"github.com/spoolscope/spoolscope/app/redact/internal/vocabulary"
	"github.com/spoolscope/spoolscope/app/redact/internal/word"
	"github.com/spoolscope/spoolscope/parser/lazyregexp"
)

// position is where the texts of mail systems name something that its form does not reveal: a user
// without a domain, a host without one, the directory of a customer.
type position struct {
	near string // a part of every text that has it, in lower case
	at   lazyregexp.Regexp
	// with returns what replaces the only group of at.
	with func(rd *Redactor, name string) string
}

var positions = []position{
	// Hosts of our side: what we called ourselves, and names that no public DNS has.
	{"helo", lazyregexp.New(`(?i)<([^\s<>@]+)>: Helo command`), (*Redactor).host},
	{"helo=", lazyregexp.New(`(?i)\bhelo=<([^\s<>@]+)>`), (*Redactor).host},
	{"]", lazyregexp.New(`([\pL\pN][\pL\pN._-]*)\[[0-9A-Fa-f.:]+\]`), (*Redactor).insideHost},
	{"after ", lazyregexp.New(`(?i)\bafter (?:pipelined )?(?:HELO|EHLO|LHLO) ([^\s:]+)`), (*Redactor).host},
	{"h=", lazyregexp.New(`\bH=([\pL\pN][\pL\pN._-]*)`), (*Redactor).insideHost},
	{" complete: ", lazyregexp.New(`host lookup did not complete: ([\pL\pN][\pL\pN._-]*)`), (*Redactor).insideHost},
	{"local host: ", lazyregexp.New(`local host: ([\pL\pN][\pL\pN._-]*)`), (*Redactor).insideHost},
	{"name=", lazyregexp.New(`\bname=([\pL\pN][\pL\pN._-]*) type=`), (*Redactor).insideHost},
	{"name server: ", lazyregexp.New(`Name server: ([\pL\pN][\pL\pN._-]*)`), (*Redactor).insideHost},
	{"talking to ", lazyregexp.New(`while talking to ([\pL\pN][\pL\pN._-]*)`), (*Redactor).insideHost},
	{"host ", lazyregexp.New(`\b(?:look up|by) host ([\pL\pN][\pL\pN._-]*)`), (*Redactor).insideHost},
	{" loops back", lazyregexp.New(`^mail for ([\pL\pN][\pL\pN._-]*) loops back`), (*Redactor).insideHost},
	{"to server ", lazyregexp.New(`to server ([\pL\pN][\pL\pN._-]*)`), (*Redactor).insideHost},
	{"private/", lazyregexp.New(`\bprivate/([\pL\pN._-]+)`), (*Redactor).Driver},
	{"mailer (", lazyregexp.New(`\bmailer \(([\pL\pN._-]+)\)`), (*Redactor).Driver},
	// Users.
	{"...", lazyregexp.New(`(?m)(?:^|["“])(?:[245][0-9][0-9][ -])?(?:[245]\.[0-9]+\.[0-9]+ )?([\pL\pN._+=&-]+)\.\.\. `), (*Redactor).user},
	{">", lazyregexp.New(`(?:^|[245]\.[0-9]{1,3}\.[0-9]{1,3} |(?:to|from|for|user|address|by) )<([\pL\pN_+=&-]+)>`), (*Redactor).user},
	{">:", lazyregexp.New(`<([\pL\pN_+=&-]+)>:`), (*Redactor).user},
	{">...", lazyregexp.New(`<([\pL\pN_+=&-]+)>\.\.\.`), (*Redactor).user},
	{"expanded from", lazyregexp.New(`expanded from:? <([^\s<>@]+)>`), (*Redactor).user},
	{"user", lazyregexp.New(`(?i)\bunknown user: "([^"\s@]+)"`), (*Redactor).user},
	{"user", lazyregexp.New(`(?i)\b(?:for user |user lookup error: )([\pL\pN._+-]+)`), (*Redactor).user},
	{"user", lazyregexp.New(`(?i)(?:^|["“])([\pL\pN._+-]+): (?:unknown user|user unknown|no such user)`), (*Redactor).user},
	{"address", lazyregexp.New(`(?i)(?:^|["“])([\pL\pN._+-]+): (?:recipient|sender) address`), (*Redactor).user},
	{"address syntax", lazyregexp.New(`(?i)bad address syntax: "([^"\s@]+)"`), (*Redactor).user},
	{" by ", lazyregexp.New(`(?i)\b(?:frozen|thawed|removed|cancelled) by ([\pL\pN_+-]+)`), (*Redactor).user},
	{"generated ", lazyregexp.New(`generated (?:from|by) ([\pL\pN._+-]+)(?:\)|$|\s)`), (*Redactor).user},
	{"forwarded as ", lazyregexp.New(`forwarded as ([0-9A-Za-z]+)`), (*Redactor).ID},
	// Directories and programs, and what they say.
	{"command", lazyregexp.New(`(?i)\bcommand[^"\n]{0,40}"([^"\n]+)"`), (*Redactor).command},
	{"command: ", lazyregexp.New(`(?im)\bcommand: (/.+)$`), (*Redactor).command},
	{"/", lazyregexp.New(`(?:^|[\s"'(|<=,:])(/[\pL\pN._@+-]+(?:/[\pL\pN._@+~-]+)*)`), (*Redactor).path},
	{"command output: ", lazyregexp.New(`(?is)Command output: (.+)`), (*Redactor).output},
	{"failed to expand ", lazyregexp.New(`(?s)failed to expand (.+)`), (*Redactor).output},
	{"filter file: ", lazyregexp.New(`(?s)error in filter file: (.+)`), (*Redactor).output},
}

// said redacts what the positions of a text reveal.
func (rd *Redactor) said(s string) string {
	if rd == nil || !rd.hide.Hosts && !rd.hide.Addresses {
		return s
	}
	low := word.Lower(s)
	for _, p := range positions {
		if !strings.Contains(low, p.near) {
			continue
		}
		var spans []span
		for _, m := range p.at().FindAllStringSubmatchIndex(s, -1) {
			if with := p.with(rd, s[m[2]:m[3]]); with != s[m[2]:m[3]] {
				spans = append(spans, span{from: m[2], to: m[3], with: with})
			}
		}
		if len(spans) > 0 {
			s = replace(s, slices.Clip(spans))
			low = word.Lower(s)
		}
	}
	return s
}

// insideHost redacts a host if its name alone shows that it is ours.
func (rd *Redactor) insideHost(name string) string {
	bare := strings.TrimRight(name, ".")
	if h := hostname.Clean(bare); rd.hide.Hosts && hostname.IsInside(h) && !vocabulary.IsCommon(h) && !rd.isGiven(h) {
		return rd.host(bare) + name[len(bare):]
	}
	return name
}

// user redacts a local part that stands without a domain.
func (rd *Redactor) user(name string) string {
	if vocabulary.IsCommon(word.Lower(name)) || strings.Trim(name, "0123456789") == "" || rd.isGiven(name) {
		return name
	}
	return rd.local(name)
}

// path redacts a path in a text.
func (rd *Redactor) path(name string) string {
	if !rd.hide.Hosts {
		return name
	}
	return rd.Path(name)
}

// command redacts a command: of its arguments nothing stays.
func (rd *Redactor) command(s string) string {
	if !rd.hide.Hosts {
		return s
	}
	program, arguments, ok := strings.Cut(s, " ")
	if program = rd.Path(program); ok && arguments != LeftOut {
		program += " " + LeftOut
	}
	return program
}

// output leaves out what a program of this server printed, or a part of its configuration, in a
// strict redaction, unless it has common words only.
func (rd *Redactor) output(text string) string {
	if rd.Strict() && rd.standard(text) == LeftOut {
		return LeftOut
	}
	return text
}
