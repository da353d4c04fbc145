package dsn

import (
	"reflect"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

func TestTranscript(t *testing.T) {
	tests := []struct {
		name, in string
		want     []queue.Exchange
	}{
		{"empty", "", nil},
		{"blank lines", "\n \n", nil},
		{"a refused recipient", `... while talking to mx2.kiwi.example.:
>>> RCPT To:<bo@kiwi.example>
<<< 550 5.1.1 no such user
550 5.1.1 <bo@kiwi.example>... User unknown`, []queue.Exchange{{
			Host: "mx2.kiwi.example", Command: "RCPT To:<bo@kiwi.example>", Replies: []string{"550 5.1.1 no such user"},
			Verdict: []string{"550 5.1.1 <bo@kiwi.example>... User unknown"}}}},
		{"a reply of many lines", `... while talking to MX.kiwi.example.:
>>> DATA
<<< 450-4.2.0 first
<<< 450-4.2.0 second
<<< 450 4.2.0 last
<bo@kiwi.example>... Deferred: 450-4.2.0 first`, []queue.Exchange{{
			Host: "mx.kiwi.example", Command: "DATA", Replies: []string{"450-4.2.0 first", "450-4.2.0 second", "450 4.2.0 last"},
			Verdict: []string{"<bo@kiwi.example>... Deferred: 450-4.2.0 first"}}}},
		{"pipelined replies have no command", `... while talking to [192.0.2.1]:
>>> DATA
<<< 550 5.1.1 a
550 5.1.1 <a@kiwi.example>... User unknown
<<< 550 5.1.1 b
550 5.1.1 <b@kiwi.example>... User unknown
<<< 503 5.0.0 Need RCPT (recipient)`, []queue.Exchange{
			{Host: "[192.0.2.1]", Command: "DATA", Replies: []string{"550 5.1.1 a"}, Verdict: []string{"550 5.1.1 <a@kiwi.example>... User unknown"}},
			{Host: "[192.0.2.1]", Replies: []string{"550 5.1.1 b"}, Verdict: []string{"550 5.1.1 <b@kiwi.example>... User unknown"}},
			{Host: "[192.0.2.1]", Replies: []string{"503 5.0.0 Need RCPT (recipient)"}}}},
		{"a reply goes on after sendmail's line", `>>> DATA
<<< 550-one
550 5.1.1 x... User unknown
<<< 550 two`, []queue.Exchange{{Command: "DATA", Replies: []string{"550-one", "550 two"}, Verdict: []string{"550 5.1.1 x... User unknown"}}}},
		{"a greeting has no command", `... while talking to a.example.:
<<< 554 go away
... while talking to b.example.:
<<< 421 busy
bo@x.example... Deferred`, []queue.Exchange{
			{Host: "a.example", Replies: []string{"554 go away"}},
			{Host: "b.example", Replies: []string{"421 busy"}, Verdict: []string{"bo@x.example... Deferred"}}}},
		{"no server", "451 4.4.1 reply: read error from a.example.\n<a@x.example>... Deferred: Connection reset by a.example.",
			[]queue.Exchange{{Replies: []string{}, Verdict: []string{
				"451 4.4.1 reply: read error from a.example.", "<a@x.example>... Deferred: Connection reset by a.example."}}}},
		{"a time-out", "<a@x.example>... Deferred: Connection timed out with x.example.\nMessage could not be delivered for 5 days\nMessage will be deleted from queue",
			[]queue.Exchange{{Replies: []string{}, Verdict: []string{"<a@x.example>... Deferred: Connection timed out with x.example.",
				"Message could not be delivered for 5 days", "Message will be deleted from queue"}}}},
		{"secrets are not written", ">>> AUTH dialogue\n<<< 535 5.7.8 no", []queue.Exchange{{Command: "AUTH dialogue", Replies: []string{"535 5.7.8 no"}}}},
		{"a code alone", ">>> DATA\n<<< 550", []queue.Exchange{{Command: "DATA", Replies: []string{"550"}}}},
		{"8-bit", "<<< 550 \xe9\xff", []queue.Exchange{{Replies: []string{"550 \xe9\xff"}}}},
		{"four dots are no server", ".... while talking to x:", []queue.Exchange{{Replies: []string{}, Verdict: []string{".... while talking to x:"}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Transcript(strings.Split(tt.in, "\n")); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("Transcript(%q) =\n%+v, want\n%+v", tt.in, got, tt.want)
			}
		})
	}
}

func TestTranscriptLimits(t *testing.T) {
	var lines []string
	for range MaxExchanges + 5 {
		lines = append(lines, ">>> DATA", "<<< 550 no")
	}
	got := Transcript(lines)
	if last := got[len(got)-1]; len(got) != MaxExchanges || last.Command != "DATA" || len(last.Replies) != 1 {
		t.Errorf("%d exchanges, the last %+v; want %d", len(got), last, MaxExchanges)
	}
	got = Transcript(append(make([]string, MaxLines), "<<< 550 late"))
	if len(got) != 0 {
		t.Errorf("Transcript reads line %d: %+v", MaxLines+1, got)
	}
}

func FuzzTranscript(f *testing.F) {
	f.Add("... while talking to a.example.:\n>>> RCPT To:<a@b>\n<<< 550-5.1.1 no\n<<< 550 5.1.1 no\n550 5.1.1 a... User unknown\n")
	f.Add("<<< 421\n\n<<< \n>>> \n... while talking to :")
	f.Fuzz(func(t *testing.T, in string) {
		lines := strings.Split(in, "\n")
		replies, commands, verdicts := 0, 0, 0
		for _, e := range Transcript(lines) {
			replies += len(e.Replies)
			verdicts += len(e.Verdict)
			if e.Command != "" {
				commands++
			}
			if e.Replies == nil {
				t.Errorf("no list of replies: %+v", e)
			}
			if len(e.Replies)+len(e.Verdict) == 0 && e.Command == "" && !strings.Contains("\n"+in+"\n", "\n>>> \n") {
				t.Errorf("an exchange that says nothing: %+v", e)
			}
		}
		if len(lines) > MaxLines || len(lines) > MaxExchanges {
			return
		}
		wantReplies, wantCommands, wantVerdicts := 0, 0, 0
		for _, l := range lines {
			switch {
			case strings.HasPrefix(l, "... while talking to "), strings.TrimSpace(l) == "":
			case strings.HasPrefix(l, ">>> "):
				if l != ">>> " {
					wantCommands++
				}
			case strings.HasPrefix(l, "<<< "):
				wantReplies++
			default:
				wantVerdicts++
			}
		}
		if replies != wantReplies || commands != wantCommands || verdicts != wantVerdicts {
			t.Errorf("Transcript(%q) has %d replies, %d commands, %d verdicts; want %d, %d, %d",
				in, replies, commands, verdicts, wantReplies, wantCommands, wantVerdicts)
		}
	})
}
