package filter

import "strings"

// Hole is the word at the cursor in a text that may be unfinished.
type Hole struct {
	Pos, End int    // of the word, without a leading minus
	Key      string // in lower case; "" while there is no colon
	Value    string // the part of the value, or of the word, before the cursor
}

// At returns the word that contains the place or ends at it.
func At(text string, place int) Hole {
	place = min(max(place, 0), len(text))
	for i := 0; i < place; {
		c := text[i]
		if isSpace(c) || c == '(' || c == ')' {
			i++
			continue
		}
		if c == '-' {
			i++
		}
		key := keyLen(text[i:])
		value := i
		if key > 0 {
			value += key + 1
		}
		end, quoted := bareEnd(text, value), false
		if value < len(text) && text[value] == '"' {
			quoted = true
			if end = quotedEnd(text, value); end < 0 {
				end = len(text)
			}
		}
		if place > end || quoted && place == end && end-value > 1 && text[end-1] == '"' {
			i = end
			continue
		}
		h := Hole{Pos: i, End: end, Key: strings.ToLower(text[i : i+key])}
		switch {
		case key > 0 && place < value:
			h.Key, h.End, h.Value = "", value, text[i:max(place, i)]
		case quoted && place > value:
			h.Value = strings.Join(unquote(text[value+1:place]), "*")
		default:
			h.Value = text[min(value, place):place]
		}
		return h
	}
	return Hole{Pos: place, End: place}
}
