package paste

import (
	"bytes"
	"slices"

	"github.com/spoolscope/spoolscope/parser/lazyregexp"
)

// cleaner undoes what is done to the characters of a line.
type cleaner struct {
	html   bool // signs are written as entities, or there are tags
	bbcode bool // tags of a forum: "[code]"
	links  bool // a mail program made links of addresses
	bare   bool // escape codes have lost their escape character
	shown  bool // escape codes are shown as text
	pasted bool // the marks of a bracketed paste are shown as text
	quoted bool // line ends and tabs are written as in JSON: "\\n"
	items  bool // each line is a string in an array of JSON
	python bool // a line is a list of strings or bytes of Python, one for each line
	table  bool // column -t has aligned the words
	blank  byte // stands for a blank in the text's 8-bit character set, 0 none
}

var (
	entityAddress = lazyregexp.New(`&(?:amp;)*(?:lt|#60|#x3[cC]);`)
	rawAddress    = lazyregexp.New(`[ \t]<[^<>\s:/]*@[^<>\s]*>?`)
	htmlTag       = lazyregexp.New(`(?i)</?(?:pre|br|html|body|code|div|p|span|td|tr|li|tt|font|blockquote)(?:\s[^<>]*|\s*/)?>`)
	bbOpen        = lazyregexp.New(`(?i)\[(?:code|quote|pre|color|font|size|b|i|u|icode|spoiler)(?:=[^\]\n]*)?\]`)
	bbClose       = lazyregexp.New(`(?i)\[/(?:code|quote|pre|color|font|size|b|i|u|icode|spoiler)\]`)
	quotedLine    = lazyregexp.New(`(?:requests?\)|Recipient-+|is empty)\\\\?n`)
)

// newCleaner examines the beginning of a text, in UTF-8. Characters that can be
// part of a status or address are markup only where the text shows that it is
// wrapped so.
func newCleaner(head []byte) cleaner {
	var c cleaner
	has := func(texts ...string) bool {
		for _, t := range texts {
			if bytes.Contains(head, []byte(t)) {
				return true
			}
		}
		return false
	}
	// The expressions are slow, so they are not tried on a text without their characters.
	c.links = has("<mailto:", "<MAILTO:", "](mailto:")
	if has("&") {
		c.html = entityAddress().Match(head) && !rawAddress().Match(head)
	}
	if has("</", "<br", "<BR", "<p", "<P", "<html", "<HTML", "<div", "<code") {
		c.html = c.html || htmlTag().Match(head)
	}
	c.quoted = has(`\n`) && quotedLine().Match(head)
	c.items = has(`"`, `'`) && has("Recipient-", " request", " is empty") && listedItem().Match(head)
	c.python = (has("['") || has("[b'") || has(`["`) || has(`[b"`)) && pythonLines().Match(head)
	c.table = has("-  -") && tableTitles().Match(head)
	c.blank = foreignBlank(head)
	if has("[") {
		c.bbcode = has("[/") && bbOpen().Match(head) && bbClose().Match(head)
		c.shown = has("^[[", "ESC[", `\033[`, `\x1`, `\e[`, "\u241b[", "\ufffd[") && shownCode().Match(head)
		c.pasted = has("[200~")
		c.bare = !c.shown && !has("\x1b") && hasBareCode(head)
	}
	return c
}

// markup reports whether every line has to be examined.
func (c *cleaner) markup() bool {
	return c.html || c.bbcode || c.links || c.bare || c.shown || c.pasted || c.quoted || c.items || c.python || c.table
}

// line returns the lines that a line becomes, mostly one.
func (c *cleaner) line(text []byte, seen *coats) [][]byte {
	pieces := [][]byte{text}
	if c.python && pythonLines().Match(text) {
		seen.add(Listed)
		text = unquoteSigns(pythonEnds().ReplaceAll(pythonBetween().ReplaceAll(text, []byte("\n")), nil))
		pieces = bytes.Split(text, []byte("\n"))
	} else if c.items {
		if plain, ok := unquoteItem(text); ok {
			seen.add(Quoted)
			if plain == nil {
				return nil
			}
			text, pieces = plain, [][]byte{plain}
		}
	} else if c.quoted {
		if jsonStructure().Match(text) && !bytes.Contains(text, []byte(`\n`)) {
			return nil
		}
		if plain := unquote(text); !bytes.Equal(plain, text) {
			seen.add(Quoted)
			text = plain
			pieces = bytes.Split(plain, []byte("\n"))
		}
	}
	if c.html {
		plain := unescape(untag(text))
		if !bytes.Equal(plain, text) {
			seen.add(HTML)
		}
		pieces = bytes.Split(plain, []byte("\n"))
	}
	var out [][]byte
	for _, p := range pieces {
		out = append(out, c.terminal(p, seen)...)
	}
	for i, p := range out {
		out[i] = c.signs(p, seen)
	}
	return out
}

// terminal plays a line as a terminal would.
func (c *cleaner) terminal(text []byte, seen *coats) [][]byte {
	if c.bare {
		if plain := dropBareCodes(text); len(plain) < len(text) {
			seen.add(Escapes)
			text = plain
		}
	}
	if c.shown {
		text = shownCode().ReplaceAll(text, []byte("\x1b$1"))
	}
	if !slices.ContainsFunc(text, moves) {
		return [][]byte{text}
	}
	if bytes.ContainsAny(text, "\x1b") {
		seen.add(Escapes)
	} else if bytes.ContainsAny(text, "\b\r") {
		seen.add(Overtyped)
	}
	if plain, ok := withoutColours(text); ok {
		return [][]byte{plain}
	}
	return play(text)
}

// signs undoes what editors, forums and mail programs do to single characters.
func (c *cleaner) signs(text []byte, seen *coats) []byte {
	change := func(what string, plain []byte) {
		if !bytes.Equal(plain, text) {
			seen.add(what)
			text = plain
		}
	}
	if c.blank != 0 {
		change(Blanks, bytes.ReplaceAll(text, []byte{c.blank}, []byte(" ")))
	}
	if c.table {
		change(Aligned, runsOfBlanks().ReplaceAll(text, []byte(" ")))
	}
	if slices.ContainsFunc(text, func(c byte) bool { return c >= 0x80 }) {
		change(Blanks, plainBlanks(text))
		text = trimFrame(text)
	}
	if c.bbcode {
		change(BBCode, bbClose().ReplaceAll(bbOpen().ReplaceAll(text, nil), nil))
	}
	if c.links {
		change(Links, unlink(text))
	}
	return text
}
