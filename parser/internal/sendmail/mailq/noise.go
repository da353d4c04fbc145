package mailq

import (
	"bytes"

	"github.com/spoolscope/spoolscope/parser/lazyregexp"
)

// noiseStarts begin the lines that sendmail, its wrapper or the shell print
// into a listing (formats/sendmail.md §5.1).
var noiseStarts = [...]string{
	"WARNING: ", "NOQUEUE: ", "Program mode requires special privileges",
	"You are not permitted to see the queue", "Queue group ", "can not chdir(",
	"cannot chdir(", "Data unavailable: ", "Permission denied",
	"sendmail: ", "mailq: ", "postqueue: ", "ssh: ", "sudo: ", "bash: ", "-bash: ", "sh: ", "/etc/mail/",
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
	return bytes.HasSuffix(text, []byte(" too long, 21 max characters")) || IsRefused(text)
}

// fatal are the words with which a program says that it failed.
var fatal = lazyregexp.New(`(?i)\b(?:fatal|panic|abort(?:ed|ing)?|killed|terminated|core dumped|out of memory|cannot fork|segmentation fault)\b`)

// isFatal reports whether an error message ends a listing: what it would have said
// after that is unknown.
func isFatal(text []byte) bool { return fatal().Match(text) }

// interrupted returns where an error message begins inside a line, which goes on
// after it.
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
