package exim

import (
	"strings"

	"github.com/spoolscope/spoolscope/parser/internal/exim/envelope"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// controlOf returns an envelope in the terms of a control file.
func controlOf(msg *envelope.Message) queue.Control {
	h := fields(msg)
	c := queue.Control{
		Version: queue.NoNumber, Created: given(msg.Arrived), LastTry: queue.NoNumber, Attempts: queue.NoNumber, Priority: queue.NoNumber,
		Made: queue.NoNumber, Sender: sender(msg), HasSender: msg.HasSender, EnvelopeID: msg.Value("dsn_envid"), Auth: msg.Value("auth_sender"),
		Header: h.Header, Complete: msg.Complete,
	}
	if msg.Warnings > 0 {
		c.Flags += "w"
	}
	if _, ok := msg.Option("localerror"); ok {
		c.Flags += "r"
	}
	for _, o := range msg.Options {
		c.Attributes = append(c.Attributes, queue.Macro(o))
	}
	for _, same := range [...]struct{ macro, value string }{
		{"r", msg.Value("received_protocol")}, {"s", msg.Value("helo_name")}, {"_", submitter(msg)},
		{"{if_addr}", hostAddress(msg.Value("interface_address"))},
		{"{auth_authen}", msg.Value("auth_id")}, {"{auth_type}", msg.Value("host_auth_pubname")},
	} {
		if same.value != "" {
			c.Macros = append(c.Macros, queue.Macro{Name: same.macro, Value: same.value})
		}
	}
	done := make(map[string]bool, len(msg.Done)) // true until it is in the list
	for _, address := range msg.Done {
		done[address] = true
	}
	for _, r := range msg.Recipients {
		rc := recipientOf(msg, r)
		if _, ok := done[r.Address]; ok {
			c.Done = append(c.Done, rc)
			done[r.Address] = false
		} else {
			c.Recipients = append(c.Recipients, rc)
		}
	}
	for _, address := range msg.Done {
		if done[address] { // what a recipient was expanded to
			c.Done = append(c.Done, queue.Recipient{Address: address, Member: true})
			done[address] = false
		}
	}
	return c
}

// recipientOf gives a recipient the letters by which sendmail says of what it is to be notified
// (formats/sendmail.md §2.5).
func recipientOf(msg *envelope.Message, r envelope.Recipient) queue.Recipient {
	rc := queue.Recipient{Address: r.Address, Original: r.ORCPT, ErrorsTo: r.ErrorsTo}
	var letters strings.Builder
	for _, n := range [...]struct {
		bit    int64
		letter byte
	}{{envelope.Success, 'S'}, {envelope.Failure, 'F'}, {envelope.Delay, 'D'}} {
		if r.Notify&n.bit != 0 {
			letters.WriteByte(n.letter)
		}
	}
	if r.Notify&(envelope.Never|envelope.Success|envelope.Failure|envelope.Delay) != 0 {
		rc.Flags = "N" + letters.String()
	}
	if r.Parent >= 0 && r.Parent < len(msg.Recipients) {
		rc.Controlling = ":" + msg.Recipients[r.Parent].Address // what it was expanded from
	}
	return rc
}
