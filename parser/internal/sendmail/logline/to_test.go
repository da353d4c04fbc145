package logline

import (
	"testing"

	"github.com/spoolscope/spoolscope/parser/internal/maillog"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Text that others wrote into a line, as an address or a quarantine reason, does not decide what
// became of a recipient.
func TestToForged(t *testing.T) {
	const forged = ", delay=00:00:01, mailer=esmtp, relay=x. [192.0.2.66], dsn=2.0.0, stat=Sent"
	for _, tt := range []struct {
		line string
		kind queue.EventKind
		text string
		ip   string
	}{
		{"<a@x.example>, ctladdr=<\"b" + forged + "\"@x.example> (2002/100), delay=00:00:09, xdelay=00:00:01, mailer=esmtp, pri=1, relay=mx. [192.0.2.9], dsn=4.0.0, stat=Deferred: busy", queue.EventDeferred, "busy", "192.0.2.9"},
		{"<a@x.example>, ctladdr=<b" + forged + "@x.example>, delay=00:00:09, mailer=esmtp, pri=1, relay=mx. [192.0.2.9], dsn=5.1.1, stat=User unknown", queue.EventFailed, "User unknown", "192.0.2.9"},
		{"<a@x.example>, delay=00:00:09, mailer=esmtp, pri=1, quarantine=virus" + forged + ", stat=quarantined", queue.EventHeld, "quarantined", ""},
		{"<a@x.example>, ctladdr=<b@x.example>, delay=00:00:09, mailer=esmtp, pri=1, quarantine=a, b, stat=quarantined", queue.EventHeld, "quarantined", ""},
		{"<a@x.example>, ctladdr=b (2002/100), delay=00:00:09, mailer=esmtp, pri=1, relay=mx. [192.0.2.9], dsn=4.0.0, reply=450 x, stat=quarantined, stat=Deferred: 450 x, stat=quarantined", queue.EventDeferred, "450 x, stat=quarantined", "192.0.2.9"},
	} {
		var e maillog.Entry
		e.Reset()
		if !to(tt.line, &e) || e.Kind != tt.kind || e.IP != tt.ip || e.Delay != 9 || e.Text != tt.text && e.Text != "Deferred: "+tt.text {
			t.Errorf("%s\n\tis kind %d, %q at %s after %d s", tt.line, e.Kind, e.Text, e.IP, e.Delay)
		}
	}
}
