package web

import "bytes"

// styles are the parts of design.css, in the order in which they apply.
var styles = []string{
	"design.css",
	"views.css",
	"modes.css",
	"replies.css",
	"answer.css",
	"pictures.css",
	"causes.css",
	"messages.css",
	"mail.css",
}

// style is design.css as it ships: all styles in one file, so that the policy of
// the single file names one hash.
func style() ([]byte, error) {
	var b bytes.Buffer
	for _, name := range styles {
		text, err := asset(name)
		if err != nil {
			return nil, err
		}
		b.Write(text)
	}
	return b.Bytes(), nil
}
