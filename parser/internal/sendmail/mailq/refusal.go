package mailq

import (
	"bytes"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/parser/lazyregexp"
)

// refusals begin or are in the lines that say that the queue, or a part of it,
// was not shown.
var refusals = [...]string{
	"Program mode requires special privileges", "You are not permitted to see the queue",
	"ermission denied", "peration not permitted", "can not chdir(", "cannot chdir(",
	"may not run sudo", "not in the sudoers", "command not found", "not found", "a password is required",
	"Host key verification failed", "Connection refused", "Connection timed out", "Could not resolve hostname",
	"UNREACHABLE", "No such file or directory", "mail system is down", "must be root",
}

// exims are the programs that show a queue of Exim.
const exims = `exim4?|exiqgrep|exipick|exiqsumm`

// refused are the lines of shells, in any language, of sudo, ssh and of
// programs that run commands in containers, in place of what mailq prints.
var refused = [...]lazyregexp.Regexp{
	lazyregexp.New(`^(?:\S*/)?-?(?:ba|z|k|da|a|c|tc)?sh(?:\[\d+\])?: (?:\w+ \d+: |\d+: )?(?:\S*/)?(?:mailq|sendmail|sudo|doas|` + exims + `) ?: +\S`),
	lazyregexp.New(`^(?:zsh|fish|csh|tcsh): [A-Za-z ]+: '?(?:\S*/)?(?:mailq|sendmail|sudo|` + exims + `)'?\b`),
	lazyregexp.New(`^fish: Unknown command '(?:\S*/)?(?:mailq|sendmail|sudo|` + exims + `)'`),
	lazyregexp.New(`^(?:\S*/)?(?:mailq|sendmail|` + exims + `): (?:[Cc]ommand not found|not found|No such file or directory|[Pp]ermission denied|you must be root)`),
	lazyregexp.New(`^Command '(?:mailq|sendmail|` + exims + `)' not found`),
	lazyregexp.New(`^'mailq' is not recogni[sz]ed as|^mailq ?: The term 'mailq' is not recogni[sz]ed`),
	lazyregexp.New(`^Sorry, user \S+ (?:is not allowed to execute|may not run sudo)|^\S+ is not in the sudoers file`),
	lazyregexp.New(`^sudo: (?:a password is required|a terminal is required|no tty present|sorry, you must have a tty|\d+ incorrect password attempts?|mailq: )|^doas: (?:Operation not permitted|Authorization required)`),
	lazyregexp.New(`^ssh: (?:connect to host|Could not resolve hostname) |^Host key verification failed|^\S+@\S+: Permission denied \(|^kex_exchange_identification: |^Connection to \S+ timed out|^Timeout, server \S+ not responding|^Connection (?:closed|reset) by \S+ port \d+`),
	lazyregexp.New(`^OCI runtime exec failed|^Error response from daemon: |^Error: No such container|^error: Internal error occurred: |^Error from server |exec: "(?:\S*/)?(?:mailq|sendmail|` + exims + `)": (?:executable file not found|stat )`),
	lazyregexp.New(`^(?:postqueue|sendmail|mailq|postdrop): fatal: `),
	lazyregexp.New(`^exim: (?:those command-line flags are set to require admin|set[gu]id\(\d+\) failed|setgroups\(\) failed|failed to |incompatible command-line|refusing to run|getting initial cwd failed|changing group failed)`),
	lazyregexp.New(`Exim configuration (?:error|file) |^(?:Error (?:opening|closing) pipe: |Couldn't opendir )`),
}

// IsRefused recognises what is said in place of a queue by sendmail or Postfix,
// or by what should have run them.
func IsRefused(text []byte) bool {
	for _, s := range [...]string{
		"Program mode requires special privileges", "You are not permitted to see the queue", "can not chdir(", "cannot chdir(",
		"Data unavailable: shared memory not updated", "mailq: ", "Queue group ", "Queue report unavailable",
	} {
		if bytes.HasPrefix(text, []byte(s)) {
			return true
		}
	}
	return isRefusedRun(text)
}

// refusedSigns are parts of the lines that the expressions match. Each line
// has one, so the expressions are not tried on most texts.
var refusedSigns = [...]string{
	"mailq", "sendmail", "sudo", "doas: ", "ssh: ", "Host key verification", ": Permission denied (", "kex_exchange", "Connection to ", "Timeout, server ", "Connection closed by ", "Connection reset by ",
	"OCI runtime", "Error response", "Error: No such", "error: Internal", "Error from server", "postqueue: ", "postdrop: ",
	"exim", "exiq", "exipick", "Exim configuration ", "Error opening pipe", "Error closing pipe", "Couldn't opendir ",
}

func isRefusedRun(text []byte) bool {
	const longest = 400
	if len(text) > longest || !slices.ContainsFunc(refusedSigns[:], func(s string) bool { return bytes.Contains(text, []byte(s)) }) {
		return false
	}
	for _, re := range refused {
		if re().Match(text) {
			return true
		}
	}
	return false
}

func isRefusal(text string) bool {
	// Of one message, and warnings before a queue that is shown.
	if strings.HasPrefix(text, "readqf: ") || strings.HasPrefix(text, "/etc/mail/") || strings.HasPrefix(text, "WARNING: ") {
		return false
	}
	for _, s := range refusals {
		if strings.Contains(text, s) {
			return true
		}
	}
	return isRefusedRun([]byte(text))
}
