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
)

const day = 86400

// forecastAfter are the queue lifetimes, in seconds, for which a forecast is
// made, besides the server's own.
var forecastAfter = []int64{1 * day, 3 * day, 5 * day, 7 * day}

// forecastWithin are the times ahead, in seconds; 0 means overdue: the next try
// is the last.
var forecastWithin = []int64{0, 6 * 3600, 24 * 3600, 72 * 3600}

// forecasts counts how many messages reach a queue lifetime, and when.
func forecasts(c *capture.Capture, v *capture.View) []protocol.Forecast {
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
				Query:  capture.Narrow(v.Query, filter.All(causes.Tried, triage.AgeTerm(">=", reaches(&out[k], within)))),
			}
		}
	}
	var ages []int64
	for k := range out {
		for _, within := range forecastWithin {
			ages = append(ages, reaches(&out[k], within))
		}
	}
	slices.Sort(ages)
	ages = slices.Compact(ages)
	n := c.CountWaiting(v, ages)
	for k := range out {
		for w := range out[k].Steps {
			s := &out[k].Steps[w]
			at, _ := slices.BinarySearch(ages, reaches(&out[k], s.Within))
			s.Count, s.Dropped = n.All[at], n.Null[at]
		}
	}
	return out
}

// reaches is how old a message is that reaches a lifetime within some seconds.
func reaches(f *protocol.Forecast, within int64) int64 { return max(f.After-within, 0) }

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
