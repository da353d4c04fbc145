package overview

import (
	"fmt"
	"slices"

	"github.com/spoolscope/spoolscope/app/engine/internal/capture"
	"github.com/spoolscope/spoolscope/app/filter"
	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/triage"
	"github.com/spoolscope/spoolscope/app/triage/causes"
	"github.com/spoolscope/spoolscope/app/words"
	"github.com/spoolscope/spoolscope/parser/queue"
)

const day = 86400

// forecastAfter are the queue lifetimes, in seconds, for which a forecast is
// made, besides the server's own.
var forecastAfter = []int64{1 * day, 3 * day, 5 * day, 7 * day}

// forecastWithin are the times ahead, in seconds; 0 means overdue: the next try
// is the last.
var forecastWithin = []int64{0, 6 * 3600, 24 * 3600, 72 * 3600}

// forecastLast is beyond the longest lifetime that can be chosen, in hours.
const forecastLast = protocol.MaxReturnDays*24 + 1

// forecasts counts how many messages reach a queue lifetime, and when.
func forecasts(c *capture.Capture, rows []int32, query string) []protocol.Forecast {
	q := c.Queue
	limits := slices.Clone(forecastAfter)
	for _, own := range []int64{c.Index.ReturnAfter, c.Index.OwnReturn()} {
		if !slices.Contains(limits, own) {
			limits = append(limits, own)
		}
	}
	slices.Sort(limits)
	out := make([]protocol.Forecast, len(limits))
	for k, after := range limits {
		out[k] = protocol.Forecast{After: after, Default: after == c.Index.ReturnAfter, Steps: make([]protocol.ForecastStep, len(forecastWithin))}
		if after%day == 0 {
			out[k].Days = int(after / day)
		}
		if after == c.Index.Lifetime.Normal {
			out[k].Source = lifetimeSource(c.Index)
		}
		for w, within := range forecastWithin {
			out[k].Steps[w] = protocol.ForecastStep{
				Within: within,
				Query:  capture.Narrow(query, filter.All(causes.Tried, triage.AgeTerm(">=", max(after-within, 0)))),
			}
		}
	}
	var waiting, null [forecastLast]int // by age in hours, for the lifetimes that are whole hours
	for _, i := range rows {
		switch q.State[i] {
		case queue.Deferred, queue.Held, queue.Unavailable, queue.Processing:
		default:
			continue
		}
		age := c.Age(i)
		if age < 0 {
			continue
		}
		isNull := q.Flags[i]&queue.NullFrom != 0
		hour := min(age/3600, forecastLast-1)
		waiting[hour]++
		if isNull {
			null[hour]++
		}
		for k := range out {
			if byHour(out[k].After) {
				continue
			}
			for w := range out[k].Steps {
				if s := &out[k].Steps[w]; age >= max(out[k].After-s.Within, 0) {
					s.Count++
					if isNull {
						s.Dropped++
					}
				}
			}
		}
	}
	for k := range out {
		if !byHour(out[k].After) {
			continue
		}
		for w := range out[k].Steps {
			s := &out[k].Steps[w]
			for hour := max(out[k].After-s.Within, 0) / 3600; hour < forecastLast; hour++ {
				s.Count += waiting[hour]
				s.Dropped += null[hour]
			}
		}
	}
	return out
}

// byHour reports whether the messages that reach a lifetime can be counted by
// whole hours of age, as all that can be chosen can.
func byHour(after int64) bool { return after%3600 == 0 && after/3600 < forecastLast }

// lifetimeSource says which line sets the queue lifetime.
func lifetimeSource(x *triage.Index) string {
	text := x.LifetimeSetting() + " in " + words.Visible(x.Lifetime.File)
	if x.Lifetime.Line > 0 {
		text += fmt.Sprintf(", line %d", x.Lifetime.Line)
	}
	if x.Differ {
		text += "; other hosts differ"
	}
	return text
}
