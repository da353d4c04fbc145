package words

import (
	"strconv"

	"github.com/spoolscope/spoolscope/parser/count"
)

// NBSP is the no-break space between a number and its unit.
const NBSP = "\u00a0"

type integer interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint8 | ~uint16 | ~uint32
}

// Number writes a whole number with thousands separators: "-1,234,567".
func Number[T integer](n T) string { return count.Text(int64(n)) }

// Short writes a count for a narrow column: above 99,999 it is "123 K" or
// "1.2 M". The whole number belongs in the title of the cell.
func Short(n int) string {
	switch {
	case n <= 99_999:
		return Number(n)
	case n < 999_500:
		return Number((n+500)/1000) + NBSP + "K"
	}
	return OneDigit(float64(n)/1e6) + NBSP + "M"
}

// Plural writes a count with its noun: "1 message", "3,412 messages".
func Plural[T integer](n T, one, many string) string { return count.Of(int64(n), one, many) }

// OneDigit writes a number with one digit after the point: "1.2".
func OneDigit(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

// WholePercent is Percent without digits after the point: "62%".
func WholePercent(n, of int) string {
	if of <= 0 {
		return "0%"
	}
	return strconv.Itoa(100*n/of) + "%"
}

// Percent writes n as a share of a whole: "62.1%". Of nothing it is "0%".
func Percent(n, of int) string {
	if of <= 0 {
		return "0%"
	}
	return OneDigit(100*float64(n)/float64(of)) + "%"
}
