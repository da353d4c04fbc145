package command

import (
	"bufio"
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
)

func TestPrintAnswer(t *testing.T) {
	d := &protocol.Diagnosis{
		Headline:  "mx\x1b[31m.example.org refuses connections",
		Since:     []protocol.Phrase{{Text: "The oldest came in on "}, {Text: "Sun 3 Mar 15:00 UTC", Strong: true}, {Text: ", 2" + words.NBSP + "d before the capture."}},
		Sentences: [][]protocol.Phrase{{{Text: "29 messages wait. "}, {Text: "10", Query: "why:x", Count: 10}, {Text: " wait for mx.example.org, which refuses connections."}}},
		First:     protocol.FirstStep{Title: "Nothing", Text: [][]protocol.Phrase{{{Text: "sendmail tries again by itself, within the hour."}}}},
	}
	var b strings.Builder
	w := bufio.NewWriter(&b)
	printAnswer(w, d, 40)
	w.Flush()
	const want = `mx` + "\uFFFD" + `[31m.example.org refuses connections
The oldest came in on Sun 3 Mar 15:00
UTC, 2 d before the capture.

29 messages wait. 10 wait for
mx.example.org, which refuses
connections.

Do this first: Nothing
  sendmail tries again by itself, within
  the hour.

`
	if b.String() != want {
		t.Errorf("printAnswer =\n%s\nwant\n%s", b.String(), want)
	}
}
