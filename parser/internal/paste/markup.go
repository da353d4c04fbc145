package paste

import (
	"bytes"
	"regexp"
	"strconv"
	"unicode/utf8"
)

// entities are those that editors and web pages write in a listing.
var entities = map[string]string{
	"lt": "<", "gt": ">", "amp": "&", "quot": `"`, "apos": "'", "nbsp": " ", "ensp": " ", "emsp": " ",
	"thinsp": " ", "Tab": "\t", "NewLine": "\n", "lpar": "(", "rpar": ")", "commat": "@", "ast": "*", "colon": ":",
	"lowbar": "_", "hyphen": "-", "shy": "", "zwnj": "", "zwj": "", "lbrack": "[", "rbrack": "]", "sol": "/", "num": "#",
}

var entity = regexp.MustCompile(`&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});`)

// unescape replaces entities, also those that were escaped twice.
func unescape(text []byte) []byte {
	for range 3 {
		if bytes.IndexByte(text, '&') < 0 {
			break
		}
		plain := entity.ReplaceAllFunc(text, func(e []byte) []byte {
			name := string(e[1 : len(e)-1])
			if name[0] != '#' {
				if s, ok := entities[name]; ok {
					return []byte(s)
				}
				return e
			}
			digits, base := name[1:], 10
			if digits[0]|0x20 == 'x' {
				digits, base = digits[1:], 16
			}
			n, err := strconv.ParseUint(digits, base, 21)
			if err != nil || !utf8.ValidRune(rune(n)) || n < ' ' && n != '\t' && n != '\n' {
				return e
			}
			return utf8.AppendRune(nil, rune(n))
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
	tags  = regexp.MustCompile(`(?i)</?(?:!doctype|html|head|body|pre|code|p|div|span|font|a|b|i|u|em|strong|tt|kbd|samp|td|tr|th|table|tbody|thead|li|ul|ol|blockquote|center|small|big|wbr|meta|link|title|style|article|section|main)(?:\s[^<>]*)?/?>`)
	ends  = regexp.MustCompile(`(?i)<(?:br\s*/?|/p|/div|/tr|/li)(?:\s[^<>]*)?>`)
	cell2 = regexp.MustCompile(`(?i)</t[dh]>`)
)

// untag takes tags off. Those that end a line become a line end.
func untag(text []byte) []byte {
	if bytes.IndexByte(text, '<') < 0 {
		return text
	}
	trimmed := bytes.TrimRight(text, " \t")
	// The line end after a tag that ends a line is the same one.
	if loc := ends.FindAllIndex(trimmed, -1); len(loc) > 0 && loc[len(loc)-1][1] == len(trimmed) {
		text = trimmed[:loc[len(loc)-1][0]]
	}
	text = ends.ReplaceAll(text, []byte("\n"))
	text = cell2.ReplaceAll(text, []byte(" "))
	return tags.ReplaceAll(text, nil)
}

var (
	// Slack copies "<mailto:a@b|a@b>", Outlook and Teams "a@b<mailto:a@b>".
	slackLink   = regexp.MustCompile(`(?i)<mailto:[^<>|\s]*\|([^<>|]*)>`)
	outlookLink = regexp.MustCompile(`(?i)([^\s<>@]+@[^\s<>@]+)<mailto:[^<>\s]*>`)
	plainLink   = regexp.MustCompile(`(?i)<mailto:([^<>\s]*)>`)
)

// unlink gives addresses that were made links their own form back.
func unlink(text []byte) []byte {
	text = slackLink.ReplaceAll(text, []byte("$1"))
	text = outlookLink.ReplaceAll(text, []byte("$1"))
	return plainLink.ReplaceAll(text, []byte("<$1>"))
}
