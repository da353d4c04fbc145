package content

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
)

// MaxTNEF is how many decoded bytes of a winmail.dat are read to list its files.
const MaxTNEF = 64 << 20

// Attributes of TNEF, "Transport Neutral Encapsulation Format" ([MS-OXTNEF], 2.1.3).
const (
	tnefSignature = 0x223e9f78

	tnefMessage    = 1 // levels
	tnefAttachment = 2

	tnefBody       = 0x0002800c // attBody: the text, where there is no text beside it
	tnefData       = 0x0006800f // attAttachData
	tnefTitle      = 0x00018010 // attAttachTitle: a name, often cut to 8.3
	tnefRendData   = 0x00069002 // attAttachRenddata: begins an attachment
	tnefProperties = 0x00069005 // attAttachment: its MAPI properties
)

const (
	mapiLongName = 0x3707 // PidTagAttachLongFilename

	maxTNEFName       = 64 << 10 // bytes of an attribute that is read for a name
	maxTNEFProperties = 1 << 10  // properties that are looked through for one
)

// tnefFile is a file inside a winmail.dat, at decoded bytes of it.
type tnefFile struct {
	name         string // undecoded
	typ          string
	offset, size int64
}

// isTNEF reports whether the part is what Outlook sends instead of attachments.
func (p *Part) isTNEF() bool {
	switch p.Type {
	case "application/ms-tnef", "application/vnd.ms-tnef":
		return true
	case "application/octet-stream":
		return strings.EqualFold(p.Name, "winmail.dat")
	}
	return false
}

// listTNEF adds the files inside a winmail.dat below its part.
func (s *scanner) listTNEF(p *Part) {
	if p.Depth+1 >= s.m.opt.MaxDepth {
		return // too deep to list, as of other parts
	}
	files, err := readTNEF(io.LimitReader(s.m.Open(p), MaxTNEF))
	if err != nil {
		s.m.note(fmt.Sprintf("part %s (winmail.dat): %v; what comes before is listed", p.Path, err))
	}
	for _, f := range files {
		c := s.add(p)
		if c == nil {
			return
		}
		c.Type, c.Encoding, c.Disposition = f.typ, "binary", "attachment"
		c.Name = clip(DecodeHeader(f.name, s.m.opt.Decode), maxParam)
		c.Offset, c.Size, c.Decoded = p.Offset, p.Size, f.size
		c.inside, c.skip = p, f.offset
	}
}

// tnefReader counts bytes and sums them.
type tnefReader struct {
	r   *bufio.Reader
	pos int64
	sum uint16
}

// read returns the next n bytes.
func (t *tnefReader) read(n int64) ([]byte, error) {
	b := make([]byte, n)
	k, err := io.ReadFull(t.r, b)
	t.count(b[:k])
	return b[:k], err
}

func (t *tnefReader) Write(b []byte) (int, error) { t.count(b); return len(b), nil }

func (t *tnefReader) count(b []byte) {
	for _, c := range b {
		t.sum += uint16(c)
	}
	t.pos += int64(len(b))
}

