package smtp

import (
	"fmt"
	"strings"
	"testing"
)

func TestAnswers(t *testing.T) {
	tests := []struct {
		name  string
		lines []string
		want  []string // code, number of lines, topic, echo
	}{
		{"the reason is in the third line", []string{
			"554-gmx.example (mxgmx016) Nemesis ESMTP Service not available", "554-No SMTP service", "554-Bad DNS PTR resource record.",
			"554 For explanation visit https://postmaster.gmx.example/en/case?c=r0103&i=ip&v=192.0.2.10&r=1",
		}, []string{"554 4 reverse-dns"}},
		{"a sentence over five lines", []string{
			"550-5.7.1 This message does not have authentication information or fails to pass",
			"550-5.7.1 authentication checks. To best protect our users from spam, the", "550-5.7.1 message has been blocked. Please visit",
			"550-5.7.1  https://support.google.com/mail/answer/81126#authentication for more", "550 5.7.1 information. 37si3479471pgw.590 - gsmtp",
		}, []string{"550 5 sender-policy"}},
		{"spam is not what users are protected from", []string{
			"550-5.7.26 The MAIL FROM domain [example.org] has an SPF record with a hard fail", "550-5.7.26 policy (-all) but it fails to pass SPF checks. To best protect our users from spam",
			"550 5.7.26 the message has been blocked.",
		}, []string{"550 3 sender-policy"}},
		{"an echo", []string{"550 5.1.1 <a@x.example>... User unknown", "503 5.0.0 Need RCPT (recipient)"}, []string{"550 1 unknown-user", "503 1 protocol echo"}},
		{"an echo with 554", []string{"450 4.2.0 <a@x.example>: Recipient address rejected: Greylisted", "554 5.5.1 Error: no valid recipients"}, []string{"450 1 greylisted", "554 1 protocol echo"}},
		{"no echo without a refusal", []string{"250 ok", "503 5.0.0 Need RCPT (recipient)"}, []string{"250 1 other", "503 1 protocol"}},
		{"two of one code", []string{"550 5.1.1 one", "550 5.1.1 two"}, []string{"550 1 unknown-user", "550 1 unknown-user"}},
		{"announced lines that do not come", []string{"550-5.1.1 one", "451 4.3.0 two"}, []string{"550 1 unknown-user", "451 1 their-fault"}},
		{"nonsense", []string{"", "hello", "550-one", "hello", "550 two"}, []string{" 1 other", " 1 other", "550 1 refused", " 1 other", "550 1 refused"}},
		{"none", nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, a := range Answers(tt.lines) {
				s := fmt.Sprintf("%s %d %s", a.Code, len(a.Lines), a.Meaning().Topic.ID())
				if a.Echo {
					s += " echo"
				}
				got = append(got, s)
			}
			if strings.Join(got, "; ") != strings.Join(tt.want, "; ") {
				t.Errorf("Answers(%q) = %q, want %q", tt.lines, got, tt.want)
			}
		})
	}
}

// A multi-line reply to one command does not continue in the next.
func TestAnswersByCommand(t *testing.T) {
	all := Answers([]string{"550-5.1.1 <a@x.example> no such user", "550 5.1.1 here"}, []string{"550-5.1.1 cut off"}, []string{"550 5.1.1 other"}, []string{"503 5.5.1 Need RCPT"})
	var got []string
	for _, a := range all {
		got = append(got, fmt.Sprint(len(a.Lines), a.Echo, " ", a.OneLine()))
	}
	want := []string{
		"2 false 550 5.1.1 <a@x.example> no such user here", "1 false 550 5.1.1 cut off", "1 false 550 5.1.1 other", "1 true 503 5.5.1 Need RCPT",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("Answers = %q, want %q", got, want)
	}
}

func TestParseAnswer(t *testing.T) {
	for _, tt := range []struct{ in, oneLine string }{
		{"550-5.1.1 one\n550 5.1.1 two", "550 5.1.1 one two"},
		{"421 4.7.0 one", "421 4.7.0 one"},
		{"550", "550"},
		{"550-\n550 two", "550 two"},
		{"no reply", "no reply"},
		{"", ""},
	} {
		a := ParseAnswer(tt.in)
		if a.String() != tt.in || a.OneLine() != tt.oneLine {
			t.Errorf("ParseAnswer(%q) is %q, in one line %q; want %q", tt.in, a.String(), a.OneLine(), tt.oneLine)
		}
	}
}
