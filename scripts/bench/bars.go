package main

import (
	"fmt"
	"strings"

	"github.com/spoolscope/spoolscope/app/words"
)

// bar is a target for a figure of the small queue, or of the big one if there is
// one.
type bar struct {
	what string
	most float64
	unit string // "" for a ratio
	// figure returns what was measured (0 if nothing was) and a remark for the
	// report.
	figure func(small, big *size) (value float64, details string)
}

// questions are the kinds of interactions that ask the worker, each with the figures that it
// is measured by.
var questions = []struct {
	name  string
	kinds []string
}{
	{"filter", []string{"filter"}},
	{"group", []string{"group"}},
	{"sort", []string{"sort"}},
	{"open", []string{"open early", "open middle", "open late"}},
}

var bars = []bar{
	{"page, wall : the build before", 0.5, "", func(s, _ *size) (float64, string) {
		return part(s.page.least(wall), s.before.least(wall)), ""
	}},
	{"page, processor time : the same", 0.65, "", func(s, _ *size) (float64, string) {
		return part(s.page.least(processor), s.before.least(processor)), ""
	}},
	{"page : unpack and pipelines", 0.5, "", func(s, _ *size) (float64, string) {
		return part(s.page.load().Seconds(), s.today().Seconds()), ""
	}},
	{"page : `gzip -dc`", 2.5, "", func(s, _ *size) (float64, string) {
		return part(s.page.load().Seconds(), least(s.floor).Seconds()), ""
	}},
	{"`spoolscope summary` : `gzip -dc`", 0.7, "", func(s, _ *size) (float64, string) {
		return part(least(s.summary).Seconds(), least(s.floor).Seconds()), ""
	}},
	{"longest task of the page during a load", 50, " ms", func(s, _ *size) (float64, string) {
		if len(s.page.Loads) == 0 {
			return 0, ""
		}
		return max(s.page.least(longest), 49), "" // the browser does not report shorter ones
	}},
	{"longest task of the page, processor time, of either queue", 50, " ms", func(s, big *size) (float64, string) {
		return s.costliest(big, func(t tasks) float64 { return t.Longest })
	}},
	{"worker's processor time for a view, of either queue", 150, " ms", func(s, big *size) (float64, string) {
		return s.costliest(big, func(t tasks) float64 {
			if t.Action == "load" {
				return 0
			}
			return t.Worker
		})
	}},
	{"filter, group, sort, open: worker's share p95 : the build before", 0.4, "", func(s, _ *size) (float64, string) {
		return worst(0.95, &s.page, &s.before)
	}},
	{"frame while scrolling, p95 : a plain list's", 1.2, "", func(s, _ *size) (float64, string) {
		return part(at(s.page.Frames, 0.95), at(s.page.Plain, 0.95)), ""
	}},
	{"Firefox and WebKit, load : Chromium's", 2, "", func(s, _ *size) (most float64, details string) {
		var each []string
		for _, e := range s.engines {
			if r := part(e.least(wall), s.page.least(wall)); r > 0 {
				most = max(most, r)
				each = append(each, fmt.Sprintf("%s %.2f", e.Browser, r))
			}
		}
		return most, strings.Join(each, ", ")
	}},
	{"four processors reported : the real number", 1.1, "", func(s, _ *size) (float64, string) {
		most, details := worst(0.5, &s.four, &s.page)
		load := part(s.four.least(wall), s.page.least(wall))
		return max(most, load), strings.TrimSuffix(fmt.Sprintf("load %.2f, %s", load, details), ", ")
	}},
	{"load of the big queue : of the small one", 11, "", func(s, big *size) (float64, string) {
		if big == nil {
			return 0, ""
		}
		return part(big.page.least(wall), s.page.least(wall)), ""
	}},
	{"big queue: peak memory of all wasm", 1000, " MB", func(_, big *size) (float64, string) {
		if big == nil {
			return 0, ""
		}
		return float64(big.page.most(wasm)) / 1e6, fmt.Sprintf("worker at the end %s", megabytes(big.page.most(workerMemory)))
	}},
	{"big queue: filter, worker's share, p95", 200, " ms", func(_, big *size) (float64, string) { return ofBig(big, "filter") }},
	{"big queue: first sort, worker's share, p95", 200, " ms", func(_, big *size) (float64, string) { return ofBig(big, "first sort") }},
}

// costliest returns the highest figure of the actions with either queue, and the action
// that has it.
func (s *size) costliest(big *size, figure func(tasks) float64) (most float64, what string) {
	for _, of := range []*size{s, big} {
		if of == nil {
			continue
		}
		for _, t := range of.page.Tasks {
			if f := figure(t); f > most {
				most, what = f, t.Action+", "+words.Number(of.messages)+" messages"
			}
		}
	}
	return most, what
}

func ofBig(big *size, kind string) (float64, string) {
	if big == nil {
		return 0, ""
	}
	return big.page.share(0.95, kind), fmt.Sprintf("median %.0f", big.page.share(0.5, kind))
}

// worst compares a quantile of the worker's share in two measurements of the page: it returns the
// highest ratio, and all of them.
func worst(q float64, now, before *page) (most float64, details string) {
	var each []string
	for _, question := range questions {
		if r := part(now.share(q, question.kinds...), before.share(q, question.kinds...)); r > 0 {
			most = max(most, r)
			each = append(each, fmt.Sprintf("%s %.2f", question.name, r))
		}
	}
	return most, strings.Join(each, ", ")
}

// part returns a : b, 0 if either was not measured.
func part(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// judge returns the line of a bar in the table of targets.
func (b *bar) judge(small, big *size) []string {
	value, details := b.figure(small, big)
	show := func(v float64) string {
		if b.unit == "" {
			return fmt.Sprintf("%.2f", v)
		}
		return fmt.Sprintf("%.0f%s", v, b.unit)
	}
	line := []string{b.what, show(b.most), show(value), "met", details}
	switch {
	case value == 0:
		line[2], line[3] = "–", "not measured"
	case value > b.most:
		line[3] = "**missed**"
	}
	return line
}
