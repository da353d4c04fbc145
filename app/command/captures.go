package command

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
)

// everyCapture is a limit that no number of captures reaches.
const everyCapture = 1 << 20

// openCapture loads paths; if they hold several captures, it shows the one that
// which names: its number, the oldest being 1, or a time. "" is the newest.
func (c *client) openCapture(paths []string, which string) error {
	c.files.again = which != ""
	req, err := c.refer(paths)
	if err == nil {
		err = c.choose(&req, which)
	}
	if err != nil {
		return err
	}
	return c.load(req)
}

// choose puts the capture that which names into a request. It reads the sources
// to find it. "" leaves the request unchanged.
func (c *client) choose(req *protocol.OpenRequest, which string) error {
	if which == "" {
		return nil
	}
	if err := c.read(*req); err != nil {
		return err
	}
	found, err := findCapture(c.loaded.Archive, which)
	req.Listing, req.Before = found.Listing, found.Before
	return err
}

// noteCaptures reports on the error output that the sources hold other captures.
func (c *client) noteCaptures() {
	all := c.loaded.Archive.Captures
	for _, one := range all {
		if one.Shown {
			c.warn("%s holds %d captures of this queue; showing number %d, %s. See --capture and the command diff.",
				words.Printable(c.loaded.Archive.Name), len(all), one.Number, captureTime(one))
			return
		}
	}
}

// captureTime formats the time of a capture.
func captureTime(c protocol.Capture) string {
	if c.Taken == 0 {
		return "of an unknown time"
	}
	return words.DateSortable(c.Taken)
}

// captureTimes are the formats of a capture's time, in UTC, and the length of the
// interval that such a time names: a capture within it matches too.
var captureTimes = []struct {
	layout string
	lasts  time.Duration
}{
	{"2006-01-02T15:04:05Z", time.Second},
	{"2006-01-02T15:04:05", time.Second},
	{"2006-01-02 15:04:05", time.Second},
	{"2006-01-02T15:04Z", time.Minute},
	{"2006-01-02T15:04", time.Minute},
	{"2006-01-02 15:04 UTC", time.Minute},
	{"2006-01-02 15:04", time.Minute},
	{"2006-01-02", 24 * time.Hour},
}

// errWhichCapture is the error for a capture that is neither a number nor a time.
var errWhichCapture = errors.New(`a capture is a number, the oldest being 1, or a time in UTC such as "2026-03-05 11:20"`)

// checkCapture validates the name of a capture before anything is read.
func checkCapture(flag, which string) error {
	if which == "" {
		return nil
	}
	if _, _, err := parseCapture(which); err != nil {
		return errUsage{fmt.Sprintf("%s: %v, not %q", flag, err, which)}
	}
	return nil
}

// parseCapture parses a number or a time. Of a time, it returns the end of the
// interval that it names, in Unix seconds.
func parseCapture(which string) (number int, until int64, err error) {
	if n, err := strconv.Atoi(which); err == nil && n > 0 {
		return n, 0, nil
	}
	for _, f := range captureTimes {
		if t, err := time.Parse(f.layout, which); err == nil {
			return 0, t.Add(f.lasts).Unix(), nil
		}
	}
	return 0, 0, errWhichCapture
}

// findCapture returns the capture with a number, or the newest that is not
// later than a time.
func findCapture(a protocol.Archive, which string) (found protocol.Capture, err error) {
	number, until, err := parseCapture(which)
	if err != nil {
		return found, err
	}
	all := a.Captures
	if len(all) == 0 { // a single capture is not listed
		all = []protocol.Capture{{Number: 1, Taken: a.Taken}}
	}
	for _, c := range all {
		if c.Number == number || number == 0 && c.Taken != 0 && int64(c.Taken) < until {
			found = c
		}
	}
	if found.Number == 0 {
		first, last := all[0], all[len(all)-1]
		err = fmt.Errorf("no capture %s in %s; the first is number %d, %s, and the last number %d, %s",
			which, a.Name, first.Number, captureTime(first), last.Number, captureTime(last))
	}
	return found, err
}
