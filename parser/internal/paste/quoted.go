package paste

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/spoolscope/spoolscope/parser/lazyregexp"
)

// What ansible, salt and other programs print of an output that they give in
// one line, or in JSON.
var (
	ansibleOneline = lazyregexp.New(`^(\S+ \| [A-Z]+ \| rc=-?\d+) \| \(stdout\) ?`)
	jsonMember     = lazyregexp.New(`"([\w.:-]+)": ?"((?:[^"\\]|\\.)*)"`)
	jsonItem       = lazyregexp.New(`^\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'),?\s*$`)
	jsonStructure  = lazyregexp.New(`^\s*(?:"[\w.:-]+": ?)?(?:[\]\[{}]+|true|false|null|-?\d+(?:\.\d+)?|"(?:[^"\\]|\\.)*"),?\s*$`)
	jsonTask       = lazyregexp.New(`^(?:ok|changed): \[[^\]\s]+\](?: \(item=.*?\))? =>`)
	listedItem     = lazyregexp.New(`(?m)^\s*(?:"(?:[^"\\\n]|\\.)*(?:\d requests?\)|-Recipient-+|[^ ] is empty)"|'(?:[^'\\\n]|\\.)*(?:\d requests?\)|-Recipient-+|[^ ] is empty)'),?\s*$`)
	// A string or bytes of Python around a whole output, perhaps of a finished
	// process: "CompletedProcess(args=['mailq'], returncode=0, stdout=b'…', stderr=b'')".
	pythonOpen    = lazyregexp.New(`^(?:\w+\(.*?\b(?:stdout|output)=|\(\d+, )?[bu]?['"](\\t|/|-|M)`)
	pythonClose   = lazyregexp.New(`['"](?:, (?:\w+=)?b?['"].*['"])?\)*\s*$`)
	pythonLines   = lazyregexp.New(`^(?:=> )?\[b?['"].*(?:requests?\)|-Recipient-+|is empty)['"], b?['"]`)
	pythonBetween = lazyregexp.New(`['"], b?['"]`)
	pythonEnds    = lazyregexp.New(`^(?:=> )?\[b?['"]|['"]\]\s*$`)
	quotedSign    = lazyregexp.New(`\\\\?(?:[nrt"\\/]|u[0-9a-fA-F]{4})`)
)

// unquoteItem returns the text of one string in an array of lines of JSON.
// Lines that only hold the array together are dropped.
func unquoteItem(text []byte) (plain []byte, ok bool) {
	if m := jsonItem().FindSubmatch(text); m != nil {
		return bytes.TrimRight(unquoteSigns(append(m[1], m[2]...)), "\r\n"), true
	}
	if jsonStructure().Match(text) {
		return nil, true
	}
	return text, false
}

// unquote writes line ends, tabs and signs as themselves in a line that has a
// whole output as a string of JSON.
func unquote(text []byte) []byte {
	if !bytes.Contains(text, []byte(`\n`)) {
		return text
	}
	if out, ok := members(text); ok {
		return out
	}
	if pythonOpen().Match(text) {
		text = pythonClose().ReplaceAll(pythonOpen().ReplaceAll(text, []byte("$1")), nil)
	}
	return unquoteSigns(ansibleOneline().ReplaceAll(text, []byte("$1 >>\n")))
}

// members returns the outputs among the members of an object, each with its
// host: the name before an object of ansible, or the member's own.
func members(text []byte) ([]byte, bool) {
	var out, host []byte
	if m := jsonTask().Find(text); m != nil {
		host = append(bytes.Clone(m), '\n')
	}
	found, one := false, false
	for _, m := range jsonMember().FindAllSubmatch(text, -1) {
		key := string(m[1])
		lists := bytes.Contains(m[2], []byte(`\n`)) && listsQueue(m[2])
		switch {
		case !lists && isHostKey(key) && len(m[2]) > 0:
			host = []byte("=== " + string(m[2]) + " ===\n")
		case !lists || one:
		case isOutputKey(key):
			out, found, one = append(append(out, host...), unquoteSigns(m[2])...), true, true
		default:
			out, found = append(append(out, "=== "+key+" ===\n"...), unquoteSigns(m[2])...), true
			out = append(out, '\n')
		}
	}
	return bytes.TrimRight(out, "\n"), found
}

func listsQueue(text []byte) bool {
	return bytes.Contains(text, []byte(" request")) || bytes.Contains(text, []byte(" is empty")) || bytes.Contains(text, []byte("-Q-ID-"))
}

func isHostKey(key string) bool {
	switch strings.ToLower(key) {
	case "host", "hostname", "server", "fqdn", "node", "target", "certname", "minion":
		return true
	}
	return false
}

func isOutputKey(key string) bool {
	switch key = strings.ToLower(key[strings.LastIndexAny(key, ".:")+1:]); key {
	case "stdout", "msg", "message", "output", "out", "result", "ret", "return", "data", "text", "body", "content", "mailq", "merged_output", "log", "value":
		return true
	}
	return false
}

func unquoteSigns(text []byte) []byte {
	return quotedSign().ReplaceAllFunc(text, func(s []byte) []byte {
		s = bytes.TrimLeft(s, `\`)
		switch {
		case len(s) == 0:
			return []byte(`\`)
		case s[0] == 'n':
			return []byte("\n")
		case s[0] == 'r':
			return nil
		case s[0] == 't':
			return []byte("\t")
		case s[0] == 'u':
			n, err := strconv.ParseUint(string(s[1:]), 16, 16)
			if err != nil {
				return s
			}
			return utf8.AppendRune(nil, rune(n))
		}
		return s
	})
}
