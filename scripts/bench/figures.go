package main

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
)

// least returns the shortest of some runs.
func least(of []timing) time.Duration {
	if len(of) == 0 {
		return 0
	}
	return slices.MinFunc(of, func(a, b timing) int { return int(a.took - b.took) }).took
}

// today returns the least time of unpacking and the pipelines together.
func (s *size) today() time.Duration {
	best := time.Duration(math.MaxInt64)
	for k := range s.pipelines {
		best = min(best, s.unpack[k].took+s.pipelines[k].took)
	}
	if len(s.pipelines) == 0 {
		return 0
	}
	return best
}

// busy returns the least processor time of some runs.
func busy(of []timing) time.Duration {
	if len(of) == 0 {
		return 0
	}
	return slices.MinFunc(of, func(a, b timing) int { return int(a.processor - b.processor) }).processor
}

// Figures of a load.
func wall(l drop) float64       { return l.Time }
func processor(l drop) float64  { return l.Processor }
func longest(l drop) float64    { return l.Longest }
func wasm(l drop) int64         { return l.Wasm }
func workerMemory(l drop) int64 { return l.Worker }
func pageMemory(l drop) int64   { return l.Page }
func tab(l drop) int64          { return l.Tab }

// least returns the least value of a figure in the loads, 0 if there are none.
func (p *page) least(figure func(drop) float64) float64 {
	if len(p.Loads) == 0 {
		return 0
	}
	best := math.Inf(1)
	for _, l := range p.Loads {
		best = min(best, figure(l))
	}
	return best
}

// most returns the highest value of a figure in the loads.
func (p *page) most(figure func(drop) int64) (most int64) {
	for _, l := range p.Loads {
		most = max(most, figure(l))
	}
	return most
}

func milliseconds(ms float64) time.Duration { return time.Duration(ms * float64(time.Millisecond)) }

// load returns the least time of a drop.
func (p *page) load() time.Duration { return milliseconds(p.least(wall)) }

// loadBusy returns the least processor time of a drop, of the whole browser.
func (p *page) loadBusy() time.Duration { return milliseconds(p.least(processor)) }

// loadParts returns where the drop with the least processor time spent it, the largest part
// first.
func (p *page) loadParts() string {
	if len(p.Loads) == 0 {
		return "–"
	}
	parts := slices.MinFunc(p.Loads, func(a, b drop) int { return cmp.Compare(a.Processor, b.Processor) }).Parts
	names := slices.SortedFunc(maps.Keys(parts), func(a, b string) int {
		return cmp.Or(cmp.Compare(parts[b], parts[a]), cmp.Compare(a, b))
	})
	var out []string
	for _, name := range names {
		out = append(out, fmt.Sprintf("%s %.2f", name, parts[name]/1000))
	}
	return strings.Join(out, ", ") + " s"
}

func (s *size) summaryPeak() (peak int64) {
	for _, t := range s.summary {
		peak = max(peak, t.peak)
	}
	return peak
}

func (p *page) longestUse() (ms float64) {
	for _, of := range p.Interactions {
		for _, i := range of {
			ms = max(ms, i.Task)
		}
	}
	return ms
}

func worker(i interaction) float64  { return i.Worker }
func drawn(i interaction) float64   { return i.Drawn }
func painted(i interaction) float64 { return i.Painted }

// quantile returns a quantile of one figure of interactions.
func quantile(of []interaction, q float64, figure func(interaction) float64) float64 {
	values := make([]float64, len(of))
	for k, i := range of {
		values[k] = figure(i)
	}
	return at(values, q)
}

// at returns quantile q of values by the nearest rank, 0 if there are none.
func at(values []float64, q float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	rank := int(math.Ceil(q*float64(len(sorted)))) - 1
	return sorted[max(0, min(rank, len(sorted)-1))]
}
