// Package charset decodes the charsets of mail with golang.org/x/text, for
// programs outside the browser; inside it, TextDecoder does the same without
// 400 KB of tables.
package charset

import (
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
)

// aliases are names seen in mail that neither index knows.
var aliases = map[string]string{
	"x-sjis":         "shift_jis",
	"x-ms-cp932":     "shift_jis",
	"cp932":          "shift_jis",
	"x-gbk":          "gbk",
	"cp936":          "gbk",
	"ms936":          "gbk",
	"gb2312-80":      "gbk",
	"cp949":          "euc-kr",
	"ks_c_5601":      "euc-kr",
	"x-big5":         "big5",
	"cp950":          "big5",
	"x-euc-jp":       "euc-jp",
	"eucjp":          "euc-jp",
	"koi8r":          "koi8-r",
	"koi8u":          "koi8-u",
	"iso-8859-8-i":   "iso-8859-8",
	"iso-8859-6-i":   "iso-8859-6",
	"cp-850":         "ibm850",
	"x-mac-roman":    "macintosh",
	"iso-2022-jp-ms": "iso-2022-jp",
	"cp50220":        "iso-2022-jp",
}

// Decode turns text in a charset, by any name used in mail, into UTF-8. Bytes
// that are invalid in it become U+FFFD. It reports false for a charset
// it does not know. It is a content.Decoder.
func Decode(charset string, b []byte) (string, bool) {
	enc := find(strings.ToLower(strings.TrimSpace(charset)))
	if enc == nil {
		return "", false
	}
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return "", false
	}
	return string(out), true
}

// find looks a name up in WHATWG's list, which browsers use, then in IANA's, with "cp1251" and the like read as "windows-1251".
func find(name string) encoding.Encoding {
	if alias, ok := aliases[name]; ok {
		name = alias
	}
	if enc := lookup(name); enc != nil {
		return enc
	}
	if number, ok := strings.CutPrefix(name, "cp"); ok {
		number = strings.TrimPrefix(number, "-")
		if enc := lookup("windows-" + number); enc != nil {
			return enc
		}
		return lookup("ibm" + number)
	}
	return nil
}

func lookup(name string) encoding.Encoding {
	if name == "replacement" || name == "x-user-defined" {
		return nil
	}
	if enc, err := htmlindex.Get(name); err == nil {
		if n, _ := htmlindex.Name(enc); n == "replacement" {
			return nil // WHATWG's answer to charsets that are dangerous in a page
		}
		return enc
	}
	if enc, err := ianaindex.MIME.Encoding(name); err == nil && enc != nil {
		return enc
	}
	return nil
}
