package mailq

import (
	"bytes"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// worn is a listing as sendmail 8.14 prints it; all copies of it below must be
// read the same.
const worn = "\t\t/var/spool/mqueue (5 requests)\n" + columns812 +
	"4259f7Kc031337     1834 Tue Mar  5 10:41 <ann@example.org>\n" +
	"                 (Deferred: Connection timed out with mx.example.net.)\n" +
	"\t\t\t\t\t <bo@example.net>\n" +
	"4259f7Kd031337*     469 Tue Mar  5 10:41 <web@host.example.org>\n" +
	"      8BITMIME   (host map: lookup (example.com): deferred)\n" +
	"\t\t\t\t\t <u1@example.com>\n" +
	"\t\t\t\t\t <u2@example.com>\n" +
	"4259f7Ke031337      900 Tue Mar  5 10:42 MAILER-DAEMON\n" +
	"                 (Deferred: 452 4.2.2 Mailbox full)\n" +
	"\t\t\t\t\t <full@example.edu>\n" +
	"4259f7Kf031337      120 Tue Mar  5 10:43 <ann@example.org>\n" +
	"\t\t\t\t\t <c@example.com>\n" +
	"4259f7Kg031337X12345678 Tue Mar  5 10:44 <eve@example.org>\n" +
	"          7BIT   (Deferred: Connection refused by mx.example.edu.)\n" +
	"\t\t\t\t\t <d@example.edu>\n" +
	"\t\tTotal requests: 5\n"

// wornVerbose is the output of mailq -v of 8.14, wornOld that of mailq of 8.9.
const (
	wornVerbose = "\t\t/var/spool/mqueue (3 requests)\n" +
		"-----Q-ID----- --Size-- -Priority- ---Q-Time--- --------Sender/Recipient--------\n" +
		"4259f7Kc031337     1834     242187+Mar  5 10:41 <ann@example.org>\n" +
		"                 (Deferred: Connection timed out with mx.example.net.)\n" +
		"\t\t\t\t\t\t<bo@example.net>\n" +
		"\t\t (Deferred: Connection timed out with mx.example.net.)\n" +
		"\t\t\t\t\t\t<jo@example.com>\n" +
		"\t\t (Deferred: 452 4.2.2 Mailbox full)\n" +
		"4259f7Kd031337*     469      30000 Mar 15 10:41 <web@host.example.org>\n" +
		"\t\t\t\t\t\t<u1@example.com>\n" +
		"4259f7Ke031337      900      30000 Mar  5 10:42 MAILER-DAEMON\n" +
		"      8BITMIME\n" +
		"\t\t\t\t\t\t<full@example.edu>\n" +
		"\t\tTotal requests: 3\n"
	wornOld = "\t\tMail Queue (3 requests)\n" +
		"--Q-ID-- --Size-- -----Q-Time----- ------------Sender/Recipient------------\n" +
		"RAA04242*    1834 Tue Mar  5 17:12 ann\n" +
		"                 (Deferred: Connection refused by mx.example.net.)\n" +
		"\t\t\t\t   bo@example.net\n" +
		"RAA04250      120 Tue Mar  5 17:13 <root@example.org>\n" +
		"      8BITMIME   (host map: lookup (example.com): deferred)\n" +
		"\t\t\t\t   u1@example.com\n" +
		"\t\t\t\t   <u2@example.com>\n" +
		"RAA04251* (no control file)\n"
)

func TestCoats(t *testing.T) {
	for _, listing := range []struct{ name, text string }{{"8.14", worn}, {"verbose", wornVerbose}, {"8.9", wornOld}} {
		_, want, _ := parse(t, "mailq.txt", []byte(listing.text))
		testCoats(t, listing.name, listing.text, said(want))
	}
}

func testCoats(t *testing.T, listing, plain string, want []string) {
	for _, coat := range coats {
		t.Run(listing+"/"+coat.name, func(t *testing.T) {
			text := []byte(coat.wear(plain))
			if f := Sniff(text); f != Sendmail {
				t.Errorf("Sniff is %v", f)
			}
			var entries []queue.ListingEntry
			ls, problems := Parse(bytes.NewReader(text), "mailq.txt", Options{}, func(_ int, e queue.ListingEntry) { entries = append(entries, e) })
			got := said(entries)
			for i := range max(len(got), len(want)) {
				g, w := "nothing", "nothing"
				if i < len(got) {
					g = got[i]
				}
				if i < len(want) {
					w = want[i]
				}
				if g != w {
					t.Errorf("entry %d is\n%s\nwant\n%s", i, g, w)
				}
			}
			if len(ls) != 1 {
				t.Errorf("%d listings, want one: %+v", len(ls), ls)
			}
			for _, p := range problems {
				if p.Kind == queue.KindPartial || p.Kind == queue.KindListing && strings.Contains(coat.name, "a session of") {
					t.Errorf("unexpected problem: %v", p)
				}
			}
			if t.Failed() {
				t.Logf("problems: %v\n%s", problems, text)
			}
		})
	}
}

// said returns the entries without the lines between them.
func said(entries []queue.ListingEntry) []string {
	var out []string
	for _, e := range entries {
		e.Notes = nil
		out = append(out, entryText(e))
	}
	return out
}
