package causes

import (
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/triagetest"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// Commands that defer a client's mail are those of the queue's mail system.
func TestDeferring(t *testing.T) {
	for _, tt := range []struct {
		system        queue.System
		said, command string
	}{
		{queue.Sendmail, "access map", `echo 'Connect:192.0.2.80 ERROR:4.7.1:"450 stopped for now"' >> /etc/mail/access`},
		{queue.Postfix, "check_client_access", "echo '192.0.2.80 450 4.7.1 stopped for now' >> /etc/postfix/client_access"},
		{queue.Exim, "acl_smtp_connect", ""},
	} {
		t.Run(tt.system.String(), func(t *testing.T) {
			q := triagetest.Queue(queue.Dir{Path: "/spool", System: tt.system}, triagetest.Copies(200, triagetest.Mail{
				Status: "Connection refused", To: "a%@d%.example", Bounce: "failure", By: "shop.example.com [192.0.2.80]", Age: 600,
			})...)
			for _, c := range Find(triage.NewIndex(q), q.Order) {
				if c.Rule != "backscatter" {
					continue
				}
				first, _, _ := strings.Cut(c.Parts[0].Command, "\n")
				if !strings.Contains(c.Advice, tt.said) || first != tt.command {
					t.Errorf("%s\n%s\nwant %q and %q", c.Advice, first, tt.said, tt.command)
				}
				return
			}
			t.Error("no backscatter found")
		})
	}
}