// readTNEF lists the files of a stream. With an error it returns those that
// are complete.
func readTNEF(r io.Reader) ([]tnefFile, error) {
	t := &tnefReader{r: bufio.NewReader(r)}
	head, err := t.read(6)
	if err != nil || binary.LittleEndian.Uint32(head) != tnefSignature {
		return nil, errors.New("not TNEF")
	}
	var files []tnefFile
	var cur tnefFile // the attachment being read
	long := false    // its name is the long one
	flush := func() {
		if cur.offset > 0 {
			if cur.typ == "" {
				cur.typ = "application/octet-stream"
			}
			files = append(files, cur)
		}
		cur, long = tnefFile{}, false
	}
	for len(files) <= DefaultMaxParts {
		head, err := t.read(9)
		if err == io.EOF {
			flush()
			return files, nil
		}
		if err != nil {
			flush()
			return files, fmt.Errorf("ends inside an attribute at byte %d", t.pos)
		}
		level, id, size := head[0], binary.LittleEndian.Uint32(head[1:]), int64(binary.LittleEndian.Uint32(head[5:]))
		if level != tnefMessage && level != tnefAttachment {
			flush()
			return files, fmt.Errorf("unknown attribute level %d at byte %d", level, t.pos-9)
		}
		at := t.pos
		t.sum = 0
		var value []byte
		if id == tnefTitle || id == tnefProperties {
			value, err = t.read(min(size, maxTNEFName))
		}
		if err == nil {
			_, err = io.CopyN(t, t.r, size-(t.pos-at))
		}
		if err != nil {
			flush()
			return files, fmt.Errorf("ends inside an attribute at byte %d", t.pos)
		}
		want := t.sum
		sum, err := t.read(2)
		if err != nil {
			flush()
			return files, fmt.Errorf("ends inside an attribute at byte %d", t.pos)
		}
		if binary.LittleEndian.Uint16(sum) != want {
			flush()
			return files, fmt.Errorf("wrong checksum at byte %d", t.pos-2)
		}
		switch {
		case level == tnefMessage && id == tnefBody && size > 0:
			files = append(files, tnefFile{name: "message.txt", typ: "text/plain", offset: at, size: size})
		case level != tnefAttachment:
		case id == tnefRendData:
			flush()
		case id == tnefTitle && !long:
			cur.name = cString(value)
		case id == tnefProperties:
			if name := mapiName(value); name != "" {
				cur.name, long = name, true
			}
		case id == tnefData:
			cur.offset, cur.size = at, size
		}
	}
	return files, fmt.Errorf("files after the first %d are not listed", DefaultMaxParts)
}

// cString returns the text before the first zero byte.
func cString(b []byte) string {
	b, _, _ = bytes.Cut(b, []byte{0})
	return string(b)
}

// mapiName finds the long file name among MAPI properties ([MS-OXTNEF], 2.1.3.4),
// "" if there is none or the list is malformed before it.
func mapiName(b []byte) string {
	m := mapiReader{b: b}
	for n := min(m.number(), maxTNEFProperties); n > 0 && !m.bad; n-- {
		head := m.number()
		typ, id := head&0xffff, head>>16
		if id >= 0x8000 { // a named property
			m.take(16)
			if m.number() == 0 {
				m.take(4)
			} else {
				m.padded(m.number())
			}
		}
		values := uint32(1)
		variable := isMAPIVariable(typ &^ 0x1000)
		if typ&0x1000 != 0 || variable {
			values = m.number()
		}
		for ; values > 0 && !m.bad; values-- {
			var value []byte
			if variable {
				value = m.padded(m.number())
			} else {
				value = m.take(mapiWidth(typ &^ 0x1000))
			}
			if id == mapiLongName && !m.bad {
				if typ == 0x1f {
					return utf16String(value)
				}
				return cString(value)
			}
		}
	}
	return ""
}

// isMAPIVariable reports whether values of the type have a length of their own:
// strings, objects and bytes.
func isMAPIVariable(typ uint32) bool {
	return typ == 0x1e || typ == 0x1f || typ == 0x0d || typ == 0x102
}

// mapiWidth returns the size of a value of a fixed type, padded to four bytes.
func mapiWidth(typ uint32) uint32 {
	switch typ {
	case 0x05, 0x06, 0x07, 0x14, 0x40: // double, currency, time of Basic, 64 bits, time
		return 8
	case 0x48: // GUID
		return 16
	}
	return 4
}

// mapiReader reads from b; after an early end, every read returns nothing.
type mapiReader struct {
	b   []byte
	bad bool
}

func (m *mapiReader) take(n uint32) []byte {
	if m.bad || uint64(n) > uint64(len(m.b)) {
		m.bad = true
		return nil
	}
	v := m.b[:n]
	m.b = m.b[n:]
	return v
}

// padded takes n bytes and the padding that follows them up to a multiple of four.
func (m *mapiReader) padded(n uint32) []byte {
	v := m.take(n)
	m.take(-n & 3)
	return v
}

func (m *mapiReader) number() uint32 {
	v := m.take(4)
	if m.bad {
		return 0
	}
	return binary.LittleEndian.Uint32(v)
}

// utf16String returns the text of UTF-16LE before the first zero.
func utf16String(b []byte) string {
	var units []uint16
	for ; len(b) >= 2; b = b[2:] {
		u := binary.LittleEndian.Uint16(b)
		if u == 0 {
			break
		}
		units = append(units, u)
	}
	return string(utf16.Decode(units))
}
