package queue

import "strings"

// The forms of Postfix's queue ids (formats/postfix.md §1.3).
const (
	EraShort = "short" // microseconds and the number of the file: C4551D4
	EraLong  = "long"  // time and number of the file: 4bBl5H0xrJz9g; from 2.9 on, if configured
)

// postfixDigits are the digits of long ids, in order of their values. The number of the
// file uses all but the last.
const postfixDigits = "0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz"

// DecodePostfixID reads a queue id of Postfix. Short ids have no date in them. It reports
// false for what is not an id (formats/postfix.md §1.3).
func DecodePostfixID(id string) (IDInfo, bool) {
	const shortest, longest = 6, 255
	if len(id) < shortest || len(id) > longest {
		return IDInfo{}, false
	}
	if strings.Trim(id, "0123456789ABCDEF") == "" {
		return IDInfo{Era: EraShort, Hour: -1}, true
	}
	const microDigits, seconds = 4, 6
	z := strings.LastIndexByte(id, 'z')
	if z < seconds+microDigits || z == len(id)-1 {
		return IDInfo{}, false
	}
	t, ok := postfixNumber(id[:z-microDigits], len(postfixDigits))
	if _, valid := postfixNumber(id[z-microDigits:z], len(postfixDigits)); !ok || !valid {
		return IDInfo{}, false
	}
	if _, valid := postfixNumber(id[z+1:], len(postfixDigits)-1); !valid {
		return IDInfo{}, false
	}
	return IDInfo{Era: EraLong, Time: t, Hour: -1}, true
}

// postfixNumber reads digits of a base, the most significant first.
func postfixNumber(s string, base int) (n int64, ok bool) {
	const most = 1 << 55
	for i := range len(s) {
		d := strings.IndexByte(postfixDigits[:base], s[i])
		if d < 0 || n > most/52 {
			return 0, false
		}
		n = n*int64(base) + int64(d)
	}
	return n, true
}
