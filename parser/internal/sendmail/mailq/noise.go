package mailq

import (
	"bytes"
	"path"
)

// noiseStarts begin the lines that sendmail, its wrapper or the shell print
// into a listing (formats/sendmail.md §5.1).
var noiseStarts = [...]string{
	"WARNING: ", "NOQUEUE: ", "Program mode requires special privileges",
	"You are not permitted to see the queue", "Queue group ", "can not chdir(",
	"cannot chdir(", "Data unavailable: ", "Permission denied",
	"sendmail: ", "mailq: ", "sudo: ", "bash: ", "-bash: ", "sh: ", "/etc/mail/",
}

// messageStarts are those of error messages that name sendmail's function.
// They are found in the middle of a line too.
var messageStarts = [...]string{
	"readqf: ", "gatherq: ", "orderq: ", "printqueue: ", "print_single_queue: ",
	"queuename: ", "multiqueue_cache: ", "initsys: ",
}

func isNoise(text []byte) bool {
	for _, s := range noiseStarts {
		if bytes.HasPrefix(text, []byte(s)) {
			return true
		}
	}
	for _, s := range messageStarts {
		if bytes.HasPrefix(text, []byte(s)) {
			return true
		}
	}
	return bytes.HasSuffix(text, []byte(" too long, 21 max characters"))
}

// interrupted tells where an error message begins inside a line; the line goes
// on after it.
//
// QUIRK: 8.12 and later print "readqf: cannot open ./dfID: No such file or
// directory" after the id, and the other columns on the next line; seen in the
// corpus case lost-and-broken.
func interrupted(text []byte) (int, bool) {
	at := -1
	for _, s := range messageStarts {
		if i := bytes.Index(text, []byte(s)); i > 0 && (at < 0 || i < at) {
			at = i
		}
	}
	return at, at > 0
}

// maxPrompt is the longest line that is taken for a shell's prompt.
const maxPrompt = 256

// isPrompt tells whether the line is a prompt, or the command that made the
// listing, of a pasted terminal session.
func isPrompt(text []byte) bool {
	if len(text) > maxPrompt {
		return false
	}
	if isCommand(text) {
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

// isCommand tells whether the line is a command that prints a listing, or one
// that ends a session.
func isCommand(text []byte) bool {
	fields := bytes.Fields(text)
	if len(fields) == 0 {
		return false
	}
	lists := false
	for _, f := range fields {
		name := path.Base(string(f))
		lists = lists || name == "mailq" || name == "-bp" || name == "-bP"
	}
	switch path.Base(string(fields[0])) {
	case "exit", "logout":
		return len(fields) == 1
	case "mailq", "sendmail", "sudo", "ssh", "su", "doas", "time":
		return lists
	}
	return false
}
