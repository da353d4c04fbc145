// Command shots takes screenshots of the site's screens with a queue open.
//
//	go run ./shots ARCHIVE
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spoolscope/spoolscope/scripts/e2e/chrome"
	"github.com/spoolscope/spoolscope/scripts/e2e/drive"
)

const (
	site = "../../build/site"
	out  = "../../build/shots"
)

// screens are views by their fragments, in which {id} is the id of the first message
// in the list. ready is the element to wait for, into the one to scroll to.
var screens = []struct{ name, fragment, ready, into string }{
	{"overview", "#/overview", ".glance", ""},
	{"messages", "#/messages", ".msgs tbody tr", ""},
	{"message", "#/messages?id={id}", ".why", ""},
	{"delivery", "#/messages?id={id}&tab=delivery&wide=1", "main .delivery", ""},
	{"headers", "#/messages?id={id}&tab=headers&wide=1", "main .detail, main .delivery, main table", ""},
	{"source", "#/messages?id={id}&tab=source&wide=1", "main .code, main pre, main table", ""},
	{"replies", "#/replies", "main .card", ""},
	{"filter", "#/overview?q=state:deferred+age:2d", ".filter-mark mark", ""},
	{"cleanup", "#/cleanup", ".balance", ""},
	{"cleanup-script", "#/cleanup", ".script", ".script"},
	{"problems", "#/problems", "main", ""},
}

// firstID is a JavaScript expression for the id in the first row of the list.
const firstID = `[...document.querySelectorAll('.msgs tbody tr')].map(r => r.textContent.match(/[0-9A-Za-z]{8}\d{6}/)?.[0]).find(id => id)`

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: shots ARCHIVE")
		os.Exit(2)
	}
	if err := shots(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "shots:", err)
		os.Exit(1)
	}
}

func shots(archive string) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	s, err := drive.Serve(site)
	if err != nil {
		return err
	}
	defer s.Close()
	b, err := chrome.Start(nil, nil)
	if err != nil {
		return err
	}
	defer b.Close()
	for _, dark := range []bool{false, true} {
		for _, width := range []int64{1440, 1024, 390} {
			if err := round(b, s.URL, archive, width, dark); err != nil {
				return fmt.Errorf("%d px: %w", width, err)
			}
		}
	}
	return nil
}

// round takes the screenshots of one width and theme.
func round(b *chrome.Browser, url, archive string, width int64, dark bool) error {
	p, err := b.Open(url, drive.Options{})
	if err != nil {
		return err
	}
	defer p.Close()
	if err := p.Tab.(*chrome.Tab).Size(width, 900, dark); err != nil {
		return err
	}
	if err := p.Ready(); err != nil {
		return err
	}
	if err := save(p, "start", width, dark); err != nil {
		return err
	}
	if err := p.Drop(archive); err != nil {
		return err
	}
	if err := p.Wait("document.querySelector('a.archive')"); err != nil {
		return err
	}
	id := ""
	for _, screen := range screens {
		fragment := strings.ReplaceAll(screen.fragment, "{id}", id)
		if err := p.Eval(fmt.Sprintf("location.hash = %q", fragment), nil); err != nil {
			return err
		}
		if err := p.Wait(fmt.Sprintf("document.querySelector(%q)", screen.ready)); err != nil {
			return fmt.Errorf("%s (%s): %w", screen.name, fragment, err)
		}
		if screen.name == "messages" {
			// Until the worker has answered, rows are skeletons without an id.
			if err := p.Wait(firstID); err != nil {
				return err
			}
			if err := p.Eval(firstID, &id); err != nil {
				return err
			}
		}
		if screen.into != "" {
			if err := p.Eval(fmt.Sprintf("document.querySelector(%q).scrollIntoView()", screen.into), nil); err != nil {
				return err
			}
		}
		if err := save(p, screen.name, width, dark); err != nil {
			return err
		}
	}
	return nil
}

// save writes a screenshot of the window.
func save(p *drive.Page, name string, width int64, dark bool) error {
	time.Sleep(300 * time.Millisecond) // until the awaited change is painted
	png, err := p.Shot()
	if err != nil {
		return err
	}
	theme := "light"
	if dark {
		theme = "dark"
	}
	file := filepath.Join(out, fmt.Sprintf("%s-%d-%s.png", name, width, theme))
	fmt.Println(file)
	return os.WriteFile(file, png, 0o644)
}
