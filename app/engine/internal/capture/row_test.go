package capture

import (
	"testing"

	"github.com/spoolscope/spoolscope/app/triage/triagetest"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// A row names the server where the status does; the place of any other host
// stays a pattern.
func TestReasonNamesItsServer(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ status, want string }{
		{"Deferred: Connection refused by MX1.far.example.", "Connection refused by mx1.far.example"},
		{"Deferred: Connection timed out with mx2.far.example.", "Connection timed out with mx2.far.example"},
		{"Deferred: Name server: mx3.far.example.: host name lookup failure", "Name server: mx3.far.example: host name lookup failure"},
		{"connect to mx4.far.example[192.0.2.4]:25: Connection refused", "connect to mx4.far.example: Connection refused"},
		{"lost connection with mx5.far.example[192.0.2.5] while sending DATA command", "lost connection with mx5.far.example while sending DATA command"},
		{"Deferred: 451 4.7.1 mx1.far.example: try later", "‹host›: try later"},
		{"", "No status recorded"},
	} {
		c := New(triagetest.Queue(queue.Dir{Path: "/var/spool/mqueue"}, triagetest.Mail{Status: tt.status, To: "<a@elsewhere.example>", Age: 60, Tried: 30}), nil)
		if got := words.Join(c.Row(0).Reason); got != tt.want {
			t.Errorf("%q: the reason is %q, want %q", tt.status, got, tt.want)
		}
	}
}
