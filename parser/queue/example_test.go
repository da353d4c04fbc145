package queue_test

import (
	"fmt"
	"time"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// A queue id contains the time when the process that accepted the message began
// its series.
func ExampleDecodeID() {
	info, ok := queue.DecodeID("4259f7Kc031337", queue.AnyVersion, 0)
	fmt.Println(ok, info.Era, time.Unix(info.Time, 0).UTC().Format(time.DateTime), info.PID)
	// Output: true 8.12 2024-03-05 09:41:07 31337
}

// The columns answer quickly what would take long message by message: which
// status most messages wait for.
func ExampleQueue() {
	q := queue.New() // from parser.Load
	count := map[queue.Str]int{}
	for _, i := range q.Order {
		count[q.Effective[i]]++ // equal texts have equal numbers
	}
	most := queue.Str(0)
	for status, n := range count {
		if n > count[most] {
			most = status
		}
	}
	fmt.Printf("%d messages: %q\n", count[most], q.Text(most))
	// Output: 0 messages: ""
}
