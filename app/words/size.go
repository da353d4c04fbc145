package words

import (
	"math"
	"strconv"
)

// Size writes a number of bytes in units of 1024, as ls -h and du -h do:
// "812 B", "4.1 KB", "182 MB". A negative number is "unknown".
func Size(bytes int64) string {
	switch {
	case bytes < 0:
		return "unknown"
	case bytes < 1024:
		return Number(bytes) + NBSP + "B"
	}
	const units = "KMGT"
	v, unit := float64(bytes)/1024, 0
	for ; v >= 1023.5 && unit < len(units)-1; unit++ {
		v /= 1024
	}
	digits := 0
	if v < 99.95 && math.Abs(v-math.Round(v)) >= .05 {
		digits = 1
	}
	return strconv.FormatFloat(v, 'f', digits, 64) + NBSP + units[unit:unit+1] + "B"
}
