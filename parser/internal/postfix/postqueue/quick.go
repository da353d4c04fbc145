package postqueue

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf8"
)

// quick reads an object as Postfix itself writes it, at a fraction of the cost of package json.
// It reports false for any other text, which may still be JSON.
func quick(text []byte, o *object) bool {
	s := scanner{text: text}
	if !s.next('{') {
		return false
	}
	for {
		name, ok := s.name()
		if !ok {
			return false
		}
		switch string(name) {
		case "queue_name":
			o.QueueName, ok = s.string()
		case "queue_id":
			o.QueueID, ok = s.string()
		case "sender":
			o.Sender, ok = s.string()
		case "arrival_time":
			o.ArrivalTime.at, ok = s.number()
			o.ArrivalTime.given, o.ArrivalTime.known = true, true
		case "message_size":
			if o.size, ok = s.number(); ok {
				o.MessageSize = &o.size
			}
		case "forced_expire":
			o.Expire = s.word("true")
			ok = o.Expire || s.word("false")
		case "recipients":
			ok = s.recipients(o)
		default:
			return false
		}
		if !ok {
			return false
		}
		if s.next('}') {
			s.blanks()
			return s.at == len(text)
		}
		if !s.next(',') {
			return false
		}
	}
}

// scanner steps through an object.
type scanner struct {
	text []byte
	at   int
}

func (s *scanner) blanks() {
	for s.at < len(s.text) && (s.text[s.at] == ' ' || s.text[s.at] == '\n' || s.text[s.at] == '\r' || s.text[s.at] == '\t') {
		s.at++
	}
}

func (s *scanner) next(c byte) bool {
	s.blanks()
	if s.at >= len(s.text) || s.text[s.at] != c {
		return false
	}
	s.at++
	return true
}

func (s *scanner) word(w string) bool {
	s.blanks()
	if !bytes.HasPrefix(s.text[s.at:], []byte(w)) {
		return false
	}
	s.at += len(w)
	return true
}

// name reads the name of a member, which is valid until the text is.
func (s *scanner) name() ([]byte, bool) {
	raw, escaped, ok := s.quoted()
	return raw, ok && !escaped && s.next(':')
}

// string reads a text, with escapes by package json.
func (s *scanner) string() (string, bool) {
	raw, escaped, ok := s.quoted()
	if !ok {
		return "", false
	}
	if !escaped && utf8.Valid(raw) {
		return string(raw), true
	}
	var out string
	err := json.Unmarshal(s.text[s.at-len(raw)-2:s.at], &out)
	return out, err == nil
}

// quoted reads a text in quotes, with its escapes.
func (s *scanner) quoted() (raw []byte, escaped, ok bool) {
	if !s.next('"') {
		return nil, false, false
	}
	from := s.at
	for {
		n := bytes.IndexByte(s.text[s.at:], '"')
		if n < 0 {
			return nil, false, false
		}
		part := s.text[s.at : s.at+n]
		s.at += n + 1
		slashes := len(part) - len(bytes.TrimRight(part, `\`))
		escaped = escaped || slashes > 0 || bytes.IndexByte(part, '\\') >= 0
		if slashes%2 == 0 {
			break
		}
	}
	raw = s.text[from : s.at-1]
	for _, c := range raw {
		if c < ' ' {
			return nil, false, false
		}
	}
	return raw, escaped, true
}

func (s *scanner) number() (int64, bool) {
	s.blanks()
	from := s.at
	for s.at < len(s.text) && '0' <= s.text[s.at] && s.text[s.at] <= '9' {
		s.at++
	}
	n, err := strconv.ParseInt(string(s.text[from:s.at]), 10, 64)
	return n, err == nil && (s.at-from == 1 || s.text[from] != '0')
}

func (s *scanner) recipients(o *object) bool {
	if !s.next('[') {
		return false
	}
	if s.next(']') {
		return true
	}
	for {
		if !s.next('{') {
			return false
		}
		var r addressed
		for {
			name, ok := s.name()
			if !ok {
				return false
			}
			switch string(name) {
			case "address":
				r.Address, ok = s.string()
			case "delay_reason":
				r.DelayReason, ok = s.string()
			case "bounce_reason":
				r.BounceReason, ok = s.string()
			case "orig_address":
				_, ok = s.string()
			default:
				return false
			}
			if !ok {
				return false
			}
			if s.next('}') {
				break
			}
			if !s.next(',') {
				return false
			}
		}
		o.Recipients = append(o.Recipients, r)
		if s.next(']') {
			return true
		}
		if !s.next(',') {
			return false
		}
	}
}
