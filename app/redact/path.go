package redact

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/redact/internal/hostname"
	"github.com/spoolscope/spoolscope/app/redact/internal/vocabulary"
	"github.com/spoolscope/spoolscope/app/redact/internal/word"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Path redacts the path of a file or directory, or the name of a program with the service that it
// runs as, "postfix/submission/smtpd". If hosts are redacted, elements of unusual names get
// pseudonyms: they are those of hosts, customers and users. Of a name such as mqueue-customer or
// postfix-customer, the usual beginning stays, by which a queue is recognised.
func (rd *Redactor) Path(path string) string {
	if rd == nil || !rd.hide.Hosts {
		return rd.Text(path)
	}
	parts := strings.Split(path, "/")
	for i, p := range parts {
		parts[i] = rd.folder(p)
	}
	return strings.Join(parts, "/")
}

// folderPrefix begins the pseudonyms of elements of paths.
const folderPrefix = "folder-"

// folder redacts one element of a path.
func (rd *Redactor) folder(name string) string {
	if to, ok := rd.queueFile(name); ok { // first: an id may be a number
		return to
	}
	if name == "" || vocabulary.IsPlace(word.Lower(name)) || hostname.IsNumbered(name, folderPrefix, hostname.KeyedLen) || rd.isGiven(name) {
		return name
	}
	if rd.hosts[hostname.Clean(name)] != "" {
		return rd.host(name)
	}
	usual := 0
	for i := range len(name) {
		if strings.IndexByte("-_.~", name[i]) < 0 {
			continue
		}
		if !vocabulary.IsPlace(word.Lower(name[usual:i])) {
			break
		}
		usual = i + 1
	}
	rest := word.Lower(name[usual:])
	if vocabulary.IsPlace(rest) || hostname.IsNumbered(rest, folderPrefix, hostname.KeyedLen) {
		return name
	}
	return name[:usual] + rd.keyedName(folderPrefix, rest)
}

// queueFile redacts the name of a queue file: an id, after two letters with sendmail and before a
// hyphen and a letter with Exim. It reports false for other names.
func (rd *Redactor) queueFile(name string) (string, bool) {
	before, id, after := "", name, ""
	if n := len(name); n > 2 && name[1] == 'f' && queue.IsSendmailID(name[2:]) {
		before, id = name[:2], name[2:]
	} else if n > 2 && name[n-2] == '-' && queue.IsEximID(name[:n-2]) {
		id, after = name[:n-2], name[n-2:]
	}
	if rd.ids[id] == "" && before+after == "" && (vocabulary.IsPlace(id) || !queue.IsSendmailID(id) && !queue.IsPostfixID(id) && !queue.IsEximID(id)) {
		return "", false
	}
	return before + rd.ID(id) + after, true
}

// isGiven reports whether a name is the pseudonym of a host, as in an archive that was redacted
// before.
func (rd *Redactor) isGiven(name string) bool {
	return hostname.IsPseudonym(name) || hostname.IsPseudonym(name+hostname.Invalid) || hostname.IsNumbered(strings.TrimSuffix(name, hostname.Invalid), "host-", 2)
}
