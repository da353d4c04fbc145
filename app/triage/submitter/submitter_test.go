package submitter

import (
	"testing"
)

func TestSenderOf(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"bounce+123-user=example.org@lists.example", "bounce+‹id›@lists.example"},
		{"list-bounces+ann=example.net@lists.example", "list-bounces+‹id›@lists.example"},
		{"list-return-4711-ann=example.net@lists.example", "list-return-‹id›@lists.example"},
		{"owner-list-ann=example.net@lists.example", "owner-list-‹id›@lists.example"},
		{"news-48291-7@shop.example", "news-‹id›-7@shop.example"},
		{"bounce-0100018c2f1a3b5d7f0c@mail.example", "bounce-‹id›@mail.example"},
		{"SRS0=aB3c=QT=far.example=ann@forward.example", "SRS0=‹id›@forward.example"},
		{"prvs=123456789a=ann@home.example", "prvs=‹id›@home.example"},
		{"ann@home.example", "ann@home.example"},
		{"ann.smith1985@home.example", "ann.smith1985@home.example"},
		{"ann+news@home.example", "ann+news@home.example"},
		{"13800138000@mail.example", "13800138000@mail.example"},
		{"a=b@home.example", "a=b@home.example"},
		{"ann", "ann"},
		{"", ""},
		{"@", "@"},
		{"\"ann smith\"@home.example", "\"ann smith\"@home.example"},
	} {
		if got := SenderOf(tt.in); got != tt.want {
			t.Errorf("SenderOf(%q) = %q, want %q", tt.in, got, tt.want)
		}
		if got := SenderOf(SenderOf(tt.in)); got != tt.want {
			t.Errorf("SenderOf twice of %q = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestScriptOf(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"33:mailer.php", "33:mailer.php"},
		{"33:mailer.php(215) : eval()'d code", "33:mailer.php"},
		{"33:mailer.php(1) : runtime-created function(1) : eval()'d code", "33:mailer.php"},
		{"shop.example/send.php for 192.0.2.1, 198.51.100.7", "shop.example/send.php"},
		{"shop.example/send.php for everybody", "shop.example/send.php for everybody"},
		{"33:copy (2).php", "33:copy (2).php"},
		{"33:list(a).php", "33:list(a).php"},
		{"", ""},
		{"(5)", "(5)"},
	} {
		if got := ScriptOf(tt.in); got != tt.want {
			t.Errorf("ScriptOf(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}
