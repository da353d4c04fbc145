package model

import "github.com/spoolscope/spoolscope/app/ui/model/selftest"

// What happens in a self-test.
type (
	// SelfTestAsked: the button.
	SelfTestAsked struct{}
	// WayTried: one attempt has ended. SelfTestEnded: all have.
	WayTried      struct{ selftest.Tried }
	SelfTestEnded struct{}
)

func (SelfTestAsked) event() {}

func (WayTried) event() {}

func (SelfTestEnded) event() {}

func updateSelfTest(m *Model, e Event) []Command {
	t := &m.SelfTest
	switch e := e.(type) {
	case SelfTestAsked:
		if !t.Running {
			m.SelfTest = selftest.Run{Running: true}
			return []Command{TryWaysOut{}}
		}
	case WayTried:
		*t = t.With(e.Tried)
	case SelfTestEnded:
		t.Running = false
	}
	return nil
}
