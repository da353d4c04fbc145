package parser

import "testing"

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
		if got := originID(received); got != want {
			t.Errorf("originID(%q) = %q, want %q", received, got, want)
		}
	}
}
