package message

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/words"
)

// headMeans are the first lines of an envelope of Exim (formats/exim.md §2.1).
var headMeans = [...]string{"The name of this file", "The user who ran Exim, with the numbers of user and group", "Envelope sender"}

// optionMeans are the options of an envelope of Exim (formats/exim.md §2.2).
var optionMeans = map[string]string{
	"received_time_usec": "Fraction of the second of arrival", "received_time_complete": "When the message was complete",
	"helo_name": "How the client greeted", "host_address": "Address and port of the client", "host_name": "Name of the client by its address",
	"host_auth": "How the client logged in", "host_auth_pubname": "Mechanism of the login", "auth_id": "Login", "auth_sender": "Sender that the client vouches for",
	"interface_address": "Address and port of this server", "active_hostname": "Name under which this server greeted", "ident": "User name by the client's host, or of this server",
	"received_protocol": "Protocol of arrival", "body_linecount": "Lines of the body", "body_zerocount": "Zero bytes in the body",
	"max_received_linelength": "The longest line", "spool_file_wireformat": "The lines of the body end as in SMTP", "deliver_firsttime": "No delivery was finished yet",
	"manual_thaw": "Thawed by an administrator", "N": "A test: it is not delivered", "local": "Sent from this server", "localerror": "Made by this Exim: a bounce or notice",
	"sender_set_untrusted": "A user of this server chose the sender", "allow_unqualified_recipient": "Recipients without a domain are accepted",
	"allow_unqualified_sender": "A sender without a domain is accepted", "host_lookup_deferred": "The name of the client could not be looked up yet",
	"host_lookup_failed": "The client has no name", "local_scan": "Data of local_scan()", "spam_bar": "Spam score as a bar", "spam_score": "Spam score",
	"spam_score_int": "Spam score times ten", "smtputf8": "Addresses may be in UTF-8 (SMTPUTF8)", "dsn_envid": "Envelope id of the sender", "dsn_ret": "How much a bounce returns: 1 all, 2 the header",
}

// envelopeText explains the lines of an envelope of Exim. Its second part are addresses, its third
// the header.
type envelopeText struct {
	line int
	part int
}

func (e *envelopeText) means(line string) string {
	e.line++
	switch {
	case e.line <= len(headMeans):
		return headMeans[e.line-1]
	case e.line == len(headMeans)+1:
		seconds, warnings, _ := strings.Cut(line, " ")
		means := "Arrived " + epoch(seconds)
		if warnings != "0" && warnings != "" {
			means += "; the sender was warned of the delay"
		}
		return means
	case line == "":
		if e.part++; e.part == 1 {
			e.part = 2
		}
		return ""
	case e.part == 2:
		return ""
	case line[0] == '-' && e.part == 0:
		return optionMeaning(line)
	case line == "XX" && e.part == 0:
		e.part = 1
		return "No recipient is done"
	case e.part == 0 && isNode(line):
		return "No longer gets the message: delivered, or given up"
	case e.part == 0 && strings.Trim(line, "0123456789") == "":
		e.part = 1
		return "Number of recipients"
	case e.part == 1 && strings.Trim(line, "0123456789") == "":
		return "Number of recipients"
	case e.part == 1:
		return "Recipient"
	}
	return ""
}

// isNode reports whether a line is an address in the tree of those that are done.
func isNode(line string) bool {
	return len(line) > 3 && line[2] == ' ' && strings.Trim(line[:2], "YN") == ""
}

func optionMeaning(line string) string {
	name, value, _ := strings.Cut(strings.TrimLeft(line, "-"), " ")
	if i := strings.IndexByte(name, ')'); i >= 0 && strings.HasPrefix(name, "(") {
		name = name[i+1:]
	}
	switch name {
	case "frozen":
		return "Frozen " + epoch(value)
	case "acl", "aclc", "aclm":
		return "Variable of an ACL, with the length of its value"
	}
	if m := optionMeans[name]; m != "" {
		return m
	}
	if strings.HasPrefix(name, "tls_") {
		return "Of the encryption of the connection"
	}
	return "Option " + words.Visible(name)
}
