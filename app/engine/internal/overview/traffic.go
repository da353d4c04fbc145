package overview

import (
	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// logHour is the finest time by which logs are counted, in seconds.
const logHour = 3600

// trafficAlong counts the attempts that the logs have along a time axis, up to
// the capture; nil if they have none there.
func trafficAlong(c *capture.Capture, a *capture.TimeAxis) *protocol.TimeTraffic {
	h := c.Index.History
	if h == nil {
		return nil
	}
	step := max(a.Step, logHour)
	floor := func(at int64) int64 { return at - (at%step+step)%step }
	t := &protocol.TimeTraffic{From: floor(a.From), Step: step}
	t.Steps = make([]protocol.TrafficStep, (floor(c.Queue.Taken)-t.From)/step+1)
	some := false
	for k := range h.Totals.Hours {
		hour := &h.Totals.Hours[k]
		n := (floor(hour.At) - t.From) / step
		if hour.At < t.From || n >= int64(len(t.Steps)) {
			continue
		}
		s := &t.Steps[n]
		s.Delivered += int(hour.N[queue.EventDelivered])
		s.Failed += int(hour.N[queue.EventDeferred]) + int(hour.N[queue.EventFailed])
		some = some || *s != protocol.TrafficStep{}
	}
	if !some {
		return nil
	}
	return t
}
