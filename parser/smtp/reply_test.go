package smtp

import (
	"os"
	"strings"
	"testing"
)

func TestParseReply(t *testing.T) {
	tests := []struct {
		name, line string
		want       Reply
		ok         bool
	}{
		{"enhanced", "451 4.7.1 try again", Reply{Code: 451, Enhanced: Enhanced{4, 7, 1}, Text: "try again", Sep: ' '}, true},
		{"enhanced behind a mark", "450 cuda_nsu 4.7.1 Recipient address rejected", Reply{Code: 450, Enhanced: Enhanced{4, 7, 1}, Text: "cuda_nsu Recipient address rejected", Sep: ' '}, true},
		{"no mark", "450 version 4.7.1 is out", Reply{Code: 450, Text: "version 4.7.1 is out", Sep: ' '}, true},
		{"a mark without a code", "450 cuda_nsu ann 4.7.1", Reply{Code: 450, Text: "cuda_nsu ann 4.7.1", Sep: ' '}, true},
		{"more lines", "450-4.2.0 first", Reply{Code: 450, Enhanced: Enhanced{4, 2, 0}, Text: "first", More: true, Sep: '-'}, true},
		{"code alone", "550", Reply{Code: 550}, true},
		{"code and line end", "550\r\n", Reply{Code: 550}, true},
		{"code and space", "451 ", Reply{Code: 451, Sep: ' '}, true},
		{"codes without text", "550 5.1.1", Reply{Code: 550, Enhanced: Enhanced{5, 1, 1}, Sep: ' '}, true},
		{"no enhanced", "450 try again", Reply{Code: 450, Text: "try again", Sep: ' '}, true},
		{"two spaces", "550 5.7.1  https://x.example/", Reply{Code: 550, Enhanced: Enhanced{5, 7, 1}, Text: "https://x.example/", Sep: ' '}, true},
		{"hash", "550 #5.1.0 Address rejected", Reply{Code: 550, Enhanced: Enhanced{5, 1, 0}, Text: "Address rejected", Sep: ' '}, true},
		{"colon", "554 5.7.1: no", Reply{Code: 554, Enhanced: Enhanced{5, 7, 1}, Text: "no", Sep: ' '}, true},
		{"tab", "451\tlater", Reply{Code: 451, Text: "later", Sep: '\t'}, true},
		{"address is no enhanced code", "554 5.1.1.4 is bad", Reply{Code: 554, Text: "5.1.1.4 is bad", Sep: ' '}, true},
		{"class disagrees", "550 4.7.1 x", Reply{Code: 550, Enhanced: Enhanced{4, 7, 1}, Text: "x", Sep: ' '}, true},
		{"latin-1", "550 5.1.1 refus\xe9e", Reply{Code: 550, Enhanced: Enhanced{5, 1, 1}, Text: "refus\xe9e", Sep: ' '}, true},
		{"positive", "250 ok", Reply{Code: 250, Text: "ok", Sep: ' '}, true},
		{"four digits", "5501 x", Reply{}, false},
		{"letters", "55x", Reply{}, false},
		{"short", "55", Reply{}, false},
		{"empty", "", Reply{}, false},
		{"class 6", "650 x", Reply{}, false},
		{"class 1", "150 x", Reply{}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := ParseReply(tt.line)
			if got != tt.want || ok != tt.ok {
				t.Errorf("ParseReply(%q) = %+v, %v, want %+v, %v", tt.line, got, ok, tt.want, tt.ok)
			}
		})
	}
}

func TestParseEnhanced(t *testing.T) {
	tests := []struct {
		in   string
		want Enhanced
		rest string
		ok   bool
	}{
		{"4.7.1 text", Enhanced{4, 7, 1}, "text", true},
		{"5.7.509", Enhanced{5, 7, 509}, "", true},
		{"5.1.10\ttext", Enhanced{5, 1, 10}, "text", true},
		{"5.1.1. text", Enhanced{5, 1, 1}, "text", true},
		{"2.0.0", Enhanced{2, 0, 0}, "", true},
		{"3.0.0", Enhanced{}, "3.0.0", false},
		{"5.1", Enhanced{}, "5.1", false},
		{"5.1.", Enhanced{}, "5.1.", false},
		{"5.1234.1", Enhanced{}, "5.1234.1", false},
		{"5.1.1x", Enhanced{}, "5.1.1x", false},
		{"5.1.1.2", Enhanced{}, "5.1.1.2", false},
		{"5..1", Enhanced{}, "5..1", false},
		{"5", Enhanced{}, "5", false},
		{"#", Enhanced{}, "#", false},
		{"", Enhanced{}, "", false},
	}
	for _, tt := range tests {
		got, rest, ok := ParseEnhanced(tt.in)
		if got != tt.want || rest != tt.rest || ok != tt.ok {
			t.Errorf("ParseEnhanced(%q) = %v, %q, %v, want %v, %q, %v", tt.in, got, rest, ok, tt.want, tt.rest, tt.ok)
		}
	}
}

