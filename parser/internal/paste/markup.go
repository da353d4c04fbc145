package paste

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/spoolscope/spoolscope/parser/lazyregexp"
)

var entity = lazyregexp.New(`&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});`)

// plainly has the characters that editors and web pages put in place of those
// that a listing was made of.
var plainly = strings.NewReplacer(
	"\u00a0", " ", "\u2002", " ", "\u2003", " ", "\u2009", " ", "\u2010", "-", "\u00ad", "", "\u200c", "", "\u200d", "")

// unescape replaces entities, also those that were escaped twice.
func unescape(text []byte) []byte {
	for range 3 {
		if bytes.IndexByte(text, '&') < 0 {
			break
		}
		plain := entity().ReplaceAllFunc(text, func(e []byte) []byte {
			s := html.UnescapeString(string(e))
			if r, _ := utf8.DecodeRuneInString(s); r == utf8.RuneError || r < ' ' && r != '\t' && r != '\n' {
				return e
			}
			if e[1] != '#' {
				s = plainly.Replace(s)
			}
			return []byte(s)
		})
		if bytes.Equal(plain, text) {
			break
		}
		text = plain
		if !bytes.Contains(text, []byte("lt;")) && !bytes.Contains(text, []byte("gt;")) && !bytes.Contains(text, []byte("#")) {
			break
		}
	}
	return text
}

var (
	tags  = lazyregexp.New(`(?i)</?(?:!doctype|html|head|body|pre|code|p|div|span|font|a|b|i|u|em|strong|tt|kbd|samp|td|tr|th|table|tbody|thead|li|ul|ol|blockquote|center|small|big|wbr|meta|link|title|style|article|section|main)(?:\s[^<>]*)?/?>`)
	ends  = lazyregexp.New(`(?i)<(?:br\s*/?|/p|/div|/tr|/li)(?:\s[^<>]*)?>`)
	cell2 = lazyregexp.New(`(?i)</t[dh]>`)
)

// untag removes tags. Those that end a line become a line end.
func untag(text []byte) []byte {
	if bytes.IndexByte(text, '<') < 0 {
		return text
	}
	trimmed := bytes.TrimRight(text, " \t")
	// The line end after a tag that ends a line is the same one.
	if loc := ends().FindAllIndex(trimmed, -1); len(loc) > 0 && loc[len(loc)-1][1] == len(trimmed) {
		text = trimmed[:loc[len(loc)-1][0]]
	}
	text = ends().ReplaceAll(text, []byte("\n"))
	text = cell2().ReplaceAll(text, []byte(" "))
	return tags().ReplaceAll(text, nil)
}

var (
	// Slack copies "<mailto:a@b|a@b>", Outlook and Teams "a@b<mailto:a@b>".
	slackLink   = lazyregexp.New(`(?i)<mailto:[^<>|\s]*\|([^<>|]*)>`)
	outlookLink = lazyregexp.New(`(?i)([^\s<>@]+@[^\s<>@]+)<mailto:[^<>\s]*>`)
	// Markdown and some chats copy "[a@b](mailto:a@b)".
	markdownLink = lazyregexp.New(`(?i)\[([^\s\[\]<>@]+@[^\s\[\]<>@]+)\]\(mailto:[^()\s]*\)`)
	plainLink    = lazyregexp.New(`(?i)<mailto:([^<>\s]*)>`)
)

// unlink restores addresses that were made links.
func unlink(text []byte) []byte {
	text = slackLink().ReplaceAll(text, []byte("$1"))
	text = outlookLink().ReplaceAll(text, []byte("$1"))
	text = markdownLink().ReplaceAll(text, []byte("$1"))
	return plainLink().ReplaceAll(text, []byte("<$1>"))
}
