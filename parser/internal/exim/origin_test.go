package exim

import "testing"

func TestSubmitterIn(t *testing.T) {
	for received, want := range map[string]string{
		"from [127.0.0.1] (port=37116 helo=client.example)\n\tby mx.example.org with esmtp (Exim 4.96)":       "[127.0.0.1]",
		"from mail.example.net ([203.0.113.7] helo=x ident=y)\n\tby mx.example.org with esmtps (Exim 4.96)":   "mail.example.net [203.0.113.7]",
		"from [2001:db8::1]\n\tby mx.example.org with smtp (Exim 4.96)":                                       "[2001:db8::1]",
		"from nina by mx.example.org with local (Exim 4.96)":                                                  "nina@localhost",
		"from www-data (helo=localhost) by mx.example.org with local-esmtp (Exim 4.96)":                       "",
		"by mx.example.org with local (Exim 4.96)":                                                            "",
		"from mail.example.net (mail.example.net [203.0.113.7]) by mx.example.org (Postfix) with ESMTP id 4F": "",
		"": "",
	} {
		if got := submitterIn(received); got != want {
			t.Errorf("submitterIn(%q) = %q, want %q", received, got, want)
		}
	}
}

func TestUnquoted(t *testing.T) {
	for address, want := range map[string]string{
		`"odd one"@x.test`: "odd one@x.test", `"a\"b\\c"@x.test`: `a"b\c@x.test`, `plain@x.test`: "plain@x.test", `"`: `"`, `"@x`: `"@x`, "": "",
	} {
		if got := unquoted(address); got != want {
			t.Errorf("unquoted(%q) = %q, want %q", address, got, want)
		}
	}
}
