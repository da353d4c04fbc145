package detail

import (
	"reflect"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"github.com/spoolscope/spoolscope/app/protocol"
	"github.com/spoolscope/spoolscope/app/words"
)

func TestParagraphs(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		limit      int
		want       []paragraph
		lines      int
	}{
		{"empty", "", 10, nil, 0},
		{"two", "a\nb\n\n\nc\n", 10, []paragraph{{Lines: []string{"a", "b"}}, {Lines: []string{"c"}}}, 5},
		{"quote", "a\n> b\n>c\nd", 10, []paragraph{{Lines: []string{"a"}}, {Lines: []string{"b", "c"}, Quoted: true}, {Lines: []string{"d"}}}, 4},
		{"columns", "x   1\ny   2", 10, []paragraph{{Lines: []string{"x   1", "y   2"}, Aligned: true}}, 2},
		{"one gap is no table", "x   1\ny", 10, []paragraph{{Lines: []string{"x   1", "y"}}}, 2},
		{"cut", "a\nb\nc\r\n", 2, []paragraph{{Lines: []string{"a", "b"}}}, 3},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, lines := paragraphs(tc.text, tc.limit)
			if !reflect.DeepEqual(got, tc.want) || lines != tc.lines {
				t.Errorf("paragraphs(%q, %d) = %+v, %d, want %+v, %d", tc.text, tc.limit, got, lines, tc.want, tc.lines)
			}
		})
	}
}

func TestKeepSpaces(t *testing.T) {
	for _, tc := range []struct{ in, want string }{
		{"a b", "a b"},
		{"  a", "~~a"},
		{"a  b   c", "a ~b ~~c"},
		{"a\tb", "a~~~~~~~b"},
		{"", ""},
	} {
		want := strings.ReplaceAll(tc.want, "~", words.NBSP)
		if got := keepSpaces(tc.in); got != want {
			t.Errorf("keepSpaces(%q) = %q, want %q", tc.in, got, want)
		}
	}
}

// A message's text stays text, whatever it looks like.
func TestBodyTextIsText(t *testing.T) {
	view, hidden := bodyText("<script>alert(1)</script>\n\n> <img src=x>\n**no** `code`\n1\n2", 4)
	got := app.HTMLString(view)
	if strings.Contains(got, "<script") || strings.Contains(got, "<img") || strings.Contains(got, "<b>") {
		t.Errorf("bodyText lets markup through: %s", got)
	}
	if hidden != 2 {
		t.Errorf("bodyText hides %d lines, want 2", hidden)
	}
}

// Labels of the timeline do not cover each other if that can be avoided.
func TestPlaceLabels(t *testing.T) {
	mark := func(kind string, t float64) protocol.Mark { return protocol.Mark{Kind: kind, T: t} }
	for _, tc := range []struct {
		name  string
		marks []protocol.Mark
		want  []label
	}{
		{"as drawn", []protocol.Mark{mark("created", 0), mark("warned", .063), mark("last", .4297), mark("now", .4505), mark("next", .463), mark("end", 1)},
			[]label{{}, {Low: true}, {Low: true, Left: true}, {}, {Low: true}, {Left: true}}},
		{"just arrived", []protocol.Mark{mark("created", 0), mark("now", .01), mark("end", 1)},
			[]label{{Low: true}, {}, {Left: true}}},
		{"near the end", []protocol.Mark{mark("created", 0), mark("now", .95), mark("end", 1)},
			[]label{{}, {Left: true}, {Low: true, Left: true}}},
		{"warned just before the last try", []protocol.Mark{mark("created", 0), mark("warned", .04), mark("last", .22), mark("now", .275), mark("end", 1)},
			[]label{{}, {Low: true, Down: true}, {Low: true, Left: true}, {}, {Left: true}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := placeLabels(tc.marks); !reflect.DeepEqual(got, tc.want) {
				t.Errorf("placeLabels() = %+v, want %+v", got, tc.want)
			}
		})
	}
}
