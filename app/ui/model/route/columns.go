package route

import (
	"slices"
	"strconv"
	"strings"
)

// Column is a column of the list of messages.
type Column struct {
	Name  string // in the address, and what the list sorts by
	Title string
	Width int // in pixels, in rows of one line; the least for a column with a Share
	Share int // of what is left of the list's width, relative to the other shares
	Desc  bool
}

// Columns are all columns of the list, the delivered ones first and in their
// order.
var Columns = []Column{
	{Name: "id", Title: "ID", Width: 118},
	{Name: "state", Title: "State", Width: 112},
	{Name: "age", Title: "Age", Width: 84, Desc: true},
	{Name: "tries", Title: "Tries", Width: 52, Desc: true},
	{Name: "size", Title: "Size", Width: 66, Desc: true},
	{Name: "from", Title: "From", Width: 152, Share: 2},
	{Name: "to", Title: "To", Width: 176, Share: 2},
	{Name: "source", Title: "Source", Width: 138, Share: 1},
	{Name: "reason", Title: "Reason", Width: 180, Share: 4},
	{Name: "subject", Title: "Subject", Width: 184, Share: 3},
	{Name: "server", Title: "Server", Width: 152, Share: 2},
	{Name: "next", Title: "Next try, estimated", Width: 126},
	{Name: "end", Title: "Given up on, expected", Width: 138},
}

const (
	delivered   = 9  // of Columns
	PickWidth   = 34 // of the column of check boxes, in pixels
	lastPadding = 8  // more than between the columns
)

// columnNamed finds a column.
func columnNamed(name string) (Column, bool) {
	i := slices.IndexFunc(Columns, func(c Column) bool { return c.Name == name })
	if i < 0 {
		return Column{}, false
	}
	return Columns[i], true
}

// ColumnOf returns the column that the list can be sorted by under this name; what is
// no column names itself.
func ColumnOf(name string) Column {
	if c, ok := columnNamed(name); ok {
		return c
	}
	return Column{Name: name, Title: name}
}

// Delivered reports whether the list shows the column unless the address says
// otherwise.
func (c Column) Delivered() bool {
	return slices.ContainsFunc(Columns[:delivered], func(d Column) bool { return d.Name == c.Name })
}

// parseColumns reads the names of columns in an address. Unknown and repeated
// ones are left out, and the ID, which names a row, is always among them. The
// delivered columns are "".
func parseColumns(names string) string {
	if names == "" {
		return ""
	}
	var kept []string
	for name := range strings.SplitSeq(names, ",") {
		if _, ok := columnNamed(name); ok && !slices.Contains(kept, name) {
			kept = append(kept, name)
		}
	}
	if !slices.Contains(kept, "id") {
		kept = append([]string{"id"}, kept...)
	}
	return columnsParam(kept)
}

// columnsParam returns the columns for the address, "" for the default ones.
func columnsParam(names []string) string {
	if slices.EqualFunc(names, Columns[:delivered], func(name string, c Column) bool { return name == c.Name }) {
		return ""
	}
	return strings.Join(names, ",")
}

// ShownColumns returns the columns of the list, in their order.
func (r Route) ShownColumns() []Column {
	if r.Columns == "" {
		return Columns[:delivered]
	}
	var out []Column
	for name := range strings.SplitSeq(r.Columns, ",") {
		if c, ok := columnNamed(name); ok {
			out = append(out, c)
		}
	}
	return out
}

// HiddenColumns returns the others.
func (r Route) HiddenColumns() []Column {
	shown := r.ShownColumns()
	var out []Column
	for _, c := range Columns {
		if !slices.Contains(shown, c) {
			out = append(out, c)
		}
	}
	return out
}

// WithColumn shows a column, as the last one, or hides it.
func (r Route) WithColumn(name string, on bool) Route {
	var names []string
	for _, c := range r.ShownColumns() {
		if c.Name != name || name == "id" {
			names = append(names, c.Name)
		}
	}
	if on && name != "id" {
		names = append(names, name)
	}
	r.Columns = parseColumns(strings.Join(names, ","))
	return r
}

// MovedColumn moves a column by some places.
func (r Route) MovedColumn(name string, by int) Route {
	shown := slices.Clone(r.ShownColumns())
	from := slices.IndexFunc(shown, func(c Column) bool { return c.Name == name })
	to := from + by
	if from < 0 || to < 0 || to >= len(shown) {
		return r
	}
	c := shown[from]
	shown = slices.Insert(slices.Delete(shown, from, from+1), to, c)
	names := make([]string, len(shown))
	for i := range shown {
		names[i] = shown[i].Name
	}
	r.Columns = columnsParam(names)
	return r
}

// ColumnsWidth returns what a row of one line needs, in pixels.
func ColumnsWidth(columns []Column) int {
	sum := PickWidth + lastPadding
	for _, c := range columns {
		sum += c.Width
	}
	return sum
}

// ColumnWidths spreads a list's width over its columns, in pixels: those with a
// share grow. The last of these is 0, it takes what the browser has left.
func ColumnWidths(columns []Column, width int) []int {
	shares := 0
	for _, c := range columns {
		shares += c.Share
	}
	spare := max(0, width-ColumnsWidth(columns))
	out := make([]int, len(columns))
	last := -1
	for i, c := range columns {
		out[i] = c.Width
		if c.Share > 0 {
			out[i] += spare * c.Share / shares
			last = i
		}
	}
	if last >= 0 {
		out[last] = 0
	}
	return out
}

// ColumnTracks returns the tracks of a grid with these columns, the check boxes before
// them: rows that are laid out each for itself stand below each other.
func ColumnTracks(columns []Column, width int) string {
	tracks := strconv.Itoa(PickWidth) + "px"
	for i, w := range ColumnWidths(columns, width) {
		switch {
		case w == 0:
			tracks += " minmax(" + strconv.Itoa(columns[i].Width) + "px,1fr)"
		default:
			tracks += " " + strconv.Itoa(w) + "px"
		}
	}
	return tracks
}
