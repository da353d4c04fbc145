package main

import (
	"strings"
	"testing"
	"time"
)

func sample(n int, load float64) *size {
	s := &size{
		messages: n, packed: 11_000_000, unpacked: 49_000_000,
		floor:     []timing{{took: 2 * time.Second}, {took: time.Second, processor: time.Second}},
		unpack:    []timing{{took: 5 * time.Second}, {took: 9 * time.Second}},
		pipelines: []timing{{took: 6 * time.Second}, {took: time.Second}},
		summary:   []timing{{took: 1500 * time.Millisecond, peak: 200_000_000}},
		page: page{
			Loads:   []drop{{Time: load, Longest: 70, Worker: 1_200_000_000, Parts: map[string]float64{"browser": 500, "workers": 2500, "graphics": 20}}},
			Browser: "Chromium/1", Frames: []float64{16, 17, 18, 40},
			Interactions: map[string][]interaction{"filter": {{1, 2, 30, 0}, {2, 3, 60, 70}}, "open late": {{1, 2, 20, 0}}},
		},
	}
	return s
}

func TestMarkdown(t *testing.T) {
	text := markdown([]fact{{"Commit", "abc"}}, []*size{sample(100_000, 2000), sample(1_000_000, 30_000)})
	for _, want := range []string{
		"- Commit: abc\n- Browser: Chromium/1\n",
		"| Messages | 100,000 | 1,000,000 |",
		"| (1) `gzip -dc \\| wc -c` | 1.00 s | 1.00 s |",
		"| (2) unpack and the three pipelines of the sysadmin's guide | 10.00 s | 10.00 s |", // the best pair, not the best halves
		"| (4) : (1) | 2.00 | 30.00 |",
		"| of it (4), by thread and process | workers 2.50, browser 0.50, graphics 0.02 s |",
		"| filter | 30 / **60** (worker 2, drawn 3) | 30 / **60** (worker 2, drawn 3) |",
		"| 100,000: page, drop to overview : unpack and pipelines | 0.25 | 0.20 | met |",
		"| 100,000: filter, p95 | 50 ms | 60 ms | **missed** |",
		"| 1,000,000 : 100,000, drop to overview | 11 | 15.00 | **missed** |",
		"| 1,000,000: memory of the worker's WebAssembly | 1,000 MB | 1200 MB | **missed** |",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the report lacks %q", want)
		}
	}
	if t.Failed() {
		t.Log(text)
	}
}

func TestMarkdownSystems(t *testing.T) {
	postfix := sample(100_000, 0)
	postfix.unpacked, postfix.summary[0].processor = 200_000_000, 4*time.Second
	text := markdownSystems([]fact{{"Commit", "abc"}}, []*size{sample(100_000, 0), postfix, sample(100_000, 0)})
	for _, want := range []string{
		"- Commit: abc\n",
		"| 100,000 messages | sendmail | Postfix | Exim |",
		"| Archive, unpacked | 11 MB, 49 MB | 11 MB, 200 MB | 11 MB, 49 MB |",
		"| (2) unpack and the three pipelines, `qshape` or `exiqsumm` | 10.00 s | 10.00 s | 10.00 s |",
		"| the same of (3) for 100 MB unpacked | 0.00 s | 2.00 s | 0.00 s |",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the report lacks %q:\n%s", want, text)
		}
	}
}

// A target without a measurement is neither met nor missed.
func TestMarkdownOfSmallQueue(t *testing.T) {
	if text := markdown(nil, []*size{sample(10_000, 300)}); strings.Contains(text, "met") && strings.Contains(text, "Targets") {
		t.Errorf("bars of 100,000 are judged by 10,000 messages:\n%s", text)
	}
}

func TestQuantile(t *testing.T) {
	for _, tc := range []struct {
		name   string
		values []float64
		q      float64
		want   float64
	}{
		{"none", nil, 0.5, 0},
		{"one", []float64{7}, 0.95, 7},
		{"median of four", []float64{4, 1, 3, 2}, 0.5, 2},
		{"p95 of twenty", []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20}, 0.95, 19},
		{"largest", []float64{1, 9, 3}, 1, 9},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := at(tc.values, tc.q); got != tc.want {
				t.Errorf("at(%v, %v) = %v, want %v", tc.values, tc.q, got, tc.want)
			}
		})
	}
}
