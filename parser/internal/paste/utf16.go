package paste

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"
)

// wide reports whether a text is UTF-16, in which byte order, and whether it
// begins with a mark. Without a mark most of its characters have to be ASCII,
// so that every other byte is NUL.
func wide(head []byte) (order binary.ByteOrder, marked, ok bool) {
	switch {
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}):
		return binary.LittleEndian, true, true
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return binary.BigEndian, true, true
	}
	const least = 16
	if len(head) < least || bytes.IndexByte(head[:least], 0) < 0 {
		return nil, false, false
	}
	var zero [2]int
	pairs := min(len(head), 4096) / 2
	for i, c := range head[:2*pairs] {
		if c == 0 {
			zero[i%2]++
		}
	}
	switch {
	case zero[0] == 0 && zero[1] >= pairs*3/4:
		return binary.LittleEndian, false, true
	case zero[1] == 0 && zero[0] >= pairs*3/4:
		return binary.BigEndian, false, true
	}
	return nil, false, false
}

// decodeWide returns the UTF-8 of a text in UTF-16.
func decodeWide(text []byte, order binary.ByteOrder) []byte {
	out := make([]byte, 0, len(text)/2)
	for i := 0; i+1 < len(text); i += 2 {
		u := rune(order.Uint16(text[i:]))
		if utf16.IsSurrogate(u) && i+3 < len(text) {
			if r := utf16.DecodeRune(u, rune(order.Uint16(text[i+2:]))); r != utf8.RuneError {
				u, i = r, i+2
			}
		}
		if u != '\ufeff' {
			out = utf8.AppendRune(out, u)
		}
	}
	return out
}

// units reads the lines of a text in UTF-16.
type units struct {
	r     *bufio.Reader
	order binary.ByteOrder
	skip  bool // a mark of the byte order is to come
	at    int64
	buf   []byte
}

func (u *units) offset() int64 { return u.at }

func (u *units) next() (rawLine, error) {
	if u.skip {
		n, _ := u.r.Discard(2)
		u.at, u.skip = u.at+int64(n), false
	}
	l := rawLine{offset: u.at}
	u.buf = u.buf[:0]
	for {
		var pair [2]byte
		n := 0
		for n < len(pair) {
			c, err := u.r.ReadByte()
			if err != nil {
				u.at += int64(n)
				if len(u.buf) > 0 {
					l.text = decodeWide(u.buf, u.order)
				}
				return l, notEnd(err)
			}
			pair[n] = c
			n++
		}
		u.at += 2
		if u.order.Uint16(pair[:]) == '\n' {
			l.text = decodeWide(u.buf, u.order)
			return l, nil
		}
		if len(u.buf) >= MaxLine { // at most one and a half times as many bytes in UTF-8
			l.cut = true
			continue
		}
		u.buf = append(u.buf, pair[:]...)
	}
}
