package message

import (
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

func TestRecordText(t *testing.T) {
	text := "T1711960808 803728\nSann@x.test\nAsasl_username=ann\nLsmtp:[192.0.2.1]:25\nDb@x.test\nRc@x.test\nW             -1\nM\nLSubject: a\nNb\nX\nE\n?\n"
	want := []string{
		"Arrived " + epoch("1711960808"), "Envelope sender", "Login name", "Content filter to pass through", recordMeans['D'], "A recipient still to be reached",
		"The sender was warned of the delay", "The message begins", "Header of the message", "Header of the message", "The message has ended", "End of the file",
		"Not a record that Postfix writes",
	}
	lines := controlText(text, "f", queue.Postfix, nil).Lines
	if len(lines) != len(want) {
		t.Fatalf("%d lines, want %d", len(lines), len(want))
	}
	for k, l := range lines {
		if l.Means != want[k] {
			t.Errorf("line %d, %s%s, means %q, want %q", l.Number, l.Code, l.Text, l.Means, want[k])
		}
	}
}
