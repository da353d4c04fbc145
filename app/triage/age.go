package triage

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// ageUnits are the units of an age, in seconds.
var ageUnits = map[byte]int64{'s': 1, 'm': 60, 'h': 3600, 'd': 86400, 'w': 7 * 86400}

// ageTest is a comparison of ages such as ">2d": an operator (>, >=, <, <=) and
// a whole number with a unit.
type ageTest struct {
	op      string
	seconds int64
}

func parseAge(v string) (ageTest, error) {
	rest := strings.TrimLeft(v, "<>=")
	t := ageTest{op: v[:len(v)-len(rest)]}
	switch t.op {
	case ">", ">=", "<", "<=":
	default:
		return t, fmt.Errorf("%q is no comparison of ages, such as >2d or <=4h", v)
	}
	if len(rest) >= 2 && ageUnits[rest[len(rest)-1]] > 0 {
		n, err := strconv.ParseInt(rest[:len(rest)-1], 10, 32)
		if err == nil && n >= 0 {
			t.seconds = n * ageUnits[rest[len(rest)-1]]
			return t, nil
		}
	}
	return t, fmt.Errorf("%q is no age, such as 20m, 4h or 2d", rest)
}

func (t ageTest) holds(age int64) bool {
	switch t.op {
	case ">":
		return age > t.seconds
	case ">=":
		return age >= t.seconds
	case "<":
		return age < t.seconds
	}
	return age <= t.seconds
}

// AgeToken writes a comparison of ages in the largest unit that is exact.
func AgeToken(op string, seconds int64) string {
	for _, u := range []byte("wdhm") {
		if n := ageUnits[u]; seconds >= n && seconds%n == 0 {
			return "age:" + op + strconv.FormatInt(seconds/n, 10) + string(u)
		}
	}
	return "age:" + op + strconv.FormatInt(seconds, 10) + "s"
}

// Age is a message's age at the capture in seconds, -1 unknown. What was made
// after the capture is 0 old.
func (x *Index) Age(i int32) int64 {
	c := x.Queue.Created[i]
	if c == queue.NoNumber || x.Queue.Taken == 0 {
		return -1
	}
	return max(x.Queue.Taken-c, 0)
}

// age compares; a message of unknown age does not match.
func (x *Index) age(v string) test {
	t, _ := parseAge(v)
	return func(i int32) bool {
		a := x.Age(i)
		return a >= 0 && t.holds(a)
	}
}
