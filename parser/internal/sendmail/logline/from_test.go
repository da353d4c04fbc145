package logline

import (
	"testing"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// A sender may write text into its address that looks like the following
// fields.
func TestFromForged(t *testing.T) {
	const rest = ", class=0, nrcpts=1, msgid=<m@x.example>, proto=ESMTP, daemon=MTA, relay=client.example [192.0.2.7]"
	for _, sender := range []string{
		"<a@x.example>", "a", "<>",
		`<"a, size=9, class=0, nrcpts=0, x"@x.example>`,
		`<"a>, size=9, class=0, nrcpts=0, x"@x.example>`,
		`<a, size=9, class=0, nrcpts=0, x@x.example>`,
		`<"never closed@x.example`,
		`<cut@x.exam`,
	} {
		var e maillog.Entry
		if !from(sender+", size=1200"+rest, &e) {
			t.Errorf("%s: not read", sender)
			continue
		}
		if e.Sender != sender || e.Size != 1200 || e.Kind != queue.EventReceived || e.MessageID != "<m@x.example>" || e.IP != "192.0.2.7" {
			t.Errorf("%s: %+v", sender, e)
		}
	}
}
