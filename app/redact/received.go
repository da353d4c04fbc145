package redact

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/redact/internal/header"
	"github.com/spoolscope/spoolscope/app/redact/internal/word"
	"github.com/spoolscope/spoolscope/parser/lazyregexp"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// received is a clause of a Received field being read: its keyword, and whether
// a comment may follow it.
var (
	release  = lazyregexp.New(`^\(8\.[0-9]+\.[0-9.]+/8\.[0-9]+\.[0-9.]+`)
	protocol = lazyregexp.New(`^(?i:local|internal|u?utf8(smtp|lmtp)s?a?|[el]?smtps?a?|esmtpsa|lmtps?a?|https?|mapi|uucp)$`)
	rdns     = lazyregexp.New(`^\(([^\s()\[\]]*)[\s]*(\[[0-9A-Fa-f:.]*(?:IPv6:[0-9A-Fa-f:.]*)?\])?`)
)

// receivedField keeps of a Received field who gave the message to whom, how,
// under which id, for whom and when. Comments other than the client's real name
// and address and sendmail's release are left out.
func (rd *Redactor) receivedField(v string) string {
	date := ""
	if i := strings.LastIndexByte(v, ';'); i >= 0 {
		v, date = v[:i], header.Date(v[i+1:])
	}
	var out []string
	words := header.Received(v)
	for i := 0; i+1 < len(words); i++ {
		key, next := word.Lower(words[i]), words[i+1]
		comment := ""
		if i+2 < len(words) && strings.HasPrefix(words[i+2], "(") {
			comment = words[i+2]
		}
		switch key {
		case "from":
			out = append(out, "from", rd.text(next, clientText))
			if c := rd.clientComment(comment); c != "" {
				out = append(out, c)
			}
		case "by":
			out = append(out, "by", rd.text(next, clientText))
			if r := release().FindString(comment); r != "" {
				out = append(out, r+")")
			}
		case "with":
			if !protocol().MatchString(next) {
				continue
			}
			out = append(out, "with", next)
		case "id":
			out = append(out, "id", rd.receivedID(next))
		case "for":
			if strings.HasPrefix(next, "(") {
				continue
			}
			out = append(out, "for", rd.Address(next))
		default:
			continue
		}
		i++
	}
	line := " " + strings.Join(out, " ")
	if at := strings.Index(line, " by "); at > 0 {
		line = line[:at] + "\n\t" + line[at+1:]
	}
	if date != "" {
		line += ";" + date
	}
	return line
}

// clientComment returns the comment after from: the client's real name and address.
func (rd *Redactor) clientComment(comment string) string {
	m := rdns().FindStringSubmatch(comment)
	if m == nil || m[1] == "" && m[2] == "" {
		return ""
	}
	who := strings.TrimSpace(m[1] + " " + m[2])
	if m[1] != "" && strings.IndexByte(m[1], '.') < 0 && strings.IndexByte(m[1], '@') < 0 && m[2] == "" {
		return "" // a word of a comment
	}
	return "(" + rd.text(who, clientText) + ")"
}

// receivedID returns an id of this queue, or of another server, which nobody needs.
func (rd *Redactor) receivedID(id string) string {
	if rd.ids[id] != "" || queue.IsSendmailID(id) && !rd.hide.IDs {
		return rd.ID(id)
	}
	return rd.keyedName("id-", id)
}
