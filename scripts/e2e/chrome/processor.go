package chrome

import (
	"time"

	"github.com/chromedp/cdproto/systeminfo"
)

// ProcessorTime returns the processor time of the browser's processes that are
// running now.
func (b *Browser) ProcessorTime() (time.Duration, error) {
	processes, err := systeminfo.GetProcessInfo().Do(b.executor())
	if err != nil {
		return 0, err
	}
	seconds := 0.0
	for _, p := range processes {
		seconds += p.CPUTime
	}
	return time.Duration(seconds * float64(time.Second)), nil
}
