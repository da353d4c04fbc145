package message

import (
	"strings"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// maxControlLines is how many lines of a control file are shown explained.
const maxControlLines = 2000

// controlText explains a control file line by line (formats/sendmail.md §2), or the records
// of a queue file of Postfix.
func controlText(text, file string, system queue.System, problems []queue.Problem) *protocol.ControlText {
	bad := map[int]bool{}
	for _, p := range problems {
		bad[p.Line] = true
	}
	out := &protocol.ControlText{File: file, Size: int64(len(text)), Lines: []protocol.ControlLine{}}
	afterSender, inText := false, false
	var envelope envelopeText
	for n, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		if n == maxControlLines {
			break
		}
		l := protocol.ControlLine{Number: n + 1, Bad: bad[n+1]}
		switch {
		case system == queue.Exim:
			l.Text, l.Means = words.Visible(line), envelope.means(line)
		case line == "":
		case line[0] == ' ' || line[0] == '\t':
			l.Text = words.Visible(line)
		case system == queue.Postfix:
			l.Code, l.Text = words.Visible(line[:1]), words.Visible(line[1:])
			l.Means = meansRecord(line, inText)
			inText = line[0] == 'M' || inText && line[0] != 'X'
		default:
			l.Code, l.Text = words.Visible(line[:1]), words.Visible(line[1:])
			l.Means = means(line, afterSender)
			afterSender = afterSender || line[0] == 'S'
		}
		out.Lines = append(out.Lines, l)
	}
	return out
}

// means explains a record.
func means(line string, afterSender bool) string {
	v := line[1:]
	switch line[0] {
	case 'V':
		return "Format of this file: version " + words.Visible(v)
	case 'T':
		return "Created " + epoch(v)
	case 'K':
		if v == "0" {
			return "Never tried"
		}
		return "Last tried " + epoch(v)
	case 'N':
		if v == "1" {
			return "1 try so far"
		}
		return words.Visible(v) + " tries so far"
	case 'P':
		return "Priority: a larger number waits longer"
	case 'I':
		return "Device and inode of the data file"
	case 'B':
		return "Body type: " + words.Visible(v)
	case 'F':
		var flags []string
		for _, t := range flagTags(v) {
			flags = append(flags, t.Name+" "+t.Value)
		}
		return "Flags: " + strings.Join(flags, ", ")
	case 'M':
		if afterSender {
			return "Status of the next recipient"
		}
		return "Status of the message, as mailq shows it"
	case 'q':
		return "Why it is quarantined"
	case 'd':
		return "The data file is in this queue directory"
	case '$':
		return macroMeans(v)
	case 'S':
		return "Envelope sender"
	case 'Z':
		return "Envelope ID, given by the sender"
	case 'A':
		return "AUTH= parameter of the sender"
	case '!':
		return "Deliver by: mode and seconds"
	case 'C':
		if v == "" {
			return "No controlling user from here on"
		}
		return "Controlling user or alias of the recipients that follow"
	case 'Q':
		return "Original recipient of the next one"
	case 'r':
		return "Final recipient of the next one, for bounces"
	case 'R':
		return recipientMeans(v)
	case 'H':
		return headerMeans(v)
	case '.':
		return "End of the file"
	case 'X':
		return "Charset (old builds)"
	case 'G', 'Y':
		return "Queue delay (experimental builds)"
	case 'D':
		return "Name of the data file (sendmail 8.6 and older)"
	case 'E':
		return "Error recipient (sendmail 8.6 and older)"
	case 'L':
		return "Content length (Solaris)"
	}
	return "Not a record that sendmail writes"
}

func macroMeans(v string) string {
	switch {
	case strings.HasPrefix(v, "r"):
		return "Protocol it came by"
	case strings.HasPrefix(v, "s"):
		return "Name the client gave (HELO)"
	case strings.HasPrefix(v, "_"):
		return "Who submitted it: name and address checked by this server"
	case strings.HasPrefix(v, "{daemon_flags}"):
		return "Flags of the port it came in on"
	case strings.HasPrefix(v, "{if_addr}"):
		return "Address of this server it came in on"
	case strings.HasPrefix(v, "{auth_authen}"):
		return "Login name"
	case strings.HasPrefix(v, "{auth_type}"):
		return "How the client logged in"
	}
	return "Saved macro"
}

func recipientMeans(v string) string {
	flags, _, ok := strings.Cut(v, ":")
	if !ok {
		return "A recipient still to be reached"
	}
	parts := []string{"A recipient still to be reached"}
	if strings.Contains(flags, "A") {
		parts = append(parts, "from an alias")
	}
	if more := recipientFlags(queue.Recipient{Flags: flags}); more != "" {
		parts = append(parts, more)
	}
	return strings.Join(parts, "; ")
}

func headerMeans(v string) string {
	cond, ok := strings.CutPrefix(v, "?")
	if cond, _, ok2 := strings.Cut(cond, "?"); ok && ok2 && cond != "" {
		return "Header added by sendmail, for mailers with flag " + words.Visible(cond)
	}
	return "Header of the message"
}

// recipientFlags describes the letters before an address (formats/sendmail.md
// §2.5).
func recipientFlags(r queue.Recipient) string {
	var out []string
	if strings.Contains(r.Flags, "N") {
		var want []string
		for _, f := range []struct{ letter, word string }{{"S", "success"}, {"F", "failure"}, {"D", "delay"}} {
			if strings.Contains(r.Flags, f.letter) {
				want = append(want, f.word)
			}
		}
		if len(want) == 0 {
			out = append(out, "asked for no notice")
		} else {
			out = append(out, "asked for a notice of "+strings.Join(want, ", "))
		}
	}
	for _, f := range []struct{ letter, words string }{
		{"B", "blind copy"}, {"X", "MX secured by DNSSEC"},
	} {
		if strings.Contains(r.Flags, f.letter) {
			out = append(out, f.words)
		}
	}
	return strings.Join(out, "; ")
}
