package redact

import (
	"math"
	"strings"
	"unicode/utf8"
)

// punycodePrefix begins a label in the ASCII form of a domain (RFC 5890).
const punycodePrefix = "xn--"

// unicodeForm is a domain with its punycode labels decoded. A label that is
// malformed stays.
func unicodeForm(domain string) string {
	labels := strings.Split(domain, ".")
	for i, l := range labels {
		if len(l) > len(punycodePrefix) && strings.EqualFold(l[:len(punycodePrefix)], punycodePrefix) {
			if text, ok := decodePunycode(l[len(punycodePrefix):]); ok {
				labels[i] = text
			}
		}
	}
	return strings.Join(labels, ".")
}

// asciiForm is a domain in lower case with punycode for labels that are not
// ASCII.
func asciiForm(domain string) string {
	domain = strings.ToLower(domain)
	labels := strings.Split(domain, ".")
	for i, l := range labels {
		if strings.IndexFunc(l, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0 && utf8.ValidString(l) {
			labels[i] = punycodePrefix + encodePunycode([]rune(l))
		}
	}
	return strings.Join(labels, ".")
}

// Parameters of punycode (RFC 3492 section 5).
const (
	punyBase, punyMin, punyMax  = 36, 1, 26
	punySkew, punyDamp          = 38, 700
	punyStartBias, punyStartRun = 72, 0x80
)

const punyDigits = "abcdefghijklmnopqrstuvwxyz0123456789"

func punyThreshold(k, bias int) int { return min(max(k-bias, punyMin), punyMax) }

// punyAdapt is the bias after a delta (RFC 3492 section 6.1).
func punyAdapt(delta, points int, first bool) int {
	if first {
		delta /= punyDamp
	} else {
		delta /= 2
	}
	delta += delta / points
	k := 0
	for delta > (punyBase-punyMin)*punyMax/2 {
		delta /= punyBase - punyMin
		k += punyBase
	}
	return k + (punyBase-punyMin+1)*delta/(delta+punySkew)
}

func decodePunycode(s string) (string, bool) {
	var out []rune
	if i := strings.LastIndexByte(s, '-'); i > 0 {
		out, s = []rune(s[:i]), s[i+1:]
	}
	n, bias, at := punyStartRun, punyStartBias, 0
	for first := true; s != ""; first = false {
		from, weight := at, 1
		for k := punyBase; ; k += punyBase {
			if s == "" {
				return "", false
			}
			digit := strings.IndexByte(punyDigits, lowerByte(s[0]))
			if s = s[1:]; digit < 0 || digit > (math.MaxInt32-at)/weight {
				return "", false
			}
			at += digit * weight
			t := punyThreshold(k, bias)
			if digit < t {
				break
			}
			if weight > math.MaxInt32/(punyBase-t) {
				return "", false
			}
			weight *= punyBase - t
		}
		points := len(out) + 1
		bias = punyAdapt(at-from, points, first)
		n += at / points
		if at %= points; n > utf8.MaxRune || points > maxDomain {
			return "", false
		}
		out = append(out[:at], append([]rune{rune(n)}, out[at:]...)...)
		at++
	}
	return string(out), true
}

func encodePunycode(label []rune) string {
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
	n, delta, bias := rune(punyStartRun), 0, punyStartBias
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
			for k := punyBase; ; k += punyBase {
				t := punyThreshold(k, bias)
				if q < t {
					break
				}
				out.WriteByte(punyDigits[t+(q-t)%(punyBase-t)])
				q = (q - t) / (punyBase - t)
			}
			out.WriteByte(punyDigits[q])
			bias = punyAdapt(delta, done+1, first)
			delta, first = 0, false
			done++
		}
		delta++
		n++
	}
	return out.String()
}
