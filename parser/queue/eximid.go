package queue

// The forms of Exim's message ids, by their length (formats/exim.md §1.3).
const (
	EraExim16 = "16 characters" // up to 4.96: 1qlgf8-0005H9-0n
	EraExim23 = "23 characters" // from 4.97 on: 1uafSI-000000001vE-0U6S
)

// eximDigits are the digits of Exim's ids, in order of their values.
const eximDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// eximForms are the numbers of digits of time, process and fraction of a second.
var eximForms = [...]struct {
	era                     string
	seconds, process, split int
}{{EraExim16, 6, 6, 2}, {EraExim23, 6, 11, 4}}

// eximValues are the values of the digits, -1 of other characters. Ids are looked for in every name
// and every line, so this is a table.
var eximValues = func() (values [256]int8) {
	for i := range values {
		values[i] = -1
	}
	for i := range len(eximDigits) {
		values[eximDigits[i]] = int8(i)
	}
	return values
}()

// DecodeEximID reads a message id of Exim: when the message arrived, and the process that
// received it. A clock that was set while Exim ran makes the time wrong. It reports false for
// what is not an id (formats/exim.md §1.3).
func DecodeEximID(id string) (IDInfo, bool) {
	for _, f := range eximForms {
		first, second := f.seconds, f.seconds+1+f.process
		if len(id) != second+1+f.split || id[first] != '-' || id[second] != '-' {
			continue
		}
		seconds, okTime := eximNumber(id[:first])
		process, okProcess := eximNumber(id[first+1 : second])
		_, okSplit := eximNumber(id[second+1:])
		if !okTime || !okProcess || !okSplit {
			return IDInfo{}, false
		}
		return IDInfo{Era: f.era, Time: seconds, Hour: -1, Seq: id[second+1:], PID: int(process)}, true
	}
	return IDInfo{}, false
}

// eximNumber reads digits, the most significant first. It reports false for other characters,
// and for a number larger than a process id can be.
func eximNumber(s string) (n int64, ok bool) {
	const most = 1 << 48
	for i := range len(s) {
		d := eximValues[s[i]]
		if d < 0 || n > most {
			return 0, false
		}
		n = n*int64(len(eximDigits)) + int64(d)
	}
	return n, true
}
