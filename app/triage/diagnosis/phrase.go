package diagnosis

import (
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/words"
)

// sentence is a sentence in the making.
type sentence []Phrase

// say adds plain text.
func (s *sentence) say(text string) {
	if n := len(*s); n > 0 && (*s)[n-1].About == nil && !(*s)[n-1].Strong {
		(*s)[n-1].Text += text
		return
	}
	*s = append(*s, Phrase{Text: text})
}

// link adds text that leads to the messages behind it.
func (s *sentence) link(text string, n int, about *filter.Node) {
	if about == nil || n == 0 {
		s.say(text)
		return
	}
	*s = append(*s, Phrase{Text: text, About: about, Count: n})
}

// count adds a number that leads to its messages.
func (s *sentence) count(n int, about *filter.Node) { s.link(words.Number(n), n, about) }

// add appends another sentence.
func (s *sentence) add(t sentence) {
	for _, p := range t {
		if p.About == nil && !p.Strong {
			s.say(p.Text)
		} else {
			*s = append(*s, p)
		}
	}
}

// portion adds a number with its share of a whole: "62% (2,118)", "Half
// (600)"; below leastOf messages the number alone.
func (s *sentence) portion(n, of int, about *filter.Node) {
	name := words.UpperFirst(shareName(n, of))
	if name == "" {
		s.count(n, about)
		return
	}
	s.say(name + " (")
	s.count(n, about)
	s.say(")")
}

// shareName returns a share of a whole in words: "62%", "half", "nearly all"; "" for
// too few messages, or hardly any of them.
func shareName(n, of int) string {
	if n == of && n > 1 {
		return "all"
	}
	if of < leastOf {
		return ""
	}
	switch percent := (200*n + of) / (2 * of); { // rounded, as everywhere on the page
	case percent == 0:
		return ""
	case 48 <= percent && percent <= 52:
		return "half"
	case 65 <= percent && percent <= 68:
		return "two thirds"
	case percent >= 95:
		return "nearly all"
	default:
		return strconv.Itoa(percent) + "%"
	}
}

// wordsIn counts the words of sentences.
func wordsIn(list ...sentence) int {
	n := 0
	for _, s := range list {
		var b strings.Builder
		for _, p := range s {
			b.WriteString(p.Text)
		}
		n += len(strings.Fields(b.String()))
	}
	return n
}

// verb returns the form of a verb for a number: "waits" for one message, "wait" for
// several.
func verb(n int, one, many string) string {
	if n == 1 {
		return " " + one
	}
	return " " + many
}
