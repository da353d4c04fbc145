package overview

import (
	"slices"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/causes"
	"github.com/spoolscope/spoolscope/parser/queue"
)

// forecastDays are the queue lifetimes for which a forecast is made: the queue
// does not record a site's own. sendmail's default is five days.
var forecastDays = []int{1, 3, 5, 7}

// forecastWithin are the times ahead, in seconds; 0 means overdue: the next try
// is the last.
var forecastWithin = []int64{0, 6 * 3600, 24 * 3600, 72 * 3600}

// forecastLast is beyond the longest lifetime, in hours; all lifetimes and
// steps are whole hours.
const forecastLast = protocol.MaxReturnDays*24 + 1

// forecasts counts how many messages reach a queue lifetime, and when.
func forecasts(c *capture.Capture, rows []int32, query string) []protocol.Forecast {
	q := c.Queue
	limits := forecastDays
	if own := int(c.Index.ReturnAfter / 86400); !slices.Contains(limits, own) {
		limits = append(slices.Clone(limits), own)
		slices.Sort(limits)
	}
	out := make([]protocol.Forecast, len(limits))
	for k, d := range limits {
		out[k] = protocol.Forecast{Days: d, Default: int64(d)*86400 == c.Index.ReturnAfter, Steps: make([]protocol.ForecastStep, len(forecastWithin))}
		for w, within := range forecastWithin {
			out[k].Steps[w] = protocol.ForecastStep{
				Within: within,
				Query:  capture.Narrow(query, filter.All(causes.Tried, triage.AgeTerm(">=", max(int64(d)*86400-within, 0)))),
			}
		}
	}
	var waiting, null [forecastLast]int // by age in hours
	for _, i := range rows {
		switch q.State[i] {
		case queue.Deferred, queue.Held, queue.Unavailable, queue.Processing:
		default:
			continue
		}
		if age := c.Age(i); age >= 0 {
			hour := min(age/3600, forecastLast-1)
			waiting[hour]++
			if q.Flags[i]&queue.NullFrom != 0 {
				null[hour]++
			}
		}
	}
	for k := range out {
		for w := range out[k].Steps {
			s := &out[k].Steps[w]
			for hour := max(int64(out[k].Days)*86400-s.Within, 0) / 3600; hour < forecastLast; hour++ {
				s.Count += waiting[hour]
				s.Dropped += null[hour]
			}
		}
	}
	return out
}
