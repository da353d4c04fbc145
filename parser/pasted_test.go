package parser_test

import (
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser"
)

func TestIsListing(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       bool
	}{
		{"mailq", "\t\t/var/spool/mqueue (29 requests)\n-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------\n", true},
		{"after a prompt", "root@relay:~# mailq\r\n\t\t/var/spool/mqueue (1 request)\r\n", true},
		{"rows only", "425Ex0wY003039*     453 Tue Mar  5 14:59 <carol@example.org>\n\t\t\t<fresh@partner.example.com>\n", true},
		{"empty", "/var/spool/mqueue is empty\n\t\tTotal requests: 0\n", true},
		{"postfix", "-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n4A3B2C1D0E      453 Tue Mar  5 14:59:00  carol@example.org\n", true},
		{"colours of a terminal", "\x1b[01;32mroot@relay\x1b[0m:~# mailq\n\t\t/var/spool/mqueue (1 request)\n", true},
		{"UTF-16", "\xff\xfeT\x00o\x00t\x00a\x00l\x00 \x00r\x00e\x00q\x00u\x00e\x00s\x00t\x00s\x00:\x00 \x000\x00\n\x00", true},
		{"refused", "You are not permitted to see the queue\n", true},
		{"path of a queue", "look into /var/spool/mqueue/q1", false},
		{"reply", "451 4.7.1 Greylisting in action, please come back later", false},
		{"filter", "state:deferred age:>2d", false},
		{"address", "carol@example.org", false},
		{"prose", "The request came on Tue Mar 5: the queue is empty.", false},
		{"nothing", "", false},
		{"far down", strings.Repeat("x\n", 64<<10) + "\t\tTotal requests: 3\n", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := parser.IsListing([]byte(tt.text)); got != tt.want {
				t.Errorf("IsListing(%.80q) = %v, want %v", tt.text, got, tt.want)
			}
		})
	}
}
