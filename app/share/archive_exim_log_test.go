package share

import (
	"testing"

	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/app/redact/redacttest"
)

// A message's log may contain its subject and what filters print; neither is exported.
func TestEventsOf(t *testing.T) {
	const log = "2024-03-05 12:00:00 Received from <> R=1rhX00-000001-00 U=exim P=local S=1 T=\"my subject\"\n" +
		"2024-03-05 12:00:00.123 [77] Received from ann@a.test H=pc [192.0.2.1] A=plain:ann id=x@a.test T=\"my subject\"\n" +
		"2024-03-05 12:01:00 bob@b.test R=r T=t defer (111): Connection refused\n" +
		"a filter's own words\n\n*** Frozen (delivery error message)\n"
	const want = "2024-03-05 12:00:00 Received from <> R=1rhX00-000001-00\n" +
		"2024-03-05 12:00:00.123 [77] Received from ann@a.test\n" +
		"2024-03-05 12:01:00 bob@b.test R=r T=t defer (111): Connection refused\n" +
		"*** Frozen (delivery error message)\n"
	if got := eventsOf(nil, log); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// If everything is redacted, nothing is left of what a filter says about a message that it
// froze.
func TestEventsOfFrozen(t *testing.T) {
	rd := redacttest.New(t, redacttest.Sample(), redact.All)
	for line, want := range map[string]string{
		"*** Frozen": "*** Frozen", "*** Frozen (delivery error message)": "*** Frozen (delivery error message)",
		"*** Frozen by the system filter: ann": "*** Frozen by the system filter", "*** Frozen by ann": "*** Frozen", "*** ann": "",
		"2024-03-05 12:00:00 frozen by ACL": "2024-03-05 12:00:00 frozen by ACL", "2024-03-05 12:00:00 frozen by ann": "*** Frozen", "2024 ann": "",
	} {
		if want != "" {
			want += "\n"
		}
		if got := eventsOf(rd, line+"\n"); got != want {
			t.Errorf("%q: got %q, want %q", line, got, want)
		}
	}
}
