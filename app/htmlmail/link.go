package htmlmail

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/punycode"
	"github.com/spoolscope/spoolscope/app/words"
)

// Link is a link, as the list beside the document shows it. Every text is safe to
// show: invisible characters and those that change the direction of writing are
// spelled out.
type Link struct {
	Text   string   // "" none
	Target string   // as written; what Copy copies
	Before string   // the target in three pieces; the middle one is the host that answers
	Who    string   // the registrable domain of the host, or the address of a mailto
	After  string   // shortened
	Note   string   // worth knowing
	Warn   []string // what may deceive
}

// maxTarget bounds what is shown of a target, in characters. Copy has all of it.
const maxTarget = 300

// link examines a link, and returns the host to which it leads, in lower case.
func link(a Anchor) (l Link, host string) {
	href := asRead(a.Href)
	l = Link{Text: words.Visible(strings.TrimSpace(a.Text)), Target: href}
	scheme, _, ok := strings.Cut(strings.ToLower(href), ":")
	if !ok {
		scheme = ""
	}
	before, host, after := splitURL(href)
	host = strings.ToLower(host)
	shown := punycode.ToUnicode(host, maxLabel)
	who := registrable(shown)
	l.Before, l.Who, l.After = words.Visible(before), words.Visible(host), words.Visible(clipRunes(after, maxTarget))
	if cut, ok := strings.CutSuffix(host, who); ok && scheme != "mailto" {
		l.Before, l.Who = words.Visible(before)+words.Visible(host[:len(cut)]), words.Visible(host[len(cut):])
	}
	if scheme == "mailto" {
		l.Before, l.Who = "mailto:", words.Visible(strings.TrimPrefix(before[len("mailto:"):]+host, "//"))
	}
	if strings.ContainsFunc(a.Text, turns) {
		l.warn("Its text changes the direction of writing.")
	}
	switch scheme {
	case "javascript", "vbscript", "livescript":
		l.warn("It would run a script.")
	case "data", "blob", "file", "filesystem":
		l.warn("It would open a page that comes with the message or from the reader’s disk.")
	case "http", "https", "mailto", "ftp", "tel", "sms", "":
	default:
		l.Note = "opens another program"
	}
	if host == "" {
		if href == "" || strings.HasPrefix(href, "#") {
			l.Note = "leads to a place in the message"
		}
		return l, ""
	}
	if shown != host {
		l.Note = "reads " + words.Visible(shown)
	}
	if odd := disguise(shown); odd != "" {
		l.warn("Its host " + words.Visible(odd) + ".")
	}
	if scheme != "mailto" {
		if strings.Contains(before, "@") {
			l.warn("The part before the @ is a user name, not the host: the link goes to " + words.Visible(host) + ".")
		}
		if isAddress(host) {
			l.warn("It goes to an IP address instead of a named host.")
		}
	}
	if named := hostIn(a.Text); named != "" && registrable(punycode.ToUnicode(named, maxLabel)) != who {
		l.warn("The text names " + words.Visible(named) + "; the link goes to " + words.Visible(shown) + ".")
	}
	if l.Note == "" && scheme != "mailto" {
		l.Note = passesOn(who, shown, after)
	}
	return l, host
}

func (l *Link) warn(text string) { l.Warn = append(l.Warn, text) }

// turns reports whether r overrides or isolates the direction of writing (UAX #9).
func turns(r rune) bool { return 0x202a <= r && r <= 0x202e || 0x2066 <= r && r <= 0x2069 }

// asRead returns a target as browsers read it: blanks and control characters at its
// ends, and tabs and line breaks anywhere, do not count (URL Standard §4.4).
func asRead(href string) string {
	return notRead.Replace(strings.TrimFunc(href, func(r rune) bool { return r <= ' ' }))
}

var notRead = strings.NewReplacer("\t", "", "\n", "", "\r", "")

// passesOn says whether a link seems to lead on to another: it carries an address,
// or its host has the name of a service that counts clicks.
func passesOn(who, host, after string) string {
	lower := strings.ToLower(after)
	for _, mark := range []string{"http%3a", "https%3a", "=http:", "=https:", "http%253a", "https%253a"} {
		if i := strings.Index(lower, mark); i >= 0 {
			rest := strings.NewReplacer("%253a", ":", "%252f", "/", "%3a", ":", "%2f", "/").Replace(strings.TrimPrefix(lower[i:], "="))
			if _, to, _ := splitURL(rest); to != "" && registrable(to) != who {
				return "passes on to " + words.Visible(to)
			}
		}
	}
	first, _, _ := strings.Cut(host, ".")
	switch first {
	case "click", "clicks", "track", "tracking", "trk", "t", "go", "r", "l", "lnk", "link", "links", "email", "url":
		if len(after) > 12 {
			return "goes through a host that seems to count clicks"
		}
	}
	return ""
}

// clipRunes shortens s to n characters.
func clipRunes(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i] + "…"
		}
	}
	return s
}
