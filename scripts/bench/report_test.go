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
			Loads:   []drop{{Time: load, Processor: load, Longest: 70, Worker: 1_100_000_000, Wasm: 1_200_000_000, Parts: map[string]float64{"browser": 500, "workers": 2500, "graphics": 20}}},
			Tasks:   []tasks{{"load", 40, 9000}, {"first opening of Messages", 51.4, 12}},
			Browser: "Chromium/1", Frames: []float64{16, 17, 18, 40},
			Interactions: map[string][]interaction{"filter": {{1, 2, 30, 0}, {2, 3, 60, 70}}, "open late": {{1, 2, 20, 0}}},
		},
		before: page{Loads: []drop{{Time: 4 * load, Processor: 2 * load}}, Interactions: map[string][]interaction{"filter": {{4, 5, 90, 0}}}},
	}
	return s
}

func TestMarkdown(t *testing.T) {
	small := sample(100_000, 2000)
	small.engines = []page{{Browser: "Firefox/1", Loads: []drop{{Time: 5000}}}, {Browser: "webkit"}}
	text := markdown([]fact{{"Commit", "abc"}}, []*size{small, sample(1_000_000, 30_000)}, []string{"webkit"})
	for _, want := range []string{
		"- Commit: abc\n- Browser: Chromium/1\n- Not measured, as they failed: webkit\n",
		"| Messages | 100,000 | 1,000,000 |",
		"| (1) `gzip -dc \\| wc -c` | 1.00 s | 1.00 s |",
		"| (2) unpack and the three pipelines of the sysadmin's guide | 10.00 s | 10.00 s |", // the best pair, not the best half of each
		"| (4) : (1) | 2.00 | 30.00 |",
		"| of (4), by thread and process | workers 2.50, browser 0.50, graphics 0.02 s |",
		"| page in other browsers, one load each | Firefox/1 5.00 s | – |",
		"| filter | 30 / **60** (worker 2, drawn 3); before 90 / 90 (worker 4) |",
		"| page, wall : the build before | 0.50 | 0.25 | met |",
		"| page, processor time : the same | 0.65 | 0.50 | met |",
		"| page : unpack and pipelines | 0.50 | 0.20 | met |",
		"| longest task of the page during a load | 50 ms | 70 ms | **missed** |",
		"| longest task of the page, processor time, of either queue | 50 ms | 51 ms | **missed** | first opening of Messages, 100,000 messages |",
		"| worker's processor time for a view, of either queue | 150 ms | 12 ms | met |",
		"| load | 40 | 40 |\n| first opening of Messages | 51 (worker 12) | 51 (worker 12) |",
		"| filter, group, sort, open: worker's share p95 : the build before | 0.40 | 0.50 | **missed** | filter 0.50 |",
		"| Firefox and WebKit, load : Chromium's | 2.00 | 2.50 | **missed** | Firefox/1 2.50 |",
		"| four processors reported : the real number | 1.10 | – | not measured |",
		"| load of the big queue : of the small one | 11.00 | 15.00 | **missed** |",
		"| big queue: peak memory of all wasm | 1000 MB | 1200 MB | **missed** | worker at the end 1100 MB |",
		"| big queue: filter, worker's share, p95 | 200 ms | 2 ms | met |",
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
		"| processor time of (3) for each 100 MB unpacked | 0.00 s | 2.00 s | 0.00 s |",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the report lacks %q:\n%s", want, text)
		}
	}
}

// A target without a measurement is neither met nor missed.
func TestMarkdownOfSmallQueue(t *testing.T) {
	if text := markdown(nil, []*size{sample(10_000, 300)}, nil); !strings.Contains(text, "| big queue: peak memory of all wasm | 1000 MB | – | not measured |") {
		t.Errorf("bars of a big queue are judged without one:\n%s", text)
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
