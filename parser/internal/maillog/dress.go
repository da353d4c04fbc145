package maillog

import (
	"bytes"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// undressed returns a line from its stamp on: whatever copied it may have put something in front, such
// as the name of a container ("mail-1  | ", "[pod/mail-0/mta] "), that of the file ("maillog.1:",
// "maillog.1-" where grep -C adds a line, also with its number), facility and level ("mail.info "), the
// marks of a quotation in a mail ("> "), or a byte order mark. A line without any of these is returned
// unchanged.
func undressed(b []byte) []byte {
	if rest, ok := bytes.CutPrefix(b, []byte("\ufeff")); ok {
		return rest
	}
	if len(b) > 0 && b[0] == '>' {
		return bytes.TrimLeft(b, "> ")
	}
	if len(b) > 0 && b[0] == '[' {
		if end := bytes.Index(b, []byte("] ")); end > 0 {
			return b[end+len("] "):]
		}
		return b
	}
	if rest := bytes.TrimLeft(b, " \t"); len(rest) < len(b) && new(Stamp).read(rest) > 0 {
		return rest
	}
	const longest = 200
	at := len(b) - len(skipBlanks(b)) // numbers of lines are set to the right
	from := at
	for ; at < len(b) && at < longest; at++ {
		switch c := b[at]; {
		case c == ' ':
			if name := bytes.TrimLeft(b[at:], " "); len(name) > 2 && name[0] == '|' && name[1] == ' ' {
				return name[2:]
			}
			if isPriority(b[from:at]) || at > from && onlyDigits(b[from:at]) {
				return skipBlanks(b[at:])
			}
			return b
		case c == '\t' && at > from && onlyDigits(b[from:at]):
			return b[at+1:]
		case c == ':' && at > from:
			rest := b[at+1:]
			if n := bytes.IndexByte(rest[:min(len(rest), 10)], ':'); n > 0 && onlyDigits(rest[:n]) && !isTime(rest) {
				rest = rest[n+1:]
			}
			return rest
		case c == '-' && at > from: // a context line of grep
			rest := b[at+1:]
			if n := bytes.IndexByte(rest[:min(len(rest), 10)], '-'); n > 0 && onlyDigits(rest[:n]) {
				if new(Stamp).read(rest[n+1:]) > 0 {
					return rest[n+1:]
				}
			}
			if new(Stamp).read(rest) > 0 {
				return rest
			}
		case c == '|' || c < ' ':
			return b
		}
	}
	return b
}

// isTime reports whether a text begins like a time of day.
func isTime(b []byte) bool { return len(b) > 5 && b[2] == ':' && b[5] == ':' }

// isPriority reports whether a word is facility and level: "mail.info".
func isPriority(b []byte) bool {
	dot := bytes.IndexAny(b, ".:")
	if dot <= 0 {
		return false
	}
	facility := string(b[:dot])
	if facility != "mail" && facility != "daemon" && facility != "user" && facility != "syslog" && (len(facility) != len("local0") || facility[:5] != "local") {
		return false
	}
	switch string(b[dot+1:]) {
	case "debug", "info", "notice", "warn", "warning", "err", "error", "crit", "alert", "emerg", "panic":
		return true
	}
	return false
}

// hasTag reports whether what follows a stamp in Exim's form is of another program, with the number of
// its process: some templates of syslog daemons write the date so. Behind its stamp, Exim has an
// id, or what is not a word with a number.
func hasTag(b []byte) bool {
	for range 2 {
		end := bytes.IndexByte(b, ' ')
		if end < 0 {
			end = len(b)
		}
		word := b[:end]
		if n := len(word); n > 4 && word[n-1] == ':' && word[n-2] == ']' {
			open := bytes.IndexByte(word, '[')
			return open > 0 && open < n-3 && onlyDigits(word[open+1:n-2]) && isName(word[:open])
		}
		if !isName(word) || queue.IsEximID(text(word)) {
			return false
		}
		b = skipBlanks(b[end:])
	}
	return false
}

// isName reports whether a word can be the name of a host or a program.
func isName(b []byte) bool {
	for _, c := range b {
		if (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') && c != '-' && c != '.' && c != '_' && c != '/' {
			return false
		}
	}
	return len(b) > 0
}
