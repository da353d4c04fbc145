package logline

import (
	"testing"

	"github.com/spoolscope/spoolscope/app/protocol"
)

func TestLines(t *testing.T) {
	var none Lines
	one := none.Toggled(3)
	two := one.Toggled(5)
	if n, ok := two.Wanted(); n != 3 || !ok {
		t.Errorf("wanted %d, %v, want 3", n, ok)
	}
	read := two.With(&protocol.LogLine{N: 3, Text: "a line"})
	if n, ok := read.Wanted(); n != 5 || !ok {
		t.Errorf("wanted %d, %v, want 5", n, ok)
	}
	if line, shown := read.Of(3); !shown || line == nil || line.Text != "a line" {
		t.Errorf("line of 3 = %v, %v", line, shown)
	}
	if line, shown := two.Of(3); !shown || line != nil {
		t.Errorf("With changed the lines that it was called on: %v, %v", line, shown)
	}
	closed := read.Toggled(5)
	if _, ok := closed.Wanted(); ok {
		t.Error("a line is wanted that is not shown")
	}
	late := closed.With(&protocol.LogLine{N: 5})
	if _, shown := late.Of(5); shown {
		t.Error("a line that came late is shown")
	}
	if _, shown := read.Of(5); !shown {
		t.Error("Toggled changed the lines that it was called on")
	}
}
