package redact

import (
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/redact/internal/addrspec"
	"github.com/spoolscope/spoolscope/app/redact/internal/header"
	"github.com/spoolscope/spoolscope/app/redact/internal/word"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/lazyregexp"
)

// contentType keeps the type of a part and the parameters that are needed to
// read it.
func (rd *Redactor) contentType(v string) string {
	parts := header.Parameters(v)
	kind, sub, _ := strings.Cut(parts[0], "/")
	if kind = header.KnownType(kind); kind == "octet-stream" {
		kind = "application"
	}
	out := " " + kind + "/" + header.KnownType(sub)
	for _, p := range parts[1:] {
		out += rd.parameter(p)
	}
	return out
}

func (rd *Redactor) disposition(v string) string {
	parts := header.Parameters(v)
	out := oneOf("inline", "attachment")(rd, parts[0])
	for _, p := range parts[1:] {
		out += rd.parameter(p)
	}
	return out
}

// parameter returns the form in which a parameter of a field may stay, "" if it may not.
func (rd *Redactor) parameter(p string) string {
	name, value, _ := strings.Cut(p, "=")
	plain := addrspec.Unquote(strings.TrimSpace(value))
	switch n := word.Lower(strings.TrimSpace(name)); {
	case n == "boundary":
		if b := rd.boundary(plain); b != plain {
			return `; boundary="` + b + `"`
		}
		return ";" + p
	case n == "charset" && charsets().MatchString(plain), slices.Contains(parameterValues[n], word.Lower(plain)):
		return "; " + n + "=" + plain
	case (n == "number" || n == "total" || n == "size") && plain != "" && len(plain) <= 12 && strings.Trim(plain, "0123456789") == "":
		return ";" + p
	}
	return ""
}

// charsets are the names of charsets: any other word could be anything.
var charsets = lazyregexp.New(`^(?i:(us-)?ascii|utf-?(7|8|16|16[bl]e)|iso-?8859-?[0-9]{1,2}(-[ie])?|iso-2022-(jp|kr|cn)(-[0-9])?|(windows|cp|x-cp|ibm)-?[0-9]{3,4}|koi8-(r|u|ru|t)|` +
	`gb2312|gbk|gb18030|hz-gb-2312|big5(-hkscs)?|euc-(jp|kr|tw|cn)|(x-)?s(hift[_-])?jis|tis-620|ks_c_5601-1987|(x-)?mac(intosh|-?roman|-?cyrillic)?|viscii|unknown-8bit|x-unknown|binary)$`)

// parameterValues are the values of parameters that stay.
var parameterValues = map[string][]string{
	"report-type": {"delivery-status", "disposition-notification", "feedback-report"},
	"format":      {"flowed", "fixed"},
	"delsp":       {"yes", "no"},
}

// boundary returns what separates the parts of a message instead of b. It stays if it
// has no word that could name anything.
func (rd *Redactor) boundary(b string) string {
	if rd == nil || !rd.Strict() && rd.Text(b) == b {
		return b
	}
	name, end := strings.CutSuffix(b, "--")
	tells := rd.Text(name) != name
	for w := range strings.FieldsFuncSeq(name, func(r rune) bool { return r < 0x80 && !words.IsAlnum(byte(r)) }) {
		tells = tells || len(w) > 2
	}
	if tells {
		name = rd.keyedName("part-", name)
	}
	if end {
		name += "--"
	}
	return name
}
