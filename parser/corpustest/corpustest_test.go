package corpustest

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"
)

// The corpus is evidence: a changed byte would make every other test doubtful.
func TestArchivesAreAsRecorded(t *testing.T) {
	for _, c := range append(Sendmail(t), Foreign(t)...) {
		for _, a := range c.Facts(t)[0].Archives {
			t.Run(c.Name+"/"+a.File, func(t *testing.T) {
				data := c.Read(t, a.File)
				sum := sha256.Sum256(data)
				if got := hex.EncodeToString(sum[:]); got != a.SHA256 || int64(len(data)) != a.Bytes {
					t.Errorf("%d bytes with SHA-256 %s, want %d with %s", len(data), got, a.Bytes, a.SHA256)
				}
			})
		}
	}
}

func TestFactsAddUp(t *testing.T) {
	for _, c := range Sendmail(t) {
		for _, f := range c.Facts(t) {
			t.Run(c.Name+"/"+f.Host, func(t *testing.T) {
				sum := 0
				for _, n := range f.Classes {
					sum += n
				}
				if sum != len(f.Messages) {
					t.Errorf("classes hold %d messages, want %d", sum, len(f.Messages))
				}
				if !c.Has(f.Prefix + "mailq.txt") {
					t.Errorf("no listing %smailq.txt", f.Prefix)
				}
			})
		}
	}
}
