package bombtest

import (
	"fmt"
	"strings"
)

// statuses are texts that cost much to be told apart: each of them 2 KiB, with whatever varies in it,
// or words that begin many meanings.
func statuses() []Bomb {
	id := func(i int) string { return fmt.Sprintf("4AC%05d000009", i) }
	each := func(n int, before, part string) func() []byte {
		return func() []byte {
			b := soundTar()
			for i := range n {
				text := before + word(i) + " " + times(part, 2_000)
				member(b, "var/spool/mqueue/qf"+id(i), strings.Replace(control(id(i), ""), "Connection refused by mx.example.org.", text, 1))
			}
			return gzipped(end(b))
		}
	}
	listed := func(text string) func() []byte {
		return func() []byte {
			var s strings.Builder
			s.WriteString("\t\t/var/spool/mqueue (150000 requests)\n-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------\n")
			for i := range 150_000 {
				fmt.Fprintf(&s, "6%013d     5 Wed Nov 15 10:00 <a@example.net>\n                 (%.60s)\n\t\t\t\t\t <b@example.org>\n", i, text+word(i)+times("a", 60))
			}
			return gzipped([]byte(s.String()))
		}
	}
	return []Bomb{
		{Name: "16,000 statuses of numbers without a blank", File: "numbers.tgz", Limit: ManyReasons, Messages: Sound + 8_000, Make: each(16_000, "", "%41")},
		{Name: "16,000 statuses of bytes that are no text", File: "bytes.tgz", Limit: ManyReasons, Messages: Sound + 8_000, Make: each(16_000, "", "\xff")},
		{Name: "16,000 statuses of control characters", File: "controls.tgz", Limit: ManyReasons, Messages: Sound + 8_000, Make: each(16_000, "", "\x01")},
		{Name: "16,000 statuses of one word that begins many meanings", File: "meanings.tgz", Limit: ManyReasons, Messages: Sound + 8_000, Make: each(16_000, "450 4.7.1 ", "not ")},
		{Name: "150,000 cut statuses that seem to vary in the same place", File: "placeholders.txt.gz", Limit: ManyReasons, Messages: 100_000, Make: listed("Deferred: aaa ‹")},
		{Name: "150,000 cut statuses that vary in the same place", File: "candidates.txt.gz", Limit: ManyReasons, Messages: 100_000, Make: listed("Deferred: aaa 12!")},
		{Name: "60,000 messages quarantined for the same 2 KiB", File: "quarantined.tgz", Messages: Sound + 30_000, Make: func() []byte {
			b := soundTar()
			for i := range 60_000 {
				member(b, "var/spool/mqueue/hf"+id(i), control(id(i), "q"+times("1, ", 2_000)+"\n"))
			}
			return gzipped(end(b))
		}},
	}
}
