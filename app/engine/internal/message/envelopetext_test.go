package message

import (
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

func TestEnvelopeText(t *testing.T) {
	text := "1qlgf8-0005Go-0b-H\nann 1 2\n<ann@plum.example>\n1695867718 1\n--(mysql)helo_name x\n-aclm 0 1\ny\n-frozen 1695896505\n-x\nYN a@b\nNN c@d\n2\ne@f\n12\n\n011  Subject: a\n012  X\n\n"
	var got []string
	for _, l := range controlText(text, "x-H", queue.Exim, nil).Lines {
		if l.Code != "" {
			t.Errorf("line %d has the code %q", l.Number, l.Code)
		}
		got = append(got, l.Means)
	}
	want := []string{
		"The name of this file", "The user who ran Exim, with the numbers of user and group", "Envelope sender", "Arrived Thu 28 Sep 2023 02:21:58 UTC; the sender was warned of the delay",
		"How the client greeted", "Variable of an ACL, with the length of its value", "", "Frozen Thu 28 Sep 2023 10:21:45 UTC", "Option x",
		"No longer gets the message: delivered, or given up", "No longer gets the message: delivered, or given up", "Number of recipients", "Recipient", "Number of recipients", "", "", "", "",
	}
	for i := range want {
		if i < len(got) && !strings.HasPrefix(got[i], want[i]) && got[i] != want[i] {
			t.Errorf("line %d means %q, want %q", i+1, got[i], want[i])
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d lines, want %d", len(got), len(want))
	}
}
