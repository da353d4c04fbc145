package htmlmail

import (
	"path"
	"slices"
	"strings"

	"github.com/spoolscope/spoolscope/app/punycode"
	"github.com/spoolscope/spoolscope/app/words"
)

// View is what the screen shows about the HTML of a message. The document itself
// stays with the page, under a key.
type View struct {
	Key       string // of the document; "" it is not drawn
	Why       string // why it is not
	Links     []Link
	MoreLinks int // links not listed
	LinkHosts int
	Hosts     []Host // what would be loaded, the host with the most first
	Images    int    // of that, pictures
	Loads     int    // in all
	Removed   []string
	Notes     []string
}

// Host is what would be loaded from one host.
type Host struct {
	Name   string // as it reads
	Files  []string
	More   int // files not listed
	Count  int
	Images int
	Pixels int // invisible pictures: they reveal that the mail was opened
	Odd    string
}

// maxFiles bounds the names listed of a host.
const maxFiles = 8

// Examine judges what the page found.
func Examine(f Facts) View {
	v := View{MoreLinks: f.MoreLinks, Loads: len(f.Loads) + f.MoreLoads}
	hosts := map[string]bool{}
	for _, a := range f.Links {
		l, host := link(a)
		if v.Links = append(v.Links, l); host != "" {
			hosts[host] = true
		}
	}
	v.LinkHosts = len(hosts)
	v.loads(f)
	v.removed(f)
	if f.Unstyled {
		v.Notes = append(v.Notes, "Some of its styles are left out: there are too many.")
	}
	return v
}

// loads groups what would be loaded by host.
func (v *View) loads(f Facts) {
	at := map[string]int{}
	for _, l := range f.Loads {
		l.URL = asRead(l.URL)
		_, host, _ := splitURL(l.URL)
		host = strings.ToLower(host)
		i, ok := at[host]
		if !ok {
			i = len(v.Hosts)
			at[host] = i
			shown := punycode.ToUnicode(host, maxLabel)
			v.Hosts = append(v.Hosts, Host{Name: words.Visible(shown), Odd: words.Visible(disguise(shown))})
		}
		h := &v.Hosts[i]
		h.Count++
		if l.Kind == "image" {
			h.Images++
			v.Images++
		}
		if l.Pixel {
			h.Pixels++
		}
		name := fileName(l)
		switch {
		case slices.Contains(h.Files, name):
		case len(h.Files) == maxFiles:
			h.More++
		default:
			h.Files = append(h.Files, name)
		}
	}
	slices.SortStableFunc(v.Hosts, func(a, b Host) int { return b.Count - a.Count })
}

// fileName names something to load: "logo.png", "a style sheet".
func fileName(l Load) string {
	_, _, after := splitURL(l.URL)
	name := path.Base("/" + after[:cutAt(after, "?#")])
	switch l.Kind {
	case "style":
		name = "a style sheet"
	case "font":
		name = "a font"
	case "script":
		name = "a script"
	case "frame":
		name = "a page in a frame"
	case "media":
		name = "sound or video"
	default:
		if name == "/" || name == "." || len(name) > 60 {
			name = "a picture"
		}
	}
	name = words.Visible(name)
	if l.Pixel {
		name += " (too small or hidden to be seen)"
	}
	return name
}

// removed lists what the document had and the view lacks.
func (v *View) removed(f Facts) {
	for _, r := range []struct {
		n         int
		one, many string
	}{
		{f.Scripts, "script", "scripts"}, {f.Forms, "form", "forms"}, {f.Frames, "frame or plug-in", "frames and plug-ins"},
		{f.Drawings, "drawing", "drawings"}, {f.Redirects, "redirect", "redirects"},
	} {
		if r.n > 0 {
			v.Removed = append(v.Removed, words.Plural(r.n, r.one, r.many))
		}
	}
}

// Warned counts the links that may deceive.
func (v *View) Warned() int {
	n := 0
	for _, l := range v.Links {
		if len(l.Warn) > 0 {
			n++
		}
	}
	return n
}
