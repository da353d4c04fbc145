package mailsystem

import (
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

func TestOriginID(t *testing.T) {
	for received, want := range map[string]string{
		"from a (a [192.0.2.1]) by mx.example.org (8.17.1/8.17.1) with ESMTP id 4259f7Kc031337 for <b@c>; Thu, 9 Nov 2023 11:00:15 +0100": "4259f7Kc031337",
		"(from root@localhost) by mx.example.org (8.17.1/8.17.1/Submit) id 4259f7Kc031337; Thu, 9 Nov 2023 11:00:15 +0100":                "4259f7Kc031337",
		"from localhost (localhost) by mx.example.org (8.17.1) id 4259f7Kc031337;":                                                        "4259f7Kc031337",
		"from a by b with SMTP; Thu, 9 Nov 2023": "",
		"from id id id id":                       "",
		"by x id ":                               "",
		"":                                       "",
	} {
		if got := OriginID(received); got != want {
			t.Errorf("OriginID(%q) = %q, want %q", received, got, want)
		}
	}
}

func TestServerName(t *testing.T) {
	for received, want := range map[string]string{
		"from a by Mail.plum.example (8.15.2/8.15.2) with ESMTP": "mail.plum.example", "from a by x (Postfix)": "",
		"from by by mail (8.9.3) x": "mail", "from a by ... (8.15.2)": "", "from a by b_c (8.15.2)": "", "by": "", "": "",
		"from a by " + strings.Repeat("x", 300) + " (8.15.2)": "",
	} {
		c := queue.Control{Header: []queue.HeaderField{{Name: "Received", Value: received}}}
		if got := ServerName(&c, "8."); got != want {
			t.Errorf("ServerName(%q) = %q, want %q", received, got, want)
		}
	}
}
