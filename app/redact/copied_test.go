package redact_test

import (
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/app/redact/redacttest"
)

// The copy of a message in a bounce without MIME parts is redacted like an enclosed message,
// whatever introduces it.
func TestCopiedMessage(t *testing.T) {
	rd := redacttest.New(t, redacttest.Sample(), redact.All)
	for _, mark := range []string{
		"------ This is a copy of the message, including all the headers. ------\n------ The body of the message is 9 characters long; only the first\n",
		"Eine Kopie der Nachricht:\n",
	} {
		body := "This message was created automatically by mail delivery software.\nThe subject of the message is: secret0\n\n  x@there.example\n    550 no\n\n" + mark +
			"\nReturn-path: <a@there.example>\nSubject: secret1\n\tsecret2\nX-Own: secret3\n\nsecret4\n\nsecret5\n"
		var b strings.Builder
		if err := rd.Body(&b, strings.NewReader(body), nil, true); err != nil {
			t.Fatal(err)
		}
		got := b.String()
		if strings.Contains(got, "secret") || !strings.Contains(got, "\nReturn-path: <") || !strings.HasSuffix(got, redact.LeftOut+"\n") {
			t.Errorf("%.40q: %q", mark, got)
		}
	}
}
