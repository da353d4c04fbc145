package browser

import (
	"os"
	"runtime/debug"
	"strings"
	"testing"
)

// A panic's message may quote mail, unless the Go runtime wrote it.
func TestPanicText(t *testing.T) {
	for _, tt := range []struct {
		panics func()
		want   string
	}{
		{func() { panic("Subject: secret") }, "panic: value of type string"},
		{func() { _ = []int{}[len(os.Args)] }, "panic: runtime error: index out of range"},
	} {
		func() {
			defer func() {
				got := panicText(recover(), debug.Stack())
				if !strings.Contains(got, tt.want) || strings.Contains(got, "secret") || !strings.Contains(got, "crash_test.go:") {
					t.Errorf("panicText = %q, want %q, the place, and no mail", got, tt.want)
				}
			}()
			tt.panics()
		}()
	}
}
