package redact_test

import (
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/app/redact/redacttest"
)

// Text in the line below an address is not part of it, unless together they are a known name.
func TestBelowAddress(t *testing.T) {
	rd := redacttest.New(t, redacttest.Sample(), redact.All)
	for _, below := range []string{
		"    550 no", "    550 5.1.1 no such user", "550-no", "    SMTP error from remote mail server:", "    host did not answer", "Unrouteable",
	} {
		for _, above := range []string{"  x@there.example\n", "  x@elsewhere.example\r\n"} {
			var b strings.Builder
			if err := rd.Body(&b, strings.NewReader("not delivered:\n\n"+above+below+"\n\n"), nil, true); err != nil {
				t.Fatal(err)
			}
			if got := b.String(); !strings.Contains(got, "\n"+below+"\n") || strings.Contains(got, "x@") {
				t.Errorf("%q above %q: %q", above, below, got)
			}
		}
	}
}
