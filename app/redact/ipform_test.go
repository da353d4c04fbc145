package redact_test

import (
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/app/redact/redacttest"
)

// An IP address of a client is replaced in every notation in which replies have it.
func TestIPForms(t *testing.T) {
	rd := redacttest.New(t, redacttest.Queue(redacttest.Message{Client: "pc.our.example [203.0.113.77]"}, redacttest.Message{Client: "pc.our.example [IPv6:2001:db8:77::9abc]"}), redact.All)
	for _, form := range []string{
		"203.0.113.77", "203.000.113.077", "0313.00.0161.0115", "0xcb.0x0.0x71.0x4d", "203.0.29005", "3405803853", "0xcb00714d", "cb00714d.isp.test",
		"203-0-113-77.isp.test", "ip-203-0-113-77.isp.test", "77-113-0-203.isp.test", "x_203_0_113_77_x", "77.113.0.203.in-addr.arpa", "[::ffff:203.0.113.77]",
		"2001:db8:77:0:0:0:0:9abc", "2001-db8-77--9abc.isp.test", "2001-0db8-0077-0000-0000-0000-0000-9abc.isp.test",
		"c.b.a.9.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.7.7.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
	} {
		text := "451 host " + form + " is listed"
		got := rd.Text(text)
		if strings.Contains(got, form) || !strings.HasPrefix(got, "451 host ") || !strings.HasSuffix(got, " is listed") {
			t.Errorf("Text(%q) = %q", text, got)
		}
		if leaks := rd.Leaks([]byte(got)); len(leaks) > 0 {
			t.Errorf("the check finds %+v in %q", leaks[0], got)
		}
	}
	for _, other := range []string{"10-11-12-13", "1709640000", "deadbeef", "2024-03-05-12", "1.2.3", "version 4-1-0-1"} {
		if got := rd.Text(other); got != other {
			t.Errorf("Text(%q) = %q", other, got)
		}
	}
}
