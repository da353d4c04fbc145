package main

import (
	"archive/tar"
	"bufio"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path"
	"strings"
	"time"
)

// filters are typical filters; each matches some messages of mkqueue's queues.
var filters = []string{
	"state:deferred", "timed", "bigmail", "code:451", "domain:yodel.example", "from:ann@example.org", "kind:failure", "-state:deferred",
	"server:mx.telepost.example", "greylisted", "state:quarantined", "client:www.example.org", "code:421", "hotel", "complaints",
}

var sorts = []string{"Size", "Tries", "From", "To", "Reason", "ID", "State", "Age"}

var groupings = []string{"Reason", "Domain", "Server"}

// perPlace is the number of messages opened from each part of the archive.
const perPlace = 20

// use filters, groups, sorts, opens and scrolls.
func (t *tab) use(result *Result, ids map[string][]string) error {
	act := func(kind, name string, args ...any) error {
		var i Interaction
		if err := t.call(&i, name, args...); err != nil {
			return fmt.Errorf("%s %v: %w", name, args, err)
		}
		if kind != "" {
			result.Interactions[kind] = append(result.Interactions[kind], i)
		}
		time.Sleep(150 * time.Millisecond) // lets work that the answer started end
		return nil
	}
	for range 8 {
		for _, by := range groupings {
			if err := act("group", "group", by); err != nil {
				return err
			}
		}
	}
	if err := t.call(nil, "hash", "#/messages"); err != nil {
		return err
	}
	if err := t.call(nil, "list"); err != nil {
		return err
	}
	for range 2 {
		for _, query := range filters {
			if err := act("filter", "filter", query); err != nil {
				return err
			}
			if err := act("", "unfilter"); err != nil {
				return err
			}
		}
	}
	for range 3 {
		for _, column := range sorts {
			if err := act("sort", "sort", column); err != nil {
				return err
			}
		}
	}
	for k := range perPlace {
		for _, place := range []string{"early", "middle", "late"} {
			if k < len(ids[place]) {
				if err := act("open "+place, "open", ids[place][k]); err != nil {
					return err
				}
			}
		}
	}
	if err := t.call(nil, "hash", "#/messages"); err != nil {
		return err
	}
	if err := t.call(nil, "list"); err != nil {
		return err
	}
	for k := range 24 {
		if err := act("jump", "jump", float64(k*7%24)/24); err != nil {
			return err
		}
	}
	return t.scroll(&result.Frames)
}

// scroll scrolls 600 frames.
func (t *tab) scroll(frames *[]float64) error {
	for range 10 { // in several calls, so that none reaches the limit of a command
		var some []float64
		if err := t.call(&some, "scroll", 60, 240); err != nil {
			return err
		}
		*frames = append(*frames, some...)
	}
	return nil
}

// plain scrolls a list of plain text: how long frames take in this browser on this
// machine without the app.
func (t *tab) plain(result *Result) error {
	const page = `data:text/html,<div id=list style="height:800px;overflow:auto"></div>`
	if err := t.Load(page); err != nil {
		return err
	}
	if err := t.Eval(`for (let n = 0; n < 5000; n++) list.append(Object.assign(document.createElement("div"), {textContent: "message " + n, style: "height:30px"}))`, nil); err != nil {
		return err
	}
	return t.scroll(&result.Plain)
}

// places returns the ids of messages whose data files are early, in the middle and
// late in the archive.
func places(archive string) (map[string][]string, error) {
	unpack := exec.Command("cat", archive)
	if strings.HasSuffix(archive, "gz") {
		unpack = exec.Command("gzip", "-dc", archive)
	}
	r, err := unpack.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := unpack.Start(); err != nil {
		return nil, err
	}
	var ids []string
	for members := tar.NewReader(bufio.NewReaderSize(r, 1<<20)); ; {
		h, err := members.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", archive, err)
		}
		if id, ok := strings.CutPrefix(path.Base(h.Name), "df"); ok {
			ids = append(ids, id)
		}
	}
	if _, err := io.Copy(io.Discard, r); err != nil {
		return nil, err
	}
	if err := unpack.Wait(); err != nil {
		return nil, fmt.Errorf("%s: %w", archive, err)
	}
	if len(ids) == 0 {
		return nil, fmt.Errorf("%s: no messages", archive)
	}
	at := func(share float64) (out []string) {
		first := min(int(float64(len(ids))*share), max(len(ids)-perPlace, 0))
		return ids[first:min(first+perPlace, len(ids))]
	}
	return map[string][]string{"early": at(0.01), "middle": at(0.5), "late": at(0.99)}, nil
}
