package smtp

// Reply is one line of a server's answer (RFC 5321 §4.2).
type Reply struct {
	Code     Code
	Enhanced Enhanced
	Text     string // bytes as received after the codes, blanks at the ends removed
	More     bool   // '-' after the code: more lines of the same reply follow
	Sep      byte   // the byte after the code; 0 where the line ends with it
}

// ParseReply reads a reply line, without leading "<<< ". It returns false for a
// line that does not begin with a separate number of three digits from 200 to
// 599; servers also send nonsense.
func ParseReply(line string) (Reply, bool) {
	if len(line) < 3 || line[0] < '2' || line[0] > '5' || !isDigit(line[1]) || !isDigit(line[2]) {
		return Reply{}, false
	}
	r := Reply{Code: Code(line[0]-'0')*100 + Code(line[1]-'0')*10 + Code(line[2]-'0')}
	rest := line[3:]
	if rest == "" {
		return r, true
	}
	switch rest[0] {
	case ' ', '-':
		r.Sep = rest[0]
	case '\t', ':', ',', ';':
		// QUIRK: seen instead of the space.
		r.Sep = rest[0]
	case '\r', '\n':
		return r, true
	default:
		return Reply{}, false
	}
	r.More = r.Sep == '-'
	rest = trim(rest[1:])
	if e, after, ok := ParseEnhanced(rest); ok {
		r.Enhanced, rest = e, after
	} else if e, after, ok := tagged(rest); ok {
		r.Enhanced, rest = e, after
	}
	r.Text = rest
	return r, true
}
