package browser

import "github.com/hack-pad/safejs"

// Decode converts bytes of a charset to UTF-8 with the browser's TextDecoder;
// malformed bytes become U+FFFD. It returns false for a charset that the
// browser does not know. The Go tables for the same would take half a megabyte.
func Decode(charset string, b []byte) (string, bool) {
	decoder, err := get(safejs.Global(), "TextDecoder").New(charset, map[string]any{"fatal": false})
	if err != nil {
		return "", false
	}
	array, err := toJS(b)
	if err != nil {
		return "", false
	}
	text, err := decoder.Call("decode", array)
	if err != nil {
		return "", false
	}
	s, err := text.String()
	return s, err == nil
}
