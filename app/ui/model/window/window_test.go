package window

import "testing"

func TestWindowAt(t *testing.T) {
	for _, tc := range []struct {
		name              string
		rows, top, height int
		want              Window
	}{
		{"no rows", 0, 0, 600, Window{}},
		{"all fit", 5, 0, 600, Window{0, 5, 0, 5, 0, 0}},
		{"at the top", 1000, 0, 630, Window{0, 31, 0, 21, 0, 969 * 30}},
		{"in the middle", 1000, 15000, 630, Window{490, 531, 500, 521, 490 * 30, 469 * 30}},
		{"half a row", 1000, 15015, 630, Window{490, 531, 500, 521, 490 * 30, 469 * 30}},
		{"at the end", 1000, 29400, 630, Window{970, 1000, 980, 1000, 970 * 30, 0}},
		{"past the end", 1000, 99999, 630, Window{970, 1000, 980, 1000, 970 * 30, 0}},
		{"height unknown", 1000, 0, 0, Window{0, 12, 0, 2, 0, 988 * 30}},
		{"a million, at the top", 1_000_000, 0, 630, Window{0, 31, 0, 21, 0, MaxHeight - 31*30}},
		{"a million, at the end", 1_000_000, MaxHeight, 630, Window{999970, 1_000_000, 999980, 1_000_000, MaxHeight - 30*30, 0}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := OneLine.WindowAt(tc.rows, tc.top, tc.height); got != tc.want {
				t.Errorf("windowAt(%d, %d, %d) = %+v, want %+v", tc.rows, tc.top, tc.height, got, tc.want)
			}
		})
	}
}

// Whatever the position, the empty rows and the drawn ones add up to the
// content, and what the viewport shows is drawn.
func TestWindowAtCovers(t *testing.T) {
	for _, shape := range []Shape{OneLine, TwoLines} {
		for _, rows := range []int{1, 19, 20, 41, 192_307, 192_308, 333_333, 333_334, 340_000, 1_000_000, 5_000_000} {
			for _, height := range []int{60, 630, 1400} {
				last := shape.maxTop(rows, height)
				for i := 0; i <= 997; i++ {
					top := i
					if i > 300 {
						top = int(float64(last) * float64(i-300) / 697)
					}
					top = min(top, last)
					w := shape.WindowAt(rows, top, height)
					if w.Above < 0 || w.Below < 0 {
						t.Fatalf("%+v.windowAt(%d, %d, %d) = %+v, want no negative height", shape, rows, top, height, w)
					}
					if sum := w.Above + w.Below + (w.End-w.First)*shape.Row; sum != shape.contentHeight(rows) {
						t.Fatalf("%+v.windowAt(%d, %d, %d) = %+v, heights add up to %d, want %d", shape, rows, top, height, w, sum, shape.contentHeight(rows))
					}
					if w.Above > top {
						t.Fatalf("%+v.windowAt(%d, %d, %d) = %+v, a gap above the first row seen", shape, rows, top, height, w)
					}
					if end := w.Above + (w.End-w.First)*shape.Row; end < min(top+height-shape.head, shape.contentHeight(rows)) {
						t.Fatalf("%+v.windowAt(%d, %d, %d) = %+v, a gap below the last row seen", shape, rows, top, height, w)
					}
				}
			}
		}
	}
}

// Every row can be reached, scaled or not.
func TestTopFor(t *testing.T) {
	const height = 630
	for _, shape := range []Shape{OneLine, TwoLines} {
		for _, rows := range []int{10, 1000, 333_334, 1_000_000} {
			top := 0
			for i := 0; i < 2000; i++ {
				n := int(uint32(i) * 2654435761 % uint32(rows))
				if i < 3 {
					n = []int{0, rows - 1, rows / 2}[i]
				}
				to, move := shape.TopFor(n, rows, top, height)
				if !move && to != top {
					t.Fatalf("%+v.topFor(%d, %d, %d, %d) = %d, false: it moves", shape, n, rows, top, height, to)
				}
				top = to
				w := shape.WindowAt(rows, top, height)
				if n < w.First || n >= w.End || n < w.Seen-1 || n > w.Until {
					t.Fatalf("%+v.topFor(%d, %d) = %d, which shows %+v", shape, n, rows, top, w)
				}
			}
		}
	}
}

func TestVirtualTopIsExactBelowTheCap(t *testing.T) {
	for _, top := range []int{0, 1, 29, 30, 9_999_000} {
		if got := OneLine.virtualTop(333_333, top, 630); got != top {
			t.Errorf("virtualTop(333333, %d) = %d, want the same", top, got)
		}
	}
	if got, want := OneLine.virtualTop(1_000_000, OneLine.maxTop(1_000_000, 630), 630), 30_000_000+OneLine.head-630; got != want {
		t.Errorf("virtualTop(end of a million) = %d, want %d", got, want)
	}
}
