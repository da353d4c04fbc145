package main

import "fmt"

// bar is a target for a figure.
type bar struct {
	what, limit string
	size        int
	most        float64
	figure      func(s *size, all []*size) (value float64, known bool)
	unit        string
}

const (
	hundredThousand = 100_000
	million         = 1_000_000
)

var bars = []bar{
	{"100,000: page, drop to overview : unpack and pipelines", "0.25", hundredThousand, 0.25, func(s *size, _ []*size) (float64, bool) {
		return s.load().Seconds() / s.today().Seconds(), s.today() > 0
	}, ""},
	{"100,000: page, drop to overview : gzip", "2.5", hundredThousand, 2.5, func(s *size, _ []*size) (float64, bool) {
		return s.load().Seconds() / least(s.floor).Seconds(), true
	}, ""},
	{"100,000: `spoolscope summary` : gzip", "1.5", hundredThousand, 1.5, func(s *size, _ []*size) (float64, bool) {
		return least(s.summary).Seconds() / least(s.floor).Seconds(), true
	}, ""},
	{"100,000: longest task during the load", "50 ms", hundredThousand, 50, func(s *size, _ []*size) (float64, bool) { return s.longest(), true }, " ms"},
	{"100,000: filter, p95", "50 ms", hundredThousand, 50, slowest("filter"), " ms"},
	{"100,000: group, p95", "50 ms", hundredThousand, 50, slowest("group"), " ms"},
	{"100,000: sort, p95", "50 ms", hundredThousand, 50, slowest("sort"), " ms"},
	{"100,000: open, p95 of the slowest place", "50 ms", hundredThousand, 50, slowest("open early", "open middle", "open late"), " ms"},
	{"1,000,000 : 100,000, drop to overview", "11", million, 11, func(s *size, all []*size) (float64, bool) {
		for _, small := range all {
			if small.messages == hundredThousand {
				return s.load().Seconds() / small.load().Seconds(), true
			}
		}
		return 0, false
	}, ""},
	{"1,000,000: memory of the worker's WebAssembly", "1,000 MB", million, 1000, func(s *size, _ []*size) (float64, bool) { return float64(s.worker()) / 1e6, true }, " MB"},
	{"1,000,000: filter, p95", "150 ms", million, 150, slowest("filter"), " ms"},
	{"1,000,000: frame while scrolling, p95", "20 ms", million, 20, func(s *size, _ []*size) (float64, bool) {
		return at(s.page.Frames, 0.95), len(s.page.Frames) > 0
	}, " ms"},
}

// slowest returns the highest p95 of some kinds of interaction.
func slowest(kinds ...string) func(*size, []*size) (float64, bool) {
	return func(s *size, _ []*size) (ms float64, known bool) {
		for _, kind := range kinds {
			if of := s.page.Interactions[kind]; len(of) > 0 {
				ms, known = max(ms, quantile(of, 0.95, painted)), true
			}
		}
		return ms, known
	}
}

// judge compares a target with the measurements; known reports whether there is a
// measurement.
func (b *bar) judge(all []*size) (value string, ok, known bool) {
	for _, s := range all {
		if s.messages == b.size {
			v, known := b.figure(s, all)
			digits := 0
			if b.unit == "" {
				digits = 2
			}
			return fmt.Sprintf("%.*f%s", digits, v, b.unit), v <= b.most, known
		}
	}
	return "", false, false
}
