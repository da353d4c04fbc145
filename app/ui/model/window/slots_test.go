package window

import "testing"

// Each row of a window has one slot, and keeps it while the list scrolls.
func TestSlots(t *testing.T) {
	for _, shape := range []Shape{OneLine, TwoLines} {
		for _, rows := range []int{1, 19, 41, 1000, 1_000_000} {
			for _, height := range []int{0, 60, 630, 1400} {
				slots := shape.Slots(height)
				before := map[int]int{}
				for top := 0; top <= min(2000, shape.maxTop(rows, height)); top += 40 {
					w := shape.WindowAt(rows, top, height)
					now := map[int]int{}
					for slot := range slots {
						if n, ok := w.RowIn(slot, slots); ok {
							now[n] = slot
						}
					}
					for n := w.First; n < w.End; n++ {
						slot, ok := now[n]
						if was, drawn := before[n]; !ok || drawn && was != slot {
							t.Fatalf("%+v, %d rows, %d px high, at %d: row %d is in slot %d (%v), was in %d (%v)", shape, rows, height, top, n, slot, ok, was, drawn)
						}
					}
					if len(now) != w.End-w.First {
						t.Fatalf("%+v, %d rows, %d px high, at %d: %d slots are used for %+v", shape, rows, height, top, len(now), w)
					}
					before = now
				}
			}
		}
	}
}
