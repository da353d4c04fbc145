package archive

import (
	"bytes"
	"encoding/binary"
	"math"
	"strconv"
	"strings"
	"time"
)

const blockSize = 512

// permissions are the bits of a file's mode that Member.Mode has.
const permissions = 0o7777

var zeroBlock [blockSize]byte

// isZero reports whether b, at most two blocks, is all zeros.
func isZero(b []byte) bool {
	for len(b) > blockSize {
		if !bytes.Equal(b[:blockSize], zeroBlock[:]) {
			return false
		}
		b = b[blockSize:]
	}
	return bytes.Equal(b, zeroBlock[:len(b)])
}

// checksumOK verifies a header block. The sum is that of unsigned bytes; some
// old programs summed signed ones (POSIX pax, ustar "chksum").
func checksumOK(b []byte) bool {
	want, ok := number(b[148:156])
	if !ok || isZero(b[:blockSize]) {
		return false
	}
	field := byteSum(b[148:156])
	unsigned := byteSum(b[:blockSize]) - field + 8*' '
	if want == unsigned {
		return true
	}
	signed := unsigned
	for i, c := range b[:blockSize] {
		if c >= 0x80 && (i < 148 || i >= 156) {
			signed -= 0x100
		}
	}
	return want == signed
}

// byteSum adds up bytes, at most a block of them, eight at a time in four lanes: a
// tar of many small files is mostly headers.
func byteSum(b []byte) int64 {
	const lanes = 0x00ff00ff00ff00ff
	var sum uint64
	for ; len(b) >= 8; b = b[8:] {
		v := binary.LittleEndian.Uint64(b)
		sum += v&lanes + v>>8&lanes
	}
	return int64(sum&0xffff + sum>>16&0xffff + sum>>32&0xffff + sum>>48)
}

// number reads an octal number between spaces and NULs, or GNU's base 256.
// An empty field is 0.
func number(b []byte) (n int64, ok bool) {
	if len(b) > 0 && b[0]&0x80 != 0 {
		return binaryNumber(b)
	}
	b = bytes.Trim(b, " \x00")
	for _, c := range b {
		switch {
		case c == 0 || c == ' ': // what follows is left from something longer
			return n, true
		case c < '0' || c > '7' || n > math.MaxInt64>>3:
			return 0, false
		}
		n = n<<3 | int64(c-'0')
	}
	return n, true
}

// binaryNumber reads a big-endian two's complement of 7 bits in the first byte
// and 8 in the others.
func binaryNumber(b []byte) (int64, bool) {
	var fill byte
	first := b[0] & 0x7f
	if b[0]&0x40 != 0 {
		fill, first = 0xff, b[0]
	}
	var wide [8]byte
	for i := range wide {
		wide[i] = fill
	}
	for i, c := range b {
		if i == 0 {
			c = first
		}
		if at := i - (len(b) - 8); at >= 0 {
			wide[at] = c
		} else if c != fill {
			return 0, false
		}
	}
	return int64(binary.BigEndian.Uint64(wide[:])), true
}

// text returns a field up to its first NUL.
func text(b []byte) []byte {
	if i := bytes.IndexByte(b, 0); i >= 0 {
		return b[:i]
	}
	return b
}

// header is what is used of a header block.
type header struct {
	name, link string
	flag       byte
	size       int64 // of the data that follows; negative when unreadable
	mod        int64 // seconds
	mode       uint32
}

// parseHeader reads a header block with a correct checksum. Fields that only
// an extraction needs, such as the owner, are ignored and cannot be wrong.
func parseHeader(b []byte, names bool) (h header) {
	h.flag = b[156]
	size, ok := number(b[124:136])
	if h.size = size; !ok {
		h.size = -1
	}
	h.mod, _ = number(b[136:148])
	if mode, ok := number(b[100:108]); ok && mode > 0 {
		h.mode = uint32(mode & permissions)
	}
	if names {
		h.name = ustarName(b)
	}
	if h.flag == '1' || h.flag == '2' {
		h.link = string(text(b[157:257]))
	}
	return h
}

// ustarName joins prefix and name. GNU's magic "ustar  " has no prefix: there,
// times and sparse maps fill its place.
func ustarName(b []byte) string {
	name := text(b[:100])
	if string(b[257:263]) == "ustar\x00" {
		prefix := text(b[345:500])
		if string(b[508:512]) == "tar\x00" { // star: 131 bytes, then times
			prefix = text(b[345:476])
		}
		if len(prefix) > 0 {
			joined := make([]byte, 0, len(prefix)+1+len(name))
			return string(append(append(append(joined, prefix...), '/'), name...))
		}
	}
	return string(name)
}

// hasData reports whether the size of a header counts data that follows; the
// size of a link is that of its target in some programs.
func hasData(flag byte) bool { return flag < '1' || flag > '6' }

// extended is what is used of pax records.
type extended struct {
	path, link  string
	size        int64 // -1 absent
	mod         time.Time
	sparse, bad bool
}

// parseExtended reads the records "LENGTH KEY=VALUE\n" of a pax header.
func parseExtended(data []byte) extended {
	x := extended{size: -1}
	for len(data) > 0 {
		digits, _, ok := bytes.Cut(data[:min(len(data), 20)], []byte(" "))
		n, err := strconv.Atoi(string(digits))
		if !ok || err != nil || n > len(data) || n < len(digits)+2 || data[n-1] != '\n' {
			// Padding after the last record is tolerated.
			x.bad = notZero(data) >= 0
			return x
		}
		key, value, ok := strings.Cut(string(data[len(digits)+1:n-1]), "=")
		data = data[n:]
		if !ok {
			x.bad = true
			continue
		}
		switch key {
		case "path":
			x.path = value
		case "linkpath":
			x.link = value
		case "size":
			if size, err := strconv.ParseInt(value, 10, 64); err == nil && size >= 0 {
				x.size = size
			} else {
				x.bad = true
			}
		case "mtime":
			x.mod = paxTime(value)
		default:
			x.sparse = x.sparse || strings.HasPrefix(key, "GNU.sparse.")
		}
	}
	return x
}

// paxTime reads seconds with a fraction; the zero time when it cannot.
func paxTime(s string) time.Time {
	whole, fraction, _ := strings.Cut(s, ".")
	sec, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return time.Time{}
	}
	fraction = (fraction + "000000000")[:9]
	nsec, err := strconv.ParseInt(fraction, 10, 64)
	if err != nil || nsec < 0 {
		return time.Unix(sec, 0)
	}
	if strings.HasPrefix(whole, "-") {
		nsec = -nsec
	}
	return time.Unix(sec, nsec)
}
