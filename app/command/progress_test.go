package command

import (
	"bytes"
	"testing"
	"time"

	"github.com/spoolscope/spoolscope/parser"
)

func TestProgressLine(t *testing.T) {
	for _, tc := range []struct {
		name string
		size int64
		at   parser.Progress
		want string
	}{
		{"part", 1000, parser.Progress{Read: 310, Messages: 812440}, "[######..............] 31 %  812,440 messages"},
		{"none yet", 1000, parser.Progress{}, "[....................]  0 %  0 messages"},
		{"grew meanwhile", 1000, parser.Progress{Read: 2000}, "[####################] 100 %  0 messages"},
		{"pipe", -1, parser.Progress{Read: 3_000_000_000, Messages: 1}, "3,000 MB read  1 messages"},
		{"joining", 1000, parser.Progress{Read: 1000, Messages: 7, Joining: true}, "putting together 7 messages"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := progress{size: tc.size}
			if got := p.line(tc.at); got != tc.want {
				t.Errorf("line = %q, want %q", got, tc.want)
			}
		})
	}
}

func TestProgressTimes(t *testing.T) {
	var out bytes.Buffer
	now := time.Unix(1700000000, 0)
	p := &progress{w: &out, size: 100, start: now, now: func() time.Time { return now }}
	steps := 0
	step := func(d time.Duration) int {
		now = now.Add(d)
		steps++
		before := out.Len()
		p.update(parser.Progress{Read: int64(steps)})
		return out.Len() - before
	}
	if n := step(900 * time.Millisecond); n != 0 {
		t.Errorf("%d bytes written before a second has passed, want none", n)
	}
	if n := step(200 * time.Millisecond); n == 0 {
		t.Error("nothing written after a second")
	}
	if n := step(50 * time.Millisecond); n != 0 {
		t.Errorf("%d bytes written 50 ms later, want none", n)
	}
	before := out.Len()
	p.done()
	if got := out.String()[before:]; got != "\r\x1b[K" {
		t.Errorf("done wrote %q, want the line removed", got)
	}
}

func TestProgressSilent(t *testing.T) {
	var out bytes.Buffer
	p := newProgress(&out, nil)
	p.start = p.start.Add(-time.Hour)
	p.update(parser.Progress{Read: 1})
	p.done()
	if out.Len() > 0 {
		t.Errorf("wrote %q to something other than a terminal", out.String())
	}
}
