package exim

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/parser/internal/exim/msglog"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Files are the files of a message in a spool; Log is nil if there is nothing to log.
type Files struct{ Envelope, Body, Log []byte }

// Write writes a message in the form of the files of a spool (formats/exim.md §2, §3, §4). header
// is what is sent, and state is the envelope's: frozen, or never tried. tried is the time of the
// last attempt. In an existing log, only reasons known from elsewhere are changed.
func Write(c *queue.Control, id string, header, body []byte, state queue.State, tried int64, log []byte) Files {
	var b bytes.Buffer
	created := max(c.Created, 0)
	login, isLocal := strings.CutSuffix(c.Macro("_"), "@localhost")
	if !isLocal || login == "" {
		login = "exim"
	}
	warnings := 0
	if strings.Contains(c.Flags, "w") {
		warnings = 1
	}
	fmt.Fprintf(&b, "%s-H\n%s 8 8\n<%s>\n%d %d\n", id, line(login), line(strings.Trim(c.Sender, "<>")), created, warnings)
	for _, o := range optionsFor(c, isLocal) {
		if o.Value != "" {
			fmt.Fprintf(&b, "-%s %s\n", o.Name, line(o.Value))
		}
	}
	switch {
	case state == queue.Quarantined:
		fmt.Fprintf(&b, "-frozen %d\n", max(tried, created))
	case state == queue.Held:
		b.WriteString("-deliver_firsttime\n")
	}
	if strings.Contains(c.Flags, "r") {
		b.WriteString("-localerror\n")
	}
	writeDone(&b, c.Done)
	listed := slices.DeleteFunc(slices.Clone(c.Done), func(r queue.Recipient) bool { return r.Member })
	fmt.Fprintf(&b, "%d\n", len(c.Recipients)+len(listed))
	for _, r := range slices.Concat(c.Recipients, listed) {
		b.WriteString(line(strings.Trim(r.Address, "<>")) + "\n")
	}
	b.WriteByte('\n')
	writeHeader(&b, header)
	if log == nil {
		log = writeLog(c, created, tried)
	} else {
		log = amended(log, c)
	}
	return Files{Envelope: b.Bytes(), Body: append([]byte(id+"-D\n"), body...), Log: log}
}

// amended gives a log the reasons of the recipients.
func amended(log []byte, c *queue.Control) []byte {
	reasons := map[string]string{}
	for _, r := range c.Recipients {
		if r.Status != "" {
			reasons[strings.Trim(r.Address, "<>")] = r.Status
		}
	}
	return []byte(msglog.Amend(string(log), reasons))
}

// writeDone writes the tree of addresses that are done (formats/exim.md §2.3). It has no branches
// to the left, so that each is below the one before it, in order.
func writeDone(b *bytes.Buffer, done []queue.Recipient) {
	if len(done) == 0 {
		b.WriteString("XX\n")
		return
	}
	var addresses []string
	for _, r := range done {
		addresses = append(addresses, line(strings.Trim(r.Address, "<>")))
	}
	slices.Sort(addresses)
	addresses = slices.Compact(addresses)
	for n, address := range addresses {
		branches := "NY"
		if n == len(addresses)-1 {
			branches = "NN"
		}
		b.WriteString(branches + " " + address + "\n")
	}
}

// line returns a text without line ends.
func line(s string) string { return strings.NewReplacer("\n", " ", "\r", " ").Replace(s) }

// optionsFor returns the options that correspond to the macros of a control file.
func optionsFor(c *queue.Control, isLocal bool) []queue.Macro {
	options := []queue.Macro{{Name: "helo_name", Value: c.Macro("s")}, {Name: "received_protocol", Value: c.Macro("r")}, {Name: "auth_id", Value: c.Macro("{auth_authen}")}}
	if isLocal || c.Macro("_") == "localhost" {
		return options
	}
	name, addr, _ := strings.Cut(c.Macro("_"), "[")
	addr, _, _ = strings.Cut(addr, "]")
	if addr != "" {
		options = append(options, queue.Macro{Name: "host_address", Value: "[" + addr + "]:25"})
	}
	return append(options, queue.Macro{Name: "host_name", Value: strings.TrimSpace(name)})
}

// writeHeader writes the fields of a header, each with its length and type.
func writeHeader(b *bytes.Buffer, header []byte) {
	for len(header) > 0 {
		end := 0
		for {
			n := bytes.IndexByte(header[end:], '\n')
			if n < 0 {
				end = len(header)
				break
			}
			if end += n + 1; end == len(header) || header[end] != ' ' && header[end] != '\t' {
				break
			}
		}
		fmt.Fprintf(b, "%03d%c %s", end, fieldType(header[:end]), header[:end])
		header = header[end:]
	}
}

// fieldTypes are the fields that Exim marks (formats/exim.md §2.5).
var fieldTypes = map[string]byte{
	"received": 'P', "to": 'T', "cc": 'C', "bcc": 'B', "message-id": 'I', "from": 'F', "reply-to": 'R', "sender": 'S',
}

func fieldType(field []byte) byte {
	name, _, _ := bytes.Cut(field, []byte(":"))
	if t := fieldTypes[strings.ToLower(string(name))]; t != 0 {
		return t
	}
	return ' '
}

// writeLog writes the log of the last attempt: the reason of each recipient, and why
// the message was frozen if that is known.
func writeLog(c *queue.Control, created, tried int64) []byte {
	frozen := c.Quarantine != "" && c.Quarantine != "frozen"
	if tried <= 0 && !frozen {
		return nil
	}
	at := func(t int64) string { return time.Unix(t, 0).UTC().Format("2006-01-02 15:04:05") }
	log := fmt.Appendf(nil, "%s Received from %s\n", at(created), line(c.Sender))
	for _, r := range c.Recipients {
		switch status := strings.ReplaceAll(r.Status, "\n", `\n`); {
		case status == "":
		case strings.HasPrefix(status, "routing failed for "):
			log = fmt.Appendf(log, "%s %s\n", at(tried), status)
		default:
			address := line(strings.Trim(r.Address, "<>"))
			log = fmt.Appendf(log, "%s %s <%s> %s\n", at(tried), address, address, status)
		}
	}
	if frozen {
		why := line(c.Quarantine)
		if !strings.HasPrefix(why, "frozen by ") { // as exim -Mf writes it
			why = "*** Frozen (" + why + ")"
		}
		log = fmt.Appendf(log, "%s %s\n", at(max(tried, created)), why)
	}
	return log
}
