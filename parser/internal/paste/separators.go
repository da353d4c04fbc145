package paste

import (
	"bytes"
	"io"
)

// Line and paragraph separators of Unicode, in UTF-8. Some editors and chat
// programs end lines with them.
var separators = [][]byte{[]byte("\u2028"), []byte("\u2029")}

// isSeparated reports whether nothing but separators ends the lines of a text.
func isSeparated(head []byte) bool {
	return !bytes.ContainsAny(head, "\r\n") && (bytes.Contains(head, separators[0]) || bytes.Contains(head, separators[1]))
}

// lineFeeds turns separators into line feeds. Blanks take the place of their
// other bytes, so that offsets stay.
func lineFeeds(text []byte) []byte {
	for _, s := range separators {
		text = bytes.ReplaceAll(text, s, []byte("  \n"))
	}
	return text
}

// separated reads a text with lineFeeds in place of separators.
type separated struct {
	r    io.Reader
	held []byte // read, and not given yet
	err  error
}

// Read implements io.Reader.
func (s *separated) Read(p []byte) (int, error) {
	const longest = 3 // bytes of a separator
	for len(s.held) < longest && s.err == nil {
		buf := make([]byte, max(len(p), 4096))
		n, err := s.r.Read(buf)
		s.held, s.err = lineFeeds(append(s.held, buf[:n]...)), err
	}
	ready := len(s.held)
	if s.err == nil {
		ready -= longest - 1 // may be the beginning of one
	}
	if ready <= 0 {
		return 0, s.err
	}
	n := copy(p, s.held[:ready])
	s.held = s.held[n:]
	return n, nil
}