func TestString(t *testing.T) {
	if got := (Enhanced{4, 7, 25}).String(); got != "4.7.25" {
		t.Errorf("Enhanced{4, 7, 25}.String() = %q, want %q", got, "4.7.25")
	}
	if got := (Enhanced{}).String(); got != "" {
		t.Errorf("Enhanced{}.String() = %q, want none", got)
	}
	if got := Code(451).String(); got != "451" {
		t.Errorf("Code(451).String() = %q, want 451", got)
	}
	if got := Code(0).String(); got != "" {
		t.Errorf("Code(0).String() = %q, want none", got)
	}
}

func TestCodeClass(t *testing.T) {
	tests := []struct {
		c                           Code
		valid, temporary, permanent bool
	}{
		{0, false, false, false}, {199, false, false, false}, {250, true, false, false}, {354, true, false, false},
		{400, true, true, false}, {499, true, true, false}, {500, true, false, true}, {599, true, false, true}, {600, false, false, false},
	}
	for _, tt := range tests {
		if v, te, p := tt.c.Valid(), tt.c.Temporary(), tt.c.Permanent(); v != tt.valid || te != tt.temporary || p != tt.permanent {
			t.Errorf("%d: valid %v, temporary %v, permanent %v, want %v, %v, %v", tt.c, v, te, p, tt.valid, tt.temporary, tt.permanent)
		}
	}
}

func TestDefault(t *testing.T) {
	tests := []struct {
		c    Code
		rcpt bool
		want string
	}{
		{0, false, "4.4.2"}, {450, false, "4.2.0"}, {451, false, "4.3.0"}, {452, true, "4.3.1"}, {421, false, "4.0.0"},
		{500, false, "5.5.2"}, {501, false, "5.5.4"}, {502, false, "5.5.1"}, {503, false, "5.5.1"}, {504, false, "5.5.4"},
		{550, false, "5.2.0"}, {550, true, "5.1.1"}, {551, false, "5.1.6"}, {552, false, "5.2.2"}, {553, false, "5.1.0"},
		{553, true, "5.1.3"}, {554, true, "5.0.0"}, {571, false, "5.0.0"}, {250, false, ""},
	}
	for _, tt := range tests {
		if got := Default(tt.c, tt.rcpt).String(); got != tt.want {
			t.Errorf("Default(%d, %v) = %q, want %q", tt.c, tt.rcpt, got, tt.want)
		}
	}
}

// replies returns the replies of real queues in testdata/replies.txt.
func replies(tb testing.TB) []string {
	b, err := os.ReadFile("testdata/replies.txt")
	if err != nil {
		tb.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")
	if len(lines) < 40 {
		tb.Fatalf("testdata/replies.txt has %d lines, want 40 or more", len(lines))
	}
	return lines
}

func FuzzParseReply(f *testing.F) {
	for _, l := range replies(f) {
		f.Add(l)
	}
	f.Add("550 5.7.1 sorry (#5.7.1)")
	f.Fuzz(func(t *testing.T, line string) {
		r, ok := ParseReply(line)
		if !ok {
			if r != (Reply{}) {
				t.Errorf("ParseReply(%q) = %+v without ok", line, r)
			}
			return
		}
		if !r.Code.Valid() {
			t.Errorf("ParseReply(%q): code %d", line, r.Code)
		}
		if !strings.Contains(line, r.Text) {
			t.Errorf("ParseReply(%q): text %q is not part of it", line, r.Text)
		}
		m := Explain(r.Code, r.Enhanced, r.Text)
		if m.Short == "" || m.Standard == "" || m.Advice == "" {
			t.Errorf("Explain(%q) = %+v, want all of it", line, m)
		}
		if e, rest, ok := ParseEnhanced(r.Enhanced.String()); ok && (e != r.Enhanced || rest != "") {
			t.Errorf("ParseEnhanced(%q) = %v, %q", r.Enhanced.String(), e, rest)
		}
	})
}

func BenchmarkExplain(b *testing.B) {
	lines := replies(b)
	b.ReportAllocs()
	for b.Loop() {
		for _, l := range lines {
			r, _ := ParseReply(l)
			Explain(r.Code, r.Enhanced, r.Text)
		}
	}
}
