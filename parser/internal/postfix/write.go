package postfix

import (
	"fmt"
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/postfix/record"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Write writes a message in the form of a queue file of Postfix, and the log of its last
// attempt, nil if no recipient has a status (formats/postfix.md §2, §5).
func Write(c *queue.Control, header, body []byte) (file, log []byte) {
	w := &record.Writer{}
	w.Sizes(len(c.Recipients))
	if c.Created != queue.NoNumber {
		w.Add('T', fmt.Sprintf("%d 0", c.Created))
		w.Add('A', fmt.Sprintf("create_time=%d", c.Created))
	}
	if c.HasSender {
		w.Add('S', record.Unquote(strings.Trim(c.Sender, "<>")))
	}
	for _, a := range attributesFor(c) {
		if a.Value != "" {
			w.Add('A', a.Name+"="+a.Value)
		}
	}
	for _, r := range c.Recipients {
		address := strings.Trim(r.Address, "<>")
		at := w.Add('R', record.Unquote(address))
		if r.Status != "" {
			log = fmt.Appendf(log, "\n<%s>: %s\nrecipient=%s\noffset=%d\nreason=%s\n\n", address, r.Status, address, at, r.Status)
		}
	}
	text := append(append(header, '\n'), body...)
	return w.Finish(text, len(c.Recipients), c.Complete), log
}

// attributesFor returns the attributes that correspond to the macros of a control file.
func attributesFor(c *queue.Control) []queue.Macro {
	client := c.Macro("_")
	if _, here := strings.CutSuffix(client, "localhost"); here || client == "" {
		return []queue.Macro{{Name: "log_message_origin", Value: "local"}}
	}
	name, addr, _ := strings.Cut(client, "[")
	addr, _, _ = strings.Cut(addr, "]")
	return []queue.Macro{
		{Name: "log_client_name", Value: strings.TrimSpace(name)}, {Name: "log_client_address", Value: addr},
		{Name: "log_helo_name", Value: c.Macro("s")}, {Name: "log_protocol_name", Value: c.Macro("r")},
		{Name: "sasl_username", Value: c.Macro("{auth_authen}")},
	}
}
