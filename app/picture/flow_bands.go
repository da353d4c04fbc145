package picture

import (
	"cmp"
	"slices"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// bands joins the marks of two columns. At either end the bands of a mark share
// its height in the order of the other column, so that none cross there.
func bands(list []protocol.FlowBand, left, right []Mark) []Band {
	out := make([]Band, len(list))
	for i, b := range list {
		out[i] = Band{From: b.From, To: b.To}
	}
	place := func(marks []Mark, end func(*protocol.FlowBand) (at, order int), set func(b *Band, y, h float64)) {
		byMark := make([][]int, len(marks))
		for i := range list {
			if at, _ := end(&list[i]); list[i].Count > 0 {
				byMark[at] = append(byMark[at], i)
			}
		}
		for at, of := range byMark {
			slices.SortStableFunc(of, func(a, b int) int {
				_, x := end(&list[a])
				_, y := end(&list[b])
				return cmp.Compare(x, y)
			})
			counts := make([]int, len(of))
			for k, i := range of {
				counts[k] = list[i].Count
			}
			y := marks[at].Y
			for k, h := range share(marks[at].H, counts) {
				set(&out[of[k]], y, h)
				y += h
			}
		}
	}
	place(left, func(b *protocol.FlowBand) (int, int) { return b.From, b.To }, func(b *Band, y, h float64) { b.Y1, b.H1 = y, h })
	place(right, func(b *protocol.FlowBand) (int, int) { return b.To, b.From }, func(b *Band, y, h float64) { b.Y2, b.H2 = y, h })
	return out
}

// BandsAt returns the bands with messages that meet the n-th one at its left or its
// right end, from the highest to the lowest.
func BandsAt(list []protocol.FlowBand, n int, left bool) []int {
	var out []int
	order := func(i int) int { return list[i].From }
	for i := range list {
		b := &list[i]
		if b.Count > 0 && (left && b.From == list[n].From || !left && b.To == list[n].To) {
			out = append(out, i)
		}
	}
	if left {
		order = func(i int) int { return list[i].To }
	}
	slices.SortStableFunc(out, func(a, b int) int { return cmp.Compare(order(a), order(b)) })
	return out
}

// share divides a height by counts, each part at least 1 px where there is room
// for that.
func share(height float64, counts []int) []float64 {
	least := min(1, height/float64(max(1, len(counts))))
	out := make([]float64, len(counts))
	rest, n := height, 0
	for _, c := range counts {
		n += c
	}
	// Parts that are raised to the minimum take from the others, which may fall below it.
	for again := true; again && n > 0; {
		again = false
		for i, c := range counts {
			if out[i] == 0 && rest*float64(c)/float64(n) < least {
				out[i], again = least, true
				rest -= least
				n -= c
				break
			}
		}
	}
	for i, c := range counts {
		if out[i] == 0 && n > 0 {
			out[i] = rest * float64(c) / float64(n)
		}
	}
	return out
}
