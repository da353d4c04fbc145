package postfix

import "testing"

// The submitter of a returned message is read from this server's own Received line.
func TestSubmitterIn(t *testing.T) {
	for _, tt := range []struct{ received, want string }{
		{" from www.example.org (www.example.org [192.0.2.80])\n\tby gate.example.org (Postfix) with ESMTP id 81A5142B39A;", "www.example.org [192.0.2.80]"},
		{" from laptop (unknown [192.0.2.9])\n\tby gate.example.org (Postfix) with SMTP id 81A5142B39A", "[192.0.2.9]"},
		{" from pc (pc.example.org [IPv6:2001:db8::9])\n\t(using TLSv1.3)\n\t(Authenticated sender: mary)\n\tby gate.example.org (Postfix) with ESMTPSA id A", "pc.example.org [2001:db8::9]"},
		{" by gate.example.org (Postfix, from userid 33)\n\tid 027E08003A5", "uid33@localhost"},
		{" by gate.example.org (Postfix)\n\tid 027E08003A5", ""},
		{" from pc (pc.example.org [192.0.2.9", ""},
		{"", ""},
	} {
		if got := submitterIn(tt.received); got != tt.want {
			t.Errorf("submitterIn(%q) = %q, want %q", tt.received, got, tt.want)
		}
	}
}
