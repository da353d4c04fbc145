package triage

import (
	"slices"
	"testing"
)

func TestDistinct(t *testing.T) {
	many := make([]int, 0, 300_000)
	for k := range cap(many) {
		many = append(many, k%200_000)
	}
	for _, tt := range []struct {
		name string
		list []int
		want int // 0 to want-1
	}{
		{"none", nil, 0},
		{"few", []int{0, 0, 1, 0, 2, 1}, 3},
		{"many", many, 200_000},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := Distinct(slices.Clone(tt.list))
			if len(got) != tt.want || !slices.IsSorted(got) {
				t.Errorf("%d values, want %d, in order: %v", len(got), tt.want, slices.IsSorted(got))
			}
		})
	}
}
