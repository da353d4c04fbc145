package main

import "math/bits"

// dice is the random number generator for one thing. It is SplitMix64 (Steele,
// Lea and Flood, OOPSLA 2014): tiny, and the same with every version of Go.
type dice struct{ state uint64 }

// roll makes the dice for thing i of a sort.
func roll(seed, sort, i uint64) dice {
	d := dice{seed ^ sort*0xd1342543de82ef95}
	d.state ^= d.next() + i*0x9e3779b97f4a7c15
	d.next()
	return d
}

func (d *dice) next() uint64 {
	d.state += 0x9e3779b97f4a7c15
	z := d.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// n returns a number from 0 to n-1.
func (d *dice) n(n int) int {
	high, _ := bits.Mul64(d.next(), uint64(n))
	return int(high)
}

// in returns a number from a to b, inclusive.
func (d *dice) in(a, b int) int { return a + d.n(b-a+1) }

// share returns a number from 0 up to, but not including, 1.
func (d *dice) share() float64 { return float64(d.next()>>11) / (1 << 53) }

// chance returns true p times in 1,000.
func (d *dice) chance(p int) bool { return d.n(1000) < p }

// bell returns a number with mean 0 and deviation 1, close enough to a normal
// one (Irwin-Hall with twelve terms).
func (d *dice) bell() float64 {
	sum := -6.0
	for range 12 {
		sum += d.share()
	}
	return sum
}

func pick[T any](d *dice, of []T) T { return of[d.n(len(of))] }
