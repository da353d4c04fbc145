package route

import (
	"slices"
	"strings"
	"testing"
)

func names(columns []Column) string {
	var out []string
	for _, c := range columns {
		out = append(out, c.Name)
	}
	return strings.Join(out, ",")
}

func TestParseColumns(t *testing.T) {
	const all = "id,state,age,tries,size,from,to,source,reason"
	for _, tt := range []struct{ in, param, shown string }{
		{"", "", all},
		{all, "", all},
		{"state,age", "id,state,age", "id,state,age"},
		{"subject,id,subject,colour", "subject,id", "subject,id"},
		{"state,id,age,tries,size,from,to,source,reason", "state,id,age,tries,size,from,to,source,reason", "state,id,age,tries,size,from,to,source,reason"},
		{"nothing", "id", "id"},
	} {
		if got := parseColumns(tt.in); got != tt.param {
			t.Errorf("parseColumns(%q) = %q, want %q", tt.in, got, tt.param)
		}
		r, ok := ParseRoute("#/messages?columns=" + tt.in)
		if got := names(r.ShownColumns()); !ok || got != tt.shown {
			t.Errorf("columns=%s shows %s, want %s", tt.in, got, tt.shown)
		}
		if again, _ := ParseRoute(r.Fragment()); again != r {
			t.Errorf("columns=%s: %s reads as %+v, want %+v", tt.in, r.Fragment(), again, r)
		}
	}
}

func TestChooseColumns(t *testing.T) {
	r := Route{View: Messages}
	r = r.WithColumn("tries", false).WithColumn("subject", true)
	if got, want := names(r.ShownColumns()), "id,state,age,size,from,to,source,reason,subject"; got != want {
		t.Errorf("shown are %s, want %s", got, want)
	}
	if got, want := names(r.HiddenColumns()), "tries,server,next,end"; got != want {
		t.Errorf("hidden are %s, want %s", got, want)
	}
	if got := r.WithColumn("id", false); got != r {
		t.Errorf("without an ID the columns are %q", got.Columns)
	}
	for _, tt := range []struct {
		name string
		by   int
		want string
	}{
		{"subject", -1, "id,state,age,size,from,to,source,subject,reason"},
		{"id", -1, "id,state,age,size,from,to,source,reason,subject"},
		{"id", 1, "state,id,age,size,from,to,source,reason,subject"},
		{"subject", 1, "id,state,age,size,from,to,source,reason,subject"},
		{"colour", 1, "id,state,age,size,from,to,source,reason,subject"},
	} {
		if got := names(r.MovedColumn(tt.name, tt.by).ShownColumns()); got != tt.want {
			t.Errorf("%s moved by %d: %s, want %s", tt.name, tt.by, got, tt.want)
		}
	}
	if r = r.WithColumn("subject", false).WithColumn("tries", true).MovedColumn("tries", -5); r.Fragment() != "#/messages" {
		t.Errorf("the delivered columns are at %s, want #/messages", r.Fragment())
	}
}

func TestColumnWidths(t *testing.T) {
	for _, width := range []int{0, 1238, 1718, 4000} {
		for _, columns := range [][]Column{Columns, Columns[:delivered], Columns[:3]} {
			got := ColumnWidths(columns, width)
			sum := PickWidth + lastPadding
			for i, w := range got {
				if w != 0 && w < columns[i].Width {
					t.Errorf("%d px: %s gets %d, want at least %d", width, columns[i].Name, w, columns[i].Width)
				}
				sum += w
			}
			if width > ColumnsWidth(columns) && sum > width {
				t.Errorf("%d px: the columns take %d", width, sum)
			}
			if rest := slices.Index(got, 0); len(columns) > 3 && (rest < 0 || columns[rest].Share == 0) {
				t.Errorf("%d px: widths are %d, want one column to take what is left", width, got)
			}
		}
	}
}
