package mailq

import (
	"bytes"
	"path"
	"strings"

	"github.com/spoolscope/spoolscope/parser/lazyregexp"
)

// maxPrompt is the longest line that is taken for a shell's prompt.
const maxPrompt = 256

// shellPrompt is the prompt of most systems with what was typed behind it:
// "[root@mail ~]# mailq", "ann@mail:/var/spool$", "mail1:~ #", "root@mail# ".
var shellPrompt = lazyregexp.New(`^(?:\([\w.-]+\) ?)?\[?[\w.-]+@([A-Za-z0-9][\w.-]*)(?:[ :][^\]#$%><()]*)?\]?\s?[#$%>❯](?: (.*)|$)` +
	`|^([a-z][\w.-]*):[~/][^ #$%<>()]* ?[#$%>](?: (.*)|$)`)

// IsPrompt reports whether the line is a prompt, or the command that made the
// listing, of a pasted terminal session.
func IsPrompt(text []byte) bool {
	if len(text) == 0 || len(text) > maxPrompt {
		return false
	}
	if isCommand(bytes.TrimLeft(text, "+ ")) || shellPrompt().Match(text) || isOfSession(text) {
		return true
	}
	i := bytes.IndexAny(text, "#$%>")
	if i < 0 {
		return false
	}
	before, after := text[:i], text[i+1:]
	if len(after) == 0 || len(bytes.TrimSpace(after)) == 0 {
		// "[root@mail ~]#": a space only inside the brackets.
		before = bytes.TrimSuffix(bytes.TrimSpace(before), []byte("]"))
		return !bytes.ContainsAny(before, "<()") && bytes.Count(before, []byte(" ")) <= 1 &&
			(!bytes.Contains(before, []byte(" ")) || before[0] == '[')
	}
	return after[0] == ' ' && !bytes.ContainsAny(before, "<(") && isCommand(bytes.TrimSpace(after))
}

// sessionStarts begin the lines that logging in and out, sudo and time print
// around a listing.
var sessionStarts = [...]string{
	"[sudo] ", "Password:", "Last login: ", "Connection to ", "Pseudo-terminal ", "Warning: Permanently added ", "You have mail", "You have new mail",
	"real\t", "user\t", "sys\t", "➜ ", "❯", "PS ",
	"We trust you have received the usual lecture", "Administrator. It usually boils down", "#1) Respect the privacy", "#2) Think before you type",
	"#3) With great power", "For security reasons, the password you type", "Sorry, try again.", "sudo: unable to resolve host ",
	"Script done", "Defaulted container ", "Using username ", "Authenticating with public key",
}

func isOfSession(text []byte) bool {
	if bytes.HasPrefix(text, []byte("Connection to ")) && isRefusedRun(text) {
		return false
	}
	for _, s := range sessionStarts {
		if bytes.HasPrefix(text, []byte(s)) {
			return true
		}
	}
	return false
}

// isCommand reports whether the line is a command that prints a listing, or one
// that ends a session.
func isCommand(text []byte) bool {
	fields := bytes.Fields(text)
	if len(fields) == 0 {
		return false
	}
	switch path.Base(string(fields[0])) {
	case "exit", "logout":
		return len(fields) == 1
	case "mailq":
		// "mailq output from mail1" is the title of a report.
		return len(fields) == 1 || !alphanumeric(fields[1][0])
	case "sendmail", "sudo", "ssh", "su", "doas", "time", "watch", "date;", "for", "while":
		return listsQueue(text)
	}
	return false
}

// listsQueue reports whether a command prints a listing.
func listsQueue(text []byte) bool {
	for _, f := range bytes.Fields(text) {
		name := path.Base(strings.Trim(string(f), `;|&"'()`))
		if name == "mailq" || name == "-bp" || name == "-bP" {
			return true
		}
	}
	return false
}

// prompt takes a prompt, with the command behind it.
func (p *parser) prompt(l line) {
	p.finish()
	p.leave()
	p.skipping = false
	p.queue, p.client, p.plain = -1, false, false
	command, host := string(l.text), ""
	if m := shellPrompt().FindStringSubmatch(string(l.text)); m != nil {
		command, host = m[2]+m[4], m[1]+m[3]
	} else if i := bytes.IndexAny(l.text, "#$%>"); i >= 0 && !isCommand(l.text) {
		command = string(l.text[i+1:])
		if name := string(l.text[:i]); i > 2 && hostPattern().MatchString(name) && !isShell(name) && name != "root" {
			host = name // of csh
		}
	}
	if isOfSession(l.text) && !listsQueue(l.text) {
		command = ""
	}
	command = strings.TrimSpace(command)
	lists := listsQueue([]byte(command))
	if host != "" || !p.maybeSure {
		p.maybe = "" // otherwise the listing of that host may be missing
	}
	if m := sshCommand().FindStringSubmatch(command); m != nil {
		host = m[1]
	}
	if lists && host != "" && host != "localhost" {
		p.host(host)
	}
	if command != "" && !lists {
		p.outside = outside{command: head([]byte(command), maxQuoted)}
	}
	p.limited = lists && strings.Contains(command, " -q")
	_, after, piped := strings.Cut(command, "|")
	p.piped = lists && piped && thinsOut().MatchString(after)
	if lists && !p.filled() {
		p.out.Unread = 0 // text before a command is not part of its output
	}
}

// thinsOut finds commands that leave out lines of what they read.
var thinsOut = lazyregexp.New(`\b(?:head|tail|e?grep|sed|awk|cut)\b`)

// isShell reports whether a name before a sign is that of a shell: "sh-4.2#".
func isShell(s string) bool {
	name, _, _ := strings.Cut(s, "-")
	switch name {
	case "sh", "bash", "ksh", "csh", "tcsh", "zsh", "ash", "dash":
		return true
	}
	return false
}

// mailHeaders are those of a mail that cron or a person sent a listing with.
var mailHeaders = lazyregexp.New(`^(?i:From|To|Cc|Subject|Date|Message-ID|Content-[A-Za-z-]+|MIME-Version|X-[A-Za-z-]+|Received|Return-Path|Auto-Submitted|Reply-To|Sender|User-Agent|Precedence|Status|Delivered-To|Priority|Importance):( |$)`)

// mailHeader reports whether a line is a header of a mail.
func mailHeader(text []byte) bool { return mailHeaders().Match(text) }
