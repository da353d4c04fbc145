package share

import "testing"

// The log of a message may have its subject, and what filters print; neither is given away.
func TestEventsOf(t *testing.T) {
	const log = "2024-03-05 12:00:00 Received from <> R=1rhX00-000001-00 U=exim P=local S=1 T=\"my subject\"\n" +
		"2024-03-05 12:00:00.123 [77] Received from ann@a.test H=pc [192.0.2.1] A=plain:ann id=x@a.test T=\"my subject\"\n" +
		"2024-03-05 12:01:00 bob@b.test R=r T=t defer (111): Connection refused\n" +
		"a filter's own words\n\n*** Frozen (delivery error message)\n"
	const want = "2024-03-05 12:00:00 Received from <> R=1rhX00-000001-00\n" +
		"2024-03-05 12:00:00.123 [77] Received from ann@a.test\n" +
		"2024-03-05 12:01:00 bob@b.test R=r T=t defer (111): Connection refused\n" +
		"*** Frozen (delivery error message)\n"
	if got := eventsOf(log); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
