// Package naming judges names: which identify somebody wherever they occur, and which name a role.
package naming

import (
	"github.com/spoolscope/spoolscope/app/redact/internal/hostname"
	"github.com/spoolscope/spoolscope/app/redact/internal/vocabulary"
	"github.com/spoolscope/spoolscope/app/redact/internal/word"
	"github.com/spoolscope/spoolscope/app/words"
)

// Identifies reports whether a name is searched for everywhere, not only inside
// addresses: a name that is not a common word and either mixes letters with
// other characters or has six letters or more. Shorter ones are words of some
// language, and numbers are dates, sizes and ids.
func Identifies(name string) bool {
	letters, others, marks := 0, 0, 0
	for i := range len(name) {
		switch c := name[i]; {
		case c >= '0' && c <= '9':
			others++
		case words.IsAlnum(c):
			letters++
		case c <= ' ':
			return false // several words: such a local part is quoted in addresses
		case c >= 0x80:
			letters, others = letters+1, others+1
		default:
			others++
			marks++
		}
	}
	switch {
	case letters == 0 || letters+others < 5 || vocabulary.IsCommon(name) || hostname.IsPseudonym(name):
		return false
	case others == 0:
		return letters >= 6
	case letters+others-marks < 4:
		return false
	}
	return true
}

// IsRole reports whether a local part names no person: those of RFC 5321 section
// 4.5.1, those that mail systems themselves write, and signs alone.
func IsRole(local string) bool {
	switch local {
	case "", "postmaster", "mailer-daemon", "root":
		return true
	}
	return word.Start(local, 0, len(local)) == len(local)
}
