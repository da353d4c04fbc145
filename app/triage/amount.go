package triage

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/app/filter"
)

// units are the factors of units by the letters after a number.
type units map[string]int64

// The units of ages, in seconds, and of sizes, in bytes. K, M and G are those
// of ls -h and df -h: multiples of 1024.
var (
	ageUnits   = units{"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}
	sizeUnits  = units{"": 1, "b": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
	plainUnits = units{"": 1}
)

// amounts is the range of numbers that a comparison selects, both ends
// included.
type amounts struct{ from, to int64 }

func (a amounts) has(n int64) bool { return a.from <= n && n <= a.to }

// parseAmounts reads ">2d", ">=", "<", "<=", "1h..6h", "1h..", "..6h" and "3".
func parseAmounts(text string, u units) (amounts, error) {
	a := amounts{math.MinInt64, math.MaxInt64}
	if from, to, ok := strings.Cut(text, ".."); ok && text != ".." {
		var err error
		if from != "" {
			a.from, err = u.parse(from)
		}
		if to != "" && err == nil {
			a.to, err = u.parse(to)
		}
		if err == nil && a.from > a.to {
			err = fmt.Errorf("the range %s ends before it begins", text)
		}
		return a, err
	}
	number := strings.TrimLeft(text, "<>=")
	op := text[:len(text)-len(number)]
	n, err := u.parse(number)
	if err != nil {
		return a, err
	}
	switch op {
	case ">":
		a.from = n + 1
	case ">=":
		a.from = n
	case "<":
		a.to = n - 1
	case "<=":
		a.to = n
	case "", "=":
		a.from, a.to = n, n
	default:
		return a, fmt.Errorf("%q is not a comparison; use one of > >= < <= and 1..5", op)
	}
	return a, nil
}

// parse reads numbers with units, such as 1d12h, and returns their sum.
func (u units) parse(text string) (int64, error) {
	var sum int64
	for rest := text; rest != "" || text == ""; {
		digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		unit := strings.TrimLeft(rest[digits:], "abcdefghijklmnopqrstuvwxyz")
		name := rest[digits : len(rest)-len(unit)]
		n, err := strconv.ParseInt(rest[:digits], 10, 64)
		scale, ok := u[name]
		if digits == 0 || !ok || err == nil && sum > math.MaxInt64/2 {
			return 0, fmt.Errorf("%q is not a number%s", text, u.hint())
		}
		if err != nil || n > math.MaxInt64/4/scale {
			return 0, fmt.Errorf("%q is too large", text)
		}
		sum += n * scale
		rest = unit
	}
	return sum, nil
}

func (u units) hint() string {
	switch {
	case u["h"] > 0:
		return " with a unit s, m, h, d or w"
	case u["k"] > 0:
		return ", with a unit k, M or G where it has one"
	}
	return ""
}

// ParseAge reads an age such as 90m or 1d12h, in seconds.
func ParseAge(text string) (int64, error) { return ageUnits.parse(text) }

// AgeTerm compares ages with a number of seconds by op.
func AgeTerm(op string, seconds int64) *filter.Node { return filter.Word("age", op+age(seconds)) }

// AgeRange selects ages above a number of seconds and up to another.
func AgeRange(above, to int64) *filter.Node {
	// Both ends of a range belong to it.
	return filter.Word("age", age(above)+"1s.."+age(to))
}

// age formats seconds in the largest unit that is exact.
func age(seconds int64) string {
	for _, u := range []string{"w", "d", "h", "m"} {
		if n := ageUnits[u]; seconds >= n && seconds%n == 0 {
			return strconv.FormatInt(seconds/n, 10) + u
		}
	}
	return strconv.FormatInt(seconds, 10) + "s"
}

// Age returns a message's age at the capture in seconds, -1 if unknown. A
// message created after the capture is 0 seconds old.
func (x *Index) Age(i int32) int64 { return x.Queue.Age(x.Queue.Created[i]) }

// amount makes the test of a number for which -1 means unknown.
func amount(v value, u units, of func(i int32) int64) (test, error) {
	if v.Is("none") {
		return cheap(func(i int32) bool { return of(i) < 0 }), nil
	}
	a, err := parseAmounts(strings.ToLower(v.Value()), u)
	if err != nil {
		return test{}, err
	}
	return cheap(func(i int32) bool {
		n := of(i)
		return n >= 0 && a.has(n)
	}), nil
}
