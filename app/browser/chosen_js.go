package browser

import (
	"errors"
	"slices"
	"strings"

	"github.com/hack-pad/safejs"

	"github.com/spoolscope/spoolscope/app/protocol"
)

// chosen holds the files (and texts, as blobs) that the user gave the page, by
// number. They are kept in a JavaScript Map: half a million Go values for them
// would each have a finalizer.
type chosen struct {
	byNumber safejs.Value
	last     int
	oldest   int // numbers below are forgotten, with exceptions
}

func (c *chosen) init() (err error) {
	c.oldest = 1
	c.byNumber, err = get(safejs.Global(), "Map").New()
	return err
}

// add numbers a file. path is as dropped, with slashes.
func (c *chosen) add(file safejs.Value, path string) (protocol.SourceRef, error) {
	number := c.last + 1
	if _, err := c.byNumber.Call("set", number, file); err != nil {
		return protocol.SourceRef{}, err
	}
	c.last = number
	return protocol.SourceRef{
		ID: number, Name: strings.TrimPrefix(path, "/"), Size: numberOf(get(file, "size")),
		Modified: numberOf(get(file, "lastModified")), // a text, as a blob, has none
	}, nil
}

func (c *chosen) get(number int) (safejs.Value, error) {
	file, err := c.byNumber.Call("get", number)
	if err == nil && !truthy(file) {
		err = errors.New("this file is no longer available")
	}
	return file, err
}

// joined returns a blob of n consecutive files, the first of which has this
// number. The browser reads them as one.
func (c *chosen) joined(number, n int) (safejs.Value, error) {
	if n <= 1 {
		return c.get(number)
	}
	parts := make([]any, 0, n)
	for i := range n {
		file, err := c.get(number + i)
		if err != nil {
			return file, err
		}
		parts = append(parts, file)
	}
	return get(safejs.Global(), "Blob").New(parts)
}

// forgetBefore drops the files that were chosen before the sources of a new
// queue.
func (c *chosen) forgetBefore(refs []protocol.SourceRef) {
	if len(refs) == 0 {
		return
	}
	keep := make(map[int]bool, len(refs))
	newest := 0
	for _, r := range refs {
		keep[r.ID] = true
		newest = max(newest, r.ID)
	}
	for n := c.oldest; n < newest; n++ {
		if !keep[n] {
			// A failure costs memory until the next queue, no more.
			_, _ = c.byNumber.Call("delete", n)
		}
	}
	c.oldest = slices.MinFunc(refs, func(a, b protocol.SourceRef) int { return a.ID - b.ID }).ID
}
