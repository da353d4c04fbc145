package triage

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/triage/reason"
	"github.com/spoolscope/spoolscope/parser"
)

// LIMITS.md has the same number as the code.
func TestLimitDocumented(t *testing.T) {
	doc, err := os.ReadFile("../../parser/LIMITS.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		fmt.Sprintf("\n| Reasons of a queue that are kept apart | %d,%03d | ", MaxReasons/1000, MaxReasons%1000),
		fmt.Sprintf("\n| Bytes of their texts | %d MiB | ", MaxReasonText>>20),
		fmt.Sprintf("\n| Bytes of a status that are looked at for its reason | %d,%03d | ", reason.MaxStatus/1000, reason.MaxStatus%1000),
		fmt.Sprintf("\n| Parts of a status that vary, such as addresses | %d | ", reason.MaxParts),
	} {
		if !strings.Contains(string(doc), want) {
			t.Errorf("LIMITS.md does not say %q", want)
		}
	}
}

// The texts of the reasons that are kept apart are limited, too, and the rest is counted.
func TestManyReasonTexts(t *testing.T) {
	const messages = 12_000
	var s strings.Builder
	s.WriteString("\t\t/var/spool/mqueue (3 requests)\n-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------\n")
	for i := range messages {
		word := strings.Map(func(r rune) rune { return r - '0' + 'g' }, fmt.Sprintf("%07d", i))
		fmt.Fprintf(&s, "6%013d     5 Wed Nov 15 10:00 <a@example.net>\n                 (Deferred: %s %s)\n\t\t\t\t\t <b@example.org>\n", i, word, strings.Repeat("word ", 400))
	}
	q, err := parser.Load(context.Background(), []parser.Source{{Name: "mailq.txt", Size: int64(s.Len()), At: strings.NewReader(s.String())}}, parser.Options{InMemory: true})
	if err != nil {
		t.Fatal(err)
	}
	x := NewIndex(q)
	if n := len(x.Reasons); x.Grouped != messages-n+1 || n < 2_000 || n > messages-1_000 {
		t.Errorf("%d reasons, %d statuses grouped of %d", n, x.Grouped, messages)
	}
	size := 0
	for i := range x.Reasons {
		size += sizeOf(&x.Reasons[i])
	}
	if size > MaxReasonText+2*reason.MaxStatus {
		t.Errorf("the reasons take %d bytes", size)
	}
}

// Messages that were quarantined for the same reason share it.
func TestSameQuarantine(t *testing.T) {
	var sources []parser.Source
	for i := range 3 {
		const text = "V8\nT1700000000\nqspam of 192.0.2.1\nS<a@b>\nRPFD:<c@d>\n.\n"
		sources = append(sources, parser.Source{Name: fmt.Sprintf("mqueue/hf4AC0000%d000009", i), Size: int64(len(text)), At: strings.NewReader(text)})
	}
	q, err := parser.Load(context.Background(), sources, parser.Options{})
	if err != nil {
		t.Fatal(err)
	}
	x := NewIndex(q)
	if x.Reason[0] != x.Reason[1] || x.Reason[1] != x.Reason[2] || x.Reasons[x.Reason[0]].Key != "Quarantined: spam of ‹ip›" {
		t.Errorf("reasons %v, the first %q", x.Reason, x.Reasons[x.Reason[0]].Key)
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
