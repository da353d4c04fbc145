package logline

import "strings"

// IsProgram reports whether a program is one of Postfix: "postfix/smtp", "postfix-out/submission/smtpd",
// or with any name of an instance (syslog_name) before the name of a service.
func IsProgram(name string) bool {
	if strings.HasPrefix(name, "postfix") {
		return true
	}
	switch name[strings.LastIndexByte(name, '/')+1:] {
	case "smtpd", "smtp", "lmtp", "qmgr", "nqmgr", "oqmgr", "cleanup", "pickup", "bounce", "error", "retry", "discard", "local", "virtual",
		"pipe", "postsuper", "postscreen", "trivial-rewrite", "anvil", "scache", "master", "tlsproxy", "qmqpd", "defer", "trace", "verify":
		return strings.IndexByte(name, '/') >= 0
	}
	return false
}
