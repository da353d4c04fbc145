package triage

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser"
)

// LIMITS.md has the same number as the code.
func TestLimitDocumented(t *testing.T) {
	doc, err := os.ReadFile("../../parser/LIMITS.md")
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("\n| Reasons of a queue that are kept apart | %d,%03d | ", MaxReasons/1000, MaxReasons%1000); !strings.Contains(string(doc), want) {
		t.Errorf("LIMITS.md does not say %q", want)
	}
}

// A queue with a new reason in each message has as many reasons as are kept apart, and each
// message keeps its status: whole ones, and those that mailq has cut.
func TestManyReasons(t *testing.T) {
	const more = 300
	for _, tt := range []struct {
		name   string
		filler string
	}{
		{"whole", ""},
		{"cut", strings.Repeat("a", 60)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var s strings.Builder
			s.WriteString("\t\t/var/spool/mqueue (3 requests)\n-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------\n")
			for i := range MaxReasons + more {
				word := strings.Map(func(r rune) rune { return r - '0' + 'g' }, fmt.Sprintf("%07d", i))
				status := fmt.Sprintf("%.60s", "Deferred: "+word+" "+tt.filler)
				fmt.Fprintf(&s, "6%013d     5 Wed Nov 15 10:00 <a@example.net>\n                 (%s)\n\t\t\t\t\t <b@example.org>\n", i, strings.TrimSpace(status))
			}
			q, err := parser.Load(context.Background(), []parser.Source{{Name: "mailq.txt", Size: int64(s.Len()), At: strings.NewReader(s.String())}}, parser.Options{InMemory: true})
			if err != nil {
				t.Fatal(err)
			}
			x := NewIndex(q)
			if len(x.Reasons) != MaxReasons+1 || x.Grouped != more {
				t.Errorf("%d reasons, %d statuses grouped, want %d and %d", len(x.Reasons), x.Grouped, MaxReasons+1, more)
			}
			statuses := map[string]bool{}
			rough := 0
			for i := range int32(q.Len()) {
				statuses[q.Text(q.Effective[i])] = true
				if r := &x.Reasons[x.Reason[i]]; strings.HasSuffix(r.Key, "one of very many texts") {
					rough++
					if r.Kind != "deferred" || r.Class.String() != "temporary" {
						t.Fatalf("a reason of %s, %s", r.Kind, r.Class)
					}
				}
			}
			if rough != more || len(statuses) != MaxReasons+more {
				t.Errorf("%d messages have the rough reason, and there are %d statuses", rough, len(statuses))
			}
		})
	}
}
