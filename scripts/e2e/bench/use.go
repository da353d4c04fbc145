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

// part is a kind of interaction that is measured by itself.
type part struct {
	name    string
	measure func(t *tab, o *options, r *Result, ids map[string][]string) error
}

var parts = []part{
	{"tasks", func(t *tab, o *options, r *Result, _ map[string][]string) (err error) { // the first: what follows is warm
		if o.traces != "" {
			return errors.New("longest tasks need a trace of their own")
		}
		r.Tasks, err = t.tasks()
		return err
	}},
	{"group", func(t *tab, _ *options, r *Result, _ map[string][]string) error { return t.group(r) }},
	{"filter", func(t *tab, _ *options, r *Result, _ map[string][]string) error { return t.filter(r) }},
	{"sort", func(t *tab, _ *options, r *Result, _ map[string][]string) error { return t.sort(r) }},
	{"open", func(t *tab, _ *options, r *Result, ids map[string][]string) error { return t.openMessages(r, ids) }},
	{"jump", func(t *tab, _ *options, r *Result, _ map[string][]string) error { return t.jump(r) }},
	{"scroll", func(t *tab, _ *options, r *Result, _ map[string][]string) error {
		if err := t.list(); err != nil {
			return err
		}
		before := processorTime()
		err := t.scroll(&r.Frames)
		_, r.Scroll = since(before)
		return err
	}},
	{"second", func(t *tab, o *options, r *Result, _ map[string][]string) (err error) {
		r.Second, err = t.second(o.archive, o.limit)
		return err
	}},
	{"plain", func(t *tab, _ *options, r *Result, _ map[string][]string) error { return t.plain(r) }},
}

func partNames() []string {
	names := make([]string, len(parts))
	for k, p := range parts {
		names[k] = p.name
	}
	return names
}

// act does something in the page and records it under some kinds.
func (t *tab) act(r *Result, name string, argument any, kinds ...string) error {
	var i Interaction
	if err := t.call(&i, name, argument); err != nil {
		return fmt.Errorf("%s %v: %w", name, argument, err)
	}
	for _, kind := range kinds {
		r.Interactions[kind] = append(r.Interactions[kind], i)
	}
	time.Sleep(150 * time.Millisecond) // lets work that the answer started finish
	return nil
}

func (t *tab) group(r *Result) error {
	for range 8 {
		for _, by := range groupings {
			if err := t.act(r, "group", by, "group"); err != nil {
				return err
			}
		}
	}
	return nil
}

// list goes to the list of all messages.
func (t *tab) list() error {
	if err := t.call(nil, "hash", "#/messages"); err != nil {
		return err
	}
	return t.call(nil, "list")
}

func (t *tab) filter(r *Result) error {
	if err := t.list(); err != nil {
		return err
	}
	for range 2 {
		for _, query := range filters {
			if err := t.act(r, "filter", query, "filter"); err != nil {
				return err
			}
			if err := t.act(r, "unfilter", ""); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *tab) sort(r *Result) error {
	if err := t.list(); err != nil {
		return err
	}
	for round := range 3 {
		kinds := []string{"sort"}
		if round == 0 {
			kinds = append(kinds, "first sort")
		}
		for _, column := range sorts {
			if err := t.act(r, "sort", column, kinds...); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *tab) openMessages(r *Result, ids map[string][]string) error {
	for k := range perPlace {
		for _, place := range []string{"early", "middle", "late"} {
			if k < len(ids[place]) {
				if err := t.act(r, "open", ids[place][k], "open "+place); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (t *tab) jump(r *Result) error {
	if err := t.list(); err != nil {
		return err
	}
	for k := range 24 {
		if err := t.act(r, "jump", float64(k*7%24)/24, "jump"); err != nil {
			return err
		}
	}
	return nil
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

// plain scrolls a list of plain text, to measure how long frames take in this
// browser on this machine without the app.
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
