package archive

import (
	"crypto/sha256"
	"fmt"
	"os"
	"testing"
)

// TestCorpus reads archives of real queues. Counts and sums come from GNU tar:
// "tar tv", and "tar xO | sha256sum".
func TestCorpus(t *testing.T) {
	tests := []struct {
		file               string
		files, dirs, links int
		first              string
		sum                string
	}{
		{"basic.tgz", 58, 1, 0, "var/spool/mqueue", "d860c70feb5375f7c9d0db23ad4a5f125ec622280a260fae152bf0df3916d635"},
		{"inside.tar.bz2", 58, 1, 0, "", "d860c70feb5375f7c9d0db23ad4a5f125ec622280a260fae152bf0df3916d635"},
		{"long-names.gnu.tar.gz", 59, 5, 0, "evidence", "d6a84b86c595a4119e685f97f6302219ef4e7c356c3e95eda5a2e469f35519d0"},
		{"long-names.pax.tar.gz", 59, 5, 0, "evidence", "d6a84b86c595a4119e685f97f6302219ef4e7c356c3e95eda5a2e469f35519d0"},
		{"lost-and-broken.tar.bz2", 76, 3, 1, "mailq.out", "463c77758c67b6481471d710baeea5ede4a7e24d91e3162495a0493ee9dbf2fd"},
		{"variety.tar.zst", 115, 1, 0, "mailq.out", "7b6ee19d2484ddef89046895c9be322ce5b32be35e1b66a92075e19cd61058ca"},
		{"incident.tar.xz", 235, 2, 0, "incident", "00ed817fd426644c5da3e6d545f91e529bd2cabbfffdba1335ff842764d8eb71"},
	}
	for _, tt := range tests {
		data, err := os.ReadFile("testdata/" + tt.file)
		check(t, err)
		for _, way := range ways {
			t.Run(tt.file+"/"+way.name, func(t *testing.T) {
				r := walk(t, way.src(tt.file, data), way.opt)
				if r.err != nil || len(r.problems) > 0 {
					t.Fatalf("Walk: %v, %v", r.problems, r.err)
				}
				var files, dirs, links int
				all := sha256.New()
				for _, m := range r.members {
					switch {
					case m.Dir:
						dirs++
					case m.Link != "":
						links++
					default:
						files++
						all.Write([]byte(m.data))
						if m.Size != int64(len(m.data)) {
							t.Errorf("%q: Size = %d, read %d", m.Name, m.Size, len(m.data))
						}
						if (m.Blob != NoBlob) != (way.opt.Keep != nil) {
							t.Errorf("%q: Blob = %d", m.Name, m.Blob)
						}
					}
				}
				if files != tt.files || dirs != tt.dirs || links != tt.links || r.members[0].Name != tt.first {
					t.Errorf("Walk = %d files, %d folders, %d links, first %q, want %d, %d, %d, %q",
						files, dirs, links, r.members[0].Name, tt.files, tt.dirs, tt.links, tt.first)
				}
				if got := fmt.Sprintf("%x", all.Sum(nil)); got != tt.sum {
					t.Errorf("sum of all data = %s, want %s", got, tt.sum)
				}
			})
		}
	}
}
