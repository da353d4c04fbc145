// Package name knows the names of sendmail's queue files (formats/sendmail.md
// §1.1): a prefix of two letters, of which the second is an f, and a queue id.
// queue.DecodeID reads an id; here it only matters whether something could be
// one.
package name

// Split cuts a file name into prefix and id. It reports false for a name that
// is not a queue file's: where the prefix is not a letter and an f, or no
// letter or digit follows. The id need not be one, see
// queue.IsSendmailFileID.
func Split(base string) (prefix, id string, ok bool) {
	if len(base) <= 2 || base[1] != 'f' || !isLetter(base[0]) || !isAlnum(base[2]) {
		return "", "", false
	}
	return base[:2], base[2:], true
}

// IsFile reports whether Split understands a file name.
func IsFile(base string) bool {
	_, _, ok := Split(base)
	return ok
}

// IsMessage reports whether a file of this name holds part of a message, whatever
// its bytes look like: after the prefix there is nothing but letters and
// digits, so no file ending of an archive either.
func IsMessage(base string) bool {
	_, id, ok := Split(base)
	for i := 0; ok && i < len(id); i++ {
		ok = isAlnum(id[i])
	}
	return ok
}

// IsFolder reports whether a directory of this name is part of the layout of a
// queue directory (formats/sendmail.md §1.4), whose files count for the
// directory above it.
func IsFolder(base string) bool {
	switch base {
	case "qf", "df", "xf", "hf", "Qf":
		return true
	}
	return false
}

func isLetter(c byte) bool { c |= 0x20; return 'a' <= c && c <= 'z' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isAlnum(c byte) bool  { return isLetter(c) || isDigit(c) }
