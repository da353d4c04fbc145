package htmlmail

import "strings"

// unicodeHost is a host with the labels that punycode hides (RFC 3492) as their
// reader would see them. A label that is not valid stays.
func unicodeHost(host string) string {
	if !strings.Contains(host, "xn--") {
		return host
	}
	labels := strings.Split(host, ".")
	for i, l := range labels {
		if code, ok := strings.CutPrefix(l, "xn--"); ok {
			if text, ok := decodePunycode(code); ok {
				labels[i] = text
			}
		}
	}
	return strings.Join(labels, ".")
}

// Parameters of punycode (RFC 3492, 5).
const (
	pBase, pMin, pMax       = 36, 1, 26
	pSkew, pDamp            = 38, 700
	pBias, pFirst           = 72, 128
	maxPunycode             = 63 // a label's length
	maxRune           int64 = 0x10ffff
)

// decodePunycode decodes a label without its "xn--" (RFC 3492, 6.2).
func decodePunycode(s string) (string, bool) {
	if len(s) > maxPunycode {
		return "", false
	}
	var out []rune
	if i := strings.LastIndexByte(s, '-'); i > 0 {
		out = []rune(s[:i])
		s = s[i+1:]
	}
	n, bias, i := int64(pFirst), int64(pBias), int64(0)
	for s != "" {
		before, weight := i, int64(1)
		for k := int64(pBase); ; k += pBase {
			if s == "" {
				return "", false
			}
			digit := punycodeDigit(s[0])
			s = s[1:]
			if digit < 0 || weight > maxRune*maxPunycode {
				return "", false
			}
			i += digit * weight
			t := min(max(k-bias, pMin), pMax)
			if digit < t {
				break
			}
			weight *= pBase - t
		}
		size := int64(len(out) + 1)
		delta := i - before
		if before == 0 {
			delta /= pDamp
		} else {
			delta /= 2
		}
		delta += delta / size
		k := int64(0)
		for ; delta > (pBase-pMin)*pMax/2; k += pBase {
			delta /= pBase - pMin
		}
		bias = k + (pBase-pMin+1)*delta/(delta+pSkew)
		n += i / size
		i %= size
		if n > maxRune || 0xd800 <= n && n < 0xe000 {
			return "", false
		}
		out = append(out, 0)
		copy(out[i+1:], out[i:])
		out[i] = rune(n)
		i++
	}
	return string(out), true
}

func punycodeDigit(c byte) int64 {
	switch {
	case '0' <= c && c <= '9':
		return int64(c-'0') + 26
	case 'a' <= c && c <= 'z':
		return int64(c - 'a')
	case 'A' <= c && c <= 'Z':
		return int64(c - 'A')
	}
	return -1
}
