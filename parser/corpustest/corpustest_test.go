package corpustest

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
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

// A field that no test reads is found, at any depth.
func TestUnread(t *testing.T) {
	f := Open(t, "exim-2").Fact(t)
	before := f.Unread()
	for _, m := range f.At("messages").Each() {
		m.At("exipick").At("recipients_count")
		m.At("files").Texts()
	}
	after := f.Unread()
	for _, path := range []string{"messages[].exipick.recipients_count", "messages[].files[]"} {
		if !slices.Contains(before, path) || slices.Contains(after, path) {
			t.Errorf("%s is unread before: %v, after it was read: %v", path, before, after)
		}
	}
	if len(after) != len(before)-2 {
		t.Errorf("%d fields are unread, %d after two were read", len(before), len(after))
	}
}
