package parser

import (
	"bytes"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// Whatever a log contains, beside a queue or alone, its events are valid and belong to messages.
func FuzzLogs(f *testing.F) {
	for _, system := range []string{"sendmail", "postfix", "exim"} {
		logs, _ := unpackedLogs(f, system, "A.tar.gz")
		for _, log := range logs {
			f.Add([]byte(log[:min(len(log), 4000)]))
			f.Add([]byte(log[max(len(log)-4000, 0):]))
		}
	}
	_, archive := unpackedLogs(f, "sendmail", "A.tar.gz")
	f.Fuzz(func(t *testing.T, log []byte) {
		for _, sources := range [][]Source{
			{source("queue.tar", archive), source("log", log)},
			{source("log", log)},
			{{Name: "log", Size: -1, R: bytes.NewReader(log)}},
		} {
			q := loadBytes(t, Options{}, sources...)
			if q.History == nil {
				continue
			}
			for _, i := range q.Order {
				for _, e := range q.History.Of(i) {
					if int(e.Log) >= len(q.History.Logs) || e.Kind >= queue.NumEventKinds || int(e.RcptAt+e.RcptN) > len(q.History.Recipients) || e.Offset < 0 || e.Offset >= q.History.Logs[e.Log].File.Size {
						t.Fatalf("event %+v", e)
					}
				}
			}
		}
	})
}
