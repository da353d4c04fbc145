// Package picturetest has a queue's two pictures for tests: 3,412 messages, most of
// them bounces to forged senders, captured on a Thursday at 10:00.
package picturetest

import (
	_ "embed"
	"encoding/json"
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
)

//go:embed flow.json
var flow []byte

//go:embed timeline.json
var timeline []byte

// Flow returns where the messages came from, what they are and what holds them up.
func Flow(t testing.TB) *protocol.Flow {
	t.Helper()
	return read[protocol.Flow](t, flow)
}

// Timeline returns when the messages arrived.
func Timeline(t testing.TB) *protocol.Timeline {
	t.Helper()
	return read[protocol.Timeline](t, timeline)
}

func read[T any](t testing.TB, data []byte) *T {
	t.Helper()
	v := new(T)
	if err := json.Unmarshal(data, v); err != nil {
		t.Fatal(err)
	}
	return v
}
