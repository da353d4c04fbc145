package redact

import (
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/redact/internal/hostname"
	"github.com/spoolscope/spoolscope/app/redact/internal/vocabulary"
	"github.com/spoolscope/spoolscope/app/redact/internal/word"
	"github.com/spoolscope/spoolscope/parser/lazyregexp"
)

// notice redacts what a mail system wrote in a bounce, in a strict redaction: a paragraph, or a
// transcript. Nothing stays but lines of known forms: what servers and mail systems said about
// addresses, and the words of every notice. A template of the site's own has others, and so has the
// output of programs.
func (b *bodyRedactor) notice(s string) string {
	var out strings.Builder
	about, listed := false, false // the lines are about addresses; each begins with one
	for line := range strings.Lines(s) {
		text := strings.TrimRight(line, "\r\n")
		end := line[len(text):]
		bare := strings.TrimSpace(text)
		switch {
		case bare == "":
		case strings.HasPrefix(bare, "-----") && strings.HasSuffix(bare, "-----"):
			b.transcript = strings.Contains(bare, "Transcript of session")
			listed = strings.Contains(bare, "addresses")
			text = b.rd.standard(text)
		case b.transcript:
			text = b.rd.dialogue(text)
		case fromClient().MatchString(text):
			text = "from " + b.rd.Host(text[len("from "):])
		case withID().MatchString(text):
			text = "with id " + b.rd.receivedID(text[len("with id "):])
		case oneWord().MatchString(bare) && (listed || about && strings.HasPrefix(text, "  "+bare)):
			text = strings.Replace(text, bare, b.rd.Address(bare), 1)
		case strings.HasPrefix(bare, `"|`) || strings.HasPrefix(bare, "|"):
			text, about = strings.Replace(text, bare, b.rd.Address(bare), 1), true
		case strings.HasPrefix(bare, "<") || (about || listed) && (text[0] == ' ' || text[0] == '\t') || strings.Contains(bare, "@") && len(strings.Fields(bare)) == 1:
			text, about = b.rd.Status(text), true
		case said().MatchString(text):
			text = b.rd.Status(text)
		default:
			text = b.rd.standard(text)
		}
		out.WriteString(text + end)
	}
	return b.rd.Text(b.rd.across(out.String()))
}

var (
	fromClient = lazyregexp.New(`^from \S+( \[\S+\])?( \(may be forged\))?$`)
	withID     = lazyregexp.New(`^with id [0-9A-Za-z]+$`)
	oneWord    = lazyregexp.New(`^[\pL\pN._+=&-]+$`)
	said       = lazyregexp.New(`^(<<< |[245][0-9][0-9][ -]|\.\.\. while talking to |[^\s:]+\.\.\. )`)
)

// standard returns a line that has only the words of every notice, numbers and hosts of the queue;
// any other is left out.
func (rd *Redactor) standard(line string) string {
	redacted := rd.Text(line)
	for w := range strings.FieldsSeq(redacted) {
		bare := word.Lower(strings.Trim(w, `.,:;!?()[]<>"'*-`))
		name := strings.TrimSuffix(bare, hostname.Invalid)
		if strings.Trim(bare, "0123456789:/+-") == "" || vocabulary.IsNotice(bare) || vocabulary.IsCommon(bare) || hostname.IsPseudonym(bare) || hostname.IsPseudonym(name+hostname.Invalid) || strings.Contains(bare, "@") {
			continue
		}
		return LeftOut
	}
	return redacted
}

// commands are those of SMTP whose arguments are left out: all but addresses.
var commands = strings.Fields("DATA RSET QUIT NOOP STARTTLS BDAT AUTH VRFY EXPN HELP ETRN TURN XCLIENT XFORWARD")

// dialogue redacts a line of a transcript of SMTP (formats/sendmail.md §4).
func (rd *Redactor) dialogue(line string) string {
	command, ok := strings.CutPrefix(line, ">>> ")
	if !ok {
		if said().MatchString(line) {
			return rd.Status(line)
		}
		return LeftOut
	}
	verb, rest, _ := strings.Cut(command, " ")
	switch v := strings.ToUpper(verb); {
	case v == "EHLO" || v == "HELO" || v == "LHLO":
		return ">>> " + verb + " " + rd.host(rest)
	case v == "MAIL" || v == "RCPT":
		return ">>> " + rd.Status(command)
	case slices.Contains(commands, v):
		return ">>> " + verb
	}
	return ">>> " + LeftOut
}
