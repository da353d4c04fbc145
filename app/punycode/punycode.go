// Package punycode writes domain names with other letters than ASCII in the form that
// DNS has, and reads them (RFC 3492, RFC 5890). It converts what it is given and
// checks no rules of registries: a look-alike name has to be shown unchanged.
package punycode

import (
	"math"
	"strings"
	"unicode/utf8"
)

// Prefix begins a label in the ASCII form of a domain (RFC 5890).
const Prefix = "xn--"

// maxPoints bounds the code points of a label, since inserting one moves all others.
const maxPoints = 256

// ToUnicode returns a domain with its punycode labels decoded. A label that is
// malformed, or has more than longest bytes after the prefix, stays.
func ToUnicode(domain string, longest int) string {
	labels := strings.Split(domain, ".")
	for i, l := range labels {
		if len(l) > len(Prefix) && len(l)-len(Prefix) <= longest && strings.EqualFold(l[:len(Prefix)], Prefix) {
			if text, ok := decode(l[len(Prefix):]); ok {
				labels[i] = text
			}
		}
	}
	return strings.Join(labels, ".")
}

// ToASCII returns a domain in lower case with punycode for labels that are not
// ASCII.
func ToASCII(domain string) string {
	domain = strings.ToLower(domain)
	labels := strings.Split(domain, ".")
	for i, l := range labels {
		if strings.IndexFunc(l, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0 && utf8.ValidString(l) {
			labels[i] = Prefix + encode([]rune(l))
		}
	}
	return strings.Join(labels, ".")
}

// Parameters of punycode (RFC 3492 section 5).
const (
	base, least, most    = 36, 1, 26
	skew, damp           = 38, 700
	startBias, startRune = 72, 0x80
)

const digits = "abcdefghijklmnopqrstuvwxyz0123456789"

func threshold(k, bias int) int { return min(max(k-bias, least), most) }

// adapt returns the bias after a delta (RFC 3492 section 6.1).
func adapt(delta, points int, first bool) int {
	if first {
		delta /= damp
	} else {
		delta /= 2
	}
	delta += delta / points
	k := 0
	for delta > (base-least)*most/2 {
		delta /= base - least
		k += base
	}
	return k + (base-least+1)*delta/(delta+skew)
}

// digitOf returns the value of a digit in either case, -1 of anything else.
func digitOf(c byte) int {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return strings.IndexByte(digits, c)
}

func decode(s string) (string, bool) {
	var out []rune
	if i := strings.LastIndexByte(s, '-'); i > 0 {
		out, s = []rune(s[:i]), s[i+1:]
	}
	n, bias, at := startRune, startBias, 0
	for first := true; s != ""; first = false {
		from, weight := at, 1
		for k := base; ; k += base {
			if s == "" {
				return "", false
			}
			digit := digitOf(s[0])
			if s = s[1:]; digit < 0 || digit > (math.MaxInt32-at)/weight {
				return "", false
			}
			at += digit * weight
			t := threshold(k, bias)
			if digit < t {
				break
			}
			if weight > math.MaxInt32/(base-t) {
				return "", false
			}
			weight *= base - t
		}
		points := len(out) + 1
		bias = adapt(at-from, points, first)
		n += at / points
		if at %= points; n > utf8.MaxRune || !utf8.ValidRune(rune(n)) || points > maxPoints {
			return "", false
		}
		out = append(out[:at], append([]rune{rune(n)}, out[at:]...)...)
		at++
	}
	return string(out), true
}

func encode(label []rune) string {
	var out strings.Builder
	done := 0
	for _, r := range label {
		if r < utf8.RuneSelf {
			out.WriteRune(r)
			done++
		}
	}
	if done > 0 {
		out.WriteByte('-')
	}
	n, delta, bias := rune(startRune), 0, startBias
	for first := true; done < len(label); {
		next := rune(utf8.MaxRune + 1)
		for _, r := range label {
			if r >= n {
				next = min(next, r)
			}
		}
		delta += int(next-n) * (done + 1)
		n = next
		for _, r := range label {
			if r < n {
				delta++
			}
			if r != n {
				continue
			}
			q := delta
			for k := base; ; k += base {
				t := threshold(k, bias)
				if q < t {
					break
				}
				out.WriteByte(digits[t+(q-t)%(base-t)])
				q = (q - t) / (base - t)
			}
			out.WriteByte(digits[q])
			bias = adapt(delta, done+1, first)
			delta, first = 0, false
			done++
		}
		delta++
		n++
	}
	return out.String()
}
