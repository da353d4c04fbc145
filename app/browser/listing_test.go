package browser

import (
	"strings"
	"testing"
)

func TestLooksLikeListing(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       bool
	}{
		{"mailq", "\t\t/var/spool/mqueue (29 requests)\n-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------\n", true},
		{"after a prompt", "root@relay:~# mailq\r\n\t\t/var/spool/mqueue (1 request)\r\n", true},
		{"rows only", "425Ex0wY003039*     453 Tue Mar  5 14:59 <carol@example.org>\n\t\t\t<fresh@partner.example.com>\n", true},
		{"empty", "/var/spool/mqueue is empty\n\t\tTotal requests: 0\n", true},
		{"postfix", "-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n4A3B2C1D0E      453 Tue Mar  5 14:59:00  carol@example.org\n", true},
		{"address", "carol@example.org", false},
		{"prose", "The request came on Tue Mar 5: the queue is empty.", false},
		{"nothing", "", false},
		{"far down", strings.Repeat("x\n", listingHead) + "\t\tTotal requests: 3\n", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := looksLikeListing(tt.text); got != tt.want {
				t.Errorf("looksLikeListing(%.80q) = %v, want %v", tt.text, got, tt.want)
			}
		})
	}
}
