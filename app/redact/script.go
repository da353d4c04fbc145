package redact

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/redact/internal/hostname"
	"github.com/spoolscope/spoolscope/app/redact/internal/word"
)

// scriptField redacts the field in which PHP names the script that sent mail,
// "1017:contact.php" or "www.example.com/contact.php for 192.0.2.1".
func scriptField(rd *Redactor, v string) string { return " " + rd.Script(strings.TrimSpace(v)) }

// Script redacts the path of a script, or the field of PHP that names one. The
// user's number stays.
func (rd *Redactor) Script(s string) string {
	if rd == nil || !rd.hide.Hosts {
		return s
	}
	user, path, _ := splitScript(s)
	if path == "" || isScriptPseudonym(path) {
		return user + path
	}
	return user + rd.scriptName(path)
}

// splitScript splits what PHP writes: the number of a user with its colon, the
// path in lower case, and what follows, which is the line or who asked for the page.
func splitScript(s string) (user, path, rest string) {
	if i := strings.IndexByte(s, ':'); i >= 0 && strings.Trim(s[:i], "0123456789") == "" {
		user, s = s[:i+1], s[i+1:]
	}
	if i := strings.IndexAny(s, " (\t\r\n"); i >= 0 {
		s, rest = s[:i], s[i:]
	}
	return user, word.Lower(s), rest
}

// scriptEnd ends the pseudonyms of scripts.
const scriptEnd = ".php"

func isScriptPseudonym(path string) bool {
	name, ok := strings.CutSuffix(path, scriptEnd)
	return ok && hostname.IsNumbered(name, "script-", 2)
}

// scriptName returns the pseudonym of a path in lower case.
func (rd *Redactor) scriptName(path string) string {
	v := rd.scripts[path]
	if v == "" {
		v = rd.keyedName("script-", path)
		rd.scripts[path] = v
	}
	return v + scriptEnd
}
