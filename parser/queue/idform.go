package queue

// Is it a queue id? The answer depends on where a word is found: a log line has other ids than a
// file name, and a script for root has to be strict. All forms are here, by mail system, from the
// loosest to the strictest. They are called for each name and each line, and allocate nothing.

// IsSendmailFileID reports whether the name of a queue file, without its prefix, may be an id of
// sendmail: at least five digits end its leading letters and digits. What follows (".bak", "~") makes
// it a stray copy, which sendmail takes for a message all the same (formats/sendmail.md §1.3).
func IsSendmailFileID(name string) bool {
	n := 0
	for n < len(name) && isAlphanumeric(name[n]) {
		n++
	}
	return n >= shortestSendmail && endsInDigits(name[:n], sendmailPID)
}

// IsSendmailLogID reports whether a word of a log is an id of sendmail, of any version: letters and
// digits, of which at least five digits come last (formats/sendmail.md §1.3).
func IsSendmailLogID(word string) bool {
	const longest = 20
	if len(word) < shortestSendmail || len(word) > longest {
		return false
	}
	return isAllAlphanumeric(word) && endsInDigits(word, sendmailPID)
}

// IsSendmailID reports whether DecodeID understands an id of sendmail, of any version.
func IsSendmailID(id string) bool {
	_, ok := DecodeID(id, AnyVersion, 0)
	return ok
}

// IsSendmailScriptID reports whether an id is safe in a script that runs as root: sendmail 8.7 or
// later may have made it, letters and digits with a digit at the end (formats/sendmail.md §1.3), and
// sendmail accepts its length (§1.1).
func IsSendmailScriptID(id string) bool {
	const shortest, longest = 8, 18
	return len(id) >= shortest && len(id) <= longest && isAllAlphanumeric(id) && endsInDigits(id, 1)
}

// IsPostfixListedID reports whether a word of a listing may be an id of Postfix: letters, digits and
// underscores (formats/postfix.md §1.3).
func IsPostfixListedID[T string | []byte](word T) bool {
	if len(word) == 0 || len(word) > longestPostfix {
		return false
	}
	for i := range len(word) {
		if c := word[i]; !isAlphanumeric(c) && c != '_' {
			return false
		}
	}
	return true
}

// IsPostfixLogID reports whether a word of a log is an id of Postfix, by its alphabet and length
// (formats/postfix.md §1.3).
func IsPostfixLogID(word string) bool {
	kinds := shortIDs | longIDs
	for i := range len(word) {
		kinds &= postfixAlphabets[word[i]]
	}
	return kinds.may(len(word))
}

// PostfixLogIDLen returns the length of the id of Postfix that begins the text of a log line, before a
// colon; 0 if none does.
func PostfixLogIDLen(text string) int {
	kinds := shortIDs | longIDs
	for i := range len(text) {
		if text[i] == ':' {
			if kinds.may(i) && (i+1 == len(text) || text[i+1] == ' ') {
				return i
			}
			return 0
		}
		if kinds &= postfixAlphabets[text[i]]; kinds == 0 {
			return 0
		}
	}
	return 0
}

// IsPostfixID reports whether DecodePostfixID understands an id.
func IsPostfixID(id string) bool {
	_, ok := DecodePostfixID(id)
	return ok
}

// IsEximLogID reports whether a word of a log has the length, the dashes and the characters of an id
// of Exim (formats/exim.md §1.3).
func IsEximLogID(word string) bool {
	second := 0
	switch len(word) {
	case 16:
		second = 13
	case 23:
		second = 18
	default:
		return false
	}
	for i := range len(word) {
		if c := word[i]; i == 6 || i == second {
			if c != '-' {
				return false
			}
		} else if !isAlphanumeric(c) {
			return false
		}
	}
	return true
}

// EximLogIDLen returns the length of the id of Exim that begins the text of a log line, up to a blank
// or the end; 0 if none does (formats/exim.md §1.3).
func EximLogIDLen(text string) int {
	const short, long = 16, 23
	switch {
	case len(text) < short || text[6] != '-':
		return 0
	case text[13] == '-' && IsEximLogID(text[:short]) && (len(text) == short || text[short] == ' '):
		return short
	case len(text) >= long && text[18] == '-' && IsEximLogID(text[:long]) && (len(text) == long || text[long] == ' '):
		return long
	}
	return 0
}

// IsEximID reports whether DecodeEximID understands an id.
func IsEximID(id string) bool {
	_, ok := DecodeEximID(id)
	return ok
}

const (
	shortestSendmail = 7 // AA04242
	sendmailPID      = 5 // digits of a process id, at least
	longestPostfix   = 255
)

// postfixKinds are kinds of Postfix's ids: shortIDs, longIDs or both.
type postfixKinds uint8

const (
	shortIDs postfixKinds = 1 << iota // EraShort: hexadecimal digits
	longIDs                           // EraLong: base 52 without vowels
)

// postfixAlphabets has, by byte, the kinds of ids in which it occurs.
var postfixAlphabets = func() (in [256]postfixKinds) {
	for _, c := range "0123456789ABCDEF" {
		in[c] |= shortIDs
	}
	for _, c := range postfixDigits {
		in[c] |= longIDs
	}
	return in
}()

// may reports whether an id of one of these kinds can be n bytes long.
func (k postfixKinds) may(n int) bool {
	const leastShort, leastLong = 6, 12
	return k&shortIDs != 0 && n >= leastShort || k&longIDs != 0 && n >= leastLong
}

func isAlphanumeric(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'z' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isAllAlphanumeric(s string) bool {
	for i := range len(s) {
		if !isAlphanumeric(s[i]) {
			return false
		}
	}
	return true
}

// endsInDigits reports whether the last n bytes are digits.
func endsInDigits(s string, n int) bool {
	if len(s) < n {
		return false
	}
	for i := len(s) - n; i < len(s); i++ {
		if !isDigit(s[i]) {
			return false
		}
	}
	return true
}
