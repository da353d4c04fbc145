package chrome

import (
	"time"

	"github.com/chromedp/cdproto/systeminfo"
)

// ProcessorTime returns how much time of processors the processes of the browser that
// run now have taken.
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
