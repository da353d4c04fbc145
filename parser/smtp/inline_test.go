package smtp

import (
	"slices"
	"testing"
)

func TestParseInline(t *testing.T) {
	tests := []struct {
		in    string
		code  Code
		enh   Enhanced
		lines []string
		text  string
	}{
		{"450 4.2.0 no", 450, Enhanced{4, 2, 0}, []string{"450 4.2.0 no"}, "no"},
		{"450-4.2.0 first line 450 4.2.0 second line (in brackets)", 450, Enhanced{4, 2, 0},
			[]string{"450-4.2.0 first line", "450 4.2.0 second line (in brackets)"}, "first line second line (in brackets)"},
		{"452-4.2.2 over 452-4.2.2 quota 452 4.2.2 https://support.test/mail", 452, Enhanced{4, 2, 2},
			[]string{"452-4.2.2 over", "452-4.2.2 quota", "452 4.2.2 https://support.test/mail"}, "over quota https://support.test/mail"},
		// Without the dash a number is only a number.
		{"550 5.1.1 call 550 now", 550, Enhanced{5, 1, 1}, []string{"550 5.1.1 call 550 now"}, "call 550 now"},
		{"421-4.7.0 busy with 4211 mails", 421, Enhanced{4, 7, 0}, []string{"421-4.7.0 busy with 4211 mails"}, "busy with 4211 mails"},
		{"554-no 554", 554, Enhanced{}, []string{"554-no", "554"}, "no"},
		{"not a reply", 0, Enhanced{}, []string{"not a reply"}, "not a reply"},
		{"", 0, Enhanced{}, []string{""}, ""},
	}
	for _, tt := range tests {
		if a := ParseInline(tt.in); a.Code != tt.code || a.Enhanced != tt.enh || !slices.Equal(a.Lines, tt.lines) || a.Text != tt.text {
			t.Errorf("ParseInline(%q) = %v %v %q %q, want %v %v %q %q", tt.in, a.Code, a.Enhanced, a.Lines, a.Text, tt.code, tt.enh, tt.lines, tt.text)
		}
	}
}
