package share

import (
	"bytes"
	"fmt"
	"io"
	"testing"

	"github.com/spoolscope/spoolscope/app/redact"
	"github.com/spoolscope/spoolscope/app/redact/redacttest"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// jam returns a queue of n messages with as many addresses.
func jam(n int) *queue.Queue {
	messages := make([]redacttest.Message, n)
	for i := range messages {
		to := fmt.Sprintf("<first%d.last%d@d%d.example>", i%97, i, i%500)
		messages[i] = redacttest.Message{
			Sender: fmt.Sprintf("<news+%d=x@shop%d.example>", i, i%20), Client: fmt.Sprintf("c%d.our.example [10.%d.%d.%d]", i%3000, i>>16, i>>8&255, i&255),
			Subject: fmt.Sprintf("Your order number %d of this week", i), Status: "Deferred: 451 4.7.1 " + to + ": try again later", To: []string{to},
		}
	}
	return redacttest.Queue(messages...)
}

const jammed = 20000

func BenchmarkNewRedactor(b *testing.B) {
	q := jam(jammed)
	b.ReportAllocs()
	for b.Loop() {
		redacttest.New(b, q, redact.All)
	}
}

func BenchmarkCSV(b *testing.B) {
	q := jam(jammed)
	s := Selection{Index: triage.NewIndex(q), Rows: q.Order, Redactor: redacttest.New(b, q, redact.All)}
	b.ReportAllocs()
	for b.Loop() {
		if err := CSV(io.Discard, s); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLeaks(b *testing.B) {
	q := jam(jammed)
	s := Selection{Index: triage.NewIndex(q), Rows: q.Order, Redactor: redacttest.New(b, q, redact.All)}
	var file bytes.Buffer
	if err := JSONLines(&file, s); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(file.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if leaks := s.Redactor.Leaks(file.Bytes()); len(leaks) > 0 {
			b.Fatal(leaks)
		}
	}
}
