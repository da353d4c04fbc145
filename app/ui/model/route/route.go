package route

import (
	"net/url"
	"strconv"
	"strings"
)

// View is one of the screens.
type View string

// The views. Landing is the start page, where an archive is chosen.
const (
	Landing  View = ""
	Overview View = "overview"
	Messages View = "messages"
	Replies  View = "replies"
	Problems View = "problems"
	Compare  View = "compare"
	Cleanup  View = "cleanup"
)

// The values of Route.As.
const (
	AsText = "text"
	AsHTML = "html"
)

// The values of Route.At: which of two captures a view is about.
const (
	AtEarlier = "earlier"
	AtLater   = "later"
)

// Route is the part of the state that the URL holds: back works, a view
// can be bookmarked and sent on. The zero Route is the start page.
type Route struct {
	View     View
	Query    string // the filter, on every view
	By       string // overview: group by server (""), reason or domain; replies: by action (""), code or server
	All      bool   // overview: all rows of the status table; replies: all of them
	Sort     string // messages: "" is by age
	Desc     bool   // messages: from the highest; the zero Sort is descending
	Columns  string // messages: names of the columns in their order, "" the delivered ones
	Lines    int    // messages: lines of a row, 0 as many as the columns need
	ID       string // messages: the open message, "ID" or "host/queue/ID"
	Tab      string // messages: tab of the open message, "" the first
	As       string // messages: how its content is shown, AsText or AsHTML, "" as text if it has any
	Wide     bool   // messages: the open message takes the full width
	Severity string // problems: error, warning or note, "" all
	Capture  int    // number of the one of several captures in the sources, 0 the one that is shown
	At       string // of two captures: AtEarlier or AtLater, "" the one that is shown
}

// ParseRoute reads a URL fragment, with or without "#". It reports false for a
// fragment that is not a view, such as the "#main" of a skip link. It leaves
// unknown parameters out; a stray percent sign is taken literally.
func ParseRoute(fragment string) (Route, bool) {
	fragment = strings.TrimPrefix(fragment, "#")
	if fragment == "" {
		return Route{}, true
	}
	path, ok := strings.CutPrefix(fragment, "/")
	if !ok {
		return Route{}, false
	}
	path, params, _ := strings.Cut(path, "?")
	r := Route{View: View(path)}
	switch r.View {
	case Landing, Overview, Messages, Replies, Problems, Compare, Cleanup:
	default:
		return Route{}, false
	}
	for _, pair := range strings.Split(params, "&") {
		key, value, _ := strings.Cut(pair, "=")
		value = unescape(value)
		switch key {
		case "q":
			r.Query = value
		case "by":
			r.By = value
		case "all":
			r.All = value == "1"
		case "sort":
			r.Sort = value
		case "desc":
			r.Desc = value == "1"
		case "columns":
			r.Columns = parseColumns(value)
		case "lines":
			if value == "1" || value == "2" {
				r.Lines = int(value[0] - '0')
			}
		case "id":
			r.ID = value
		case "tab":
			r.Tab = value
		case "as":
			if value == AsText || value == AsHTML {
				r.As = value
			}
		case "wide":
			r.Wide = value == "1"
		case "at":
			if value == AtEarlier || value == AtLater {
				r.At = value
			}
		case "capture":
			if n, err := strconv.Atoi(value); err == nil && n > 0 {
				r.Capture = n
			}
		case "severity":
			r.Severity = value
		}
	}
	return r, true
}

// Fragment returns the inverse of ParseRoute, beginning with "#/".
func (r Route) Fragment() string {
	var b strings.Builder
	b.WriteString("#/")
	b.WriteString(string(r.View))
	sep := byte('?')
	add := func(key, value string) {
		if value == "" {
			return
		}
		b.WriteByte(sep)
		b.WriteString(key)
		b.WriteByte('=')
		escapeTo(&b, value)
		sep = '&'
	}
	flag := func(key string, on bool) {
		if on {
			add(key, "1")
		}
	}
	add("q", r.Query)
	add("by", r.By)
	flag("all", r.All)
	add("sort", r.Sort)
	flag("desc", r.Desc)
	add("columns", r.Columns)
	if r.Lines > 0 {
		add("lines", strconv.Itoa(r.Lines))
	}
	add("id", r.ID)
	add("tab", r.Tab)
	add("as", r.As)
	flag("wide", r.Wide)
	add("severity", r.Severity)
	add("at", r.At)
	if r.Capture > 0 {
		add("capture", strconv.Itoa(r.Capture))
	}
	return b.String()
}

// escapeTo writes s for a fragment. Unlike url.QueryEscape it leaves what
// makes a query readable (q=state:deferred), and all that browsers would
// rewrite is escaped, so that the address stays as it was written.
func escapeTo(b *strings.Builder, s string) {
	const hex = "0123456789ABCDEF"
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9',
			strings.IndexByte("-._~:/@!*,();$'?", c) >= 0:
			b.WriteByte(c)
		case c == ' ':
			b.WriteByte('+')
		default:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
}

func unescape(s string) string {
	if v, err := url.QueryUnescape(s); err == nil {
		return v
	}
	return strings.ReplaceAll(s, "+", " ")
}

// Order returns how the list is sorted: by age, the oldest first, unless the route
// says otherwise.
func (r Route) Order() (column string, desc bool) {
	if r.Sort == "" {
		return "age", true
	}
	return r.Sort, r.Desc
}

// Sorted returns the route with another order.
func (r Route) Sorted(column string, desc bool) Route {
	r.Sort, r.Desc = column, desc
	if column == "age" && desc {
		r.Sort, r.Desc = "", false
	}
	return r
}

// SortedBy returns the route after the head of a column was used: the other
// direction, or that column by its usual one.
func (r Route) SortedBy(column string) Route {
	now, desc := r.Order()
	if now == column {
		return r.Sorted(column, !desc)
	}
	c, _ := columnNamed(column)
	return r.Sorted(column, c.Desc)
}

// Title returns the name of a view, as on its tab.
func (v View) Title() string {
	switch v {
	case Overview:
		return "Overview"
	case Messages:
		return "Messages"
	case Replies:
		return "Replies"
	case Problems:
		return "Problems"
	case Compare:
		return "Compare"
	case Cleanup:
		return "Cleanup"
	}
	return "Start"
}
