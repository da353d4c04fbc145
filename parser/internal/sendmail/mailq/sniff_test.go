package mailq

import (
	"strings"
	"testing"
)

func TestSniff(t *testing.T) {
	tests := []struct {
		name, in string
		want     Format
	}{
		{"empty text", "", None},
		{"prose", "Dear all,\nthe queue (3 requests) is empty\n", None},
		{"control file", "V8\nT1709624400\nK0\nN0\nP30000\nS<a@b>\nRPFD:<c@d>\nH??Subject: mailq\n.\n", None},
		{"log", "Mar  5 09:41:07 mail sendmail[42]: 4259f7Kc031337: from=<a@b>, size=10\n", None},
		{"log without a colon behind the minute", "Mar  5 09:41 host 4259f7Kc031337 10\n", None},
		{"binary", "\t\t/q (1 request)\n\x00", None},
		{"heading", "\t\t/var/spool/mqueue (1 request)\n", Sendmail},
		{"old heading", "\t\tMail Queue (3 requests)\n", Sendmail},
		{"byte order mark and CRLF", "\ufeff/var/spool/mqueue is empty\r\n", Sendmail},
		{"empty queue", "Mail queue is empty\n", Sendmail},
		{"after a letter's text", "Hello,\n\nhere it is:\n$ mailq\nMSP Queue status...\n", Sendmail},
		{"tail of a listing", "\t\t\t\t\t <a@b>\n4259f7Kc031337      10 Tue Mar  5 10:41 a\n", Sendmail},
		{"total", "\t\tTotal requests: 0\n", Sendmail},
		{"counts", "/var/spool/mqueue: entries=3\n", Sendmail},
		{"no shared memory", "Data unavailable: shared memory not updated\n", Sendmail},
		{"far away", strings.Repeat("\n", MaxSniff) + "/q is empty\n", None},
		{"postqueue -p", "-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n", Postfix},
		{"tail of postqueue -p", "\n-- 12 Kbytes in 5 Requests.\n", Postfix},
		{"postqueue -j", `{"queue_name": "deferred", "queue_id": "C4551D4"}`, Postfix},
		{"exim", "48h  1.0K 1ql68K-0005EJ-1C <owner@refused.example.com>\n", Exim},
		{"exim 4.97", " 3m   978 1ql68K-000000005EJ-1C2d <> *** frozen ***\n", Exim},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Sniff([]byte(tt.in)); got != tt.want {
				t.Errorf("Sniff(%q) = %v, want %v", head([]byte(tt.in), 80), got, tt.want)
			}
		})
	}
}
