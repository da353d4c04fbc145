package route

import "testing"

func TestRoute(t *testing.T) {
	tests := []struct {
		name     string
		fragment string
		want     Route
		again    string // Fragment of want, "" the same
	}{
		{"nothing", "", Route{}, "#/"},
		{"start page", "#/", Route{}, ""},
		{"view", "#/problems", Route{View: Problems}, ""},
		{"readable query", "#/messages?q=state:deferred+age:%3E1d", Route{View: Messages, Query: "state:deferred age:>1d"}, ""},
		{"space as browsers write it", "#/messages?q=a%20b", Route{View: Messages, Query: "a b"}, "#/messages?q=a+b"},
		{"all of it", "#/messages?q=x&sort=size&desc=1&id=h/mqueue/62A&tab=source&wide=1",
			Route{View: Messages, Query: "x", Sort: "size", Desc: true, ID: "h/mqueue/62A", Tab: "source", Wide: true}, ""},
		{"overview", "#/overview?by=domain&all=1", Route{View: Overview, By: "domain", All: true}, ""},
		{"a capture", "#/overview?q=x&capture=12", Route{View: Overview, Query: "x", Capture: 12}, ""},
		{"no capture", "#/overview?capture=-1", Route{View: Overview}, "#/overview"},
		{"wrong percent sign", "#/messages?q=100%", Route{View: Messages, Query: "100%"}, "#/messages?q=100%25"},
		{"unknown keys", "#/replies?x=1&q=a&&=", Route{View: Replies, Query: "a"}, "#/replies?q=a"},
		{"separators in a value", "#/messages?q=a%26b%3Dc%23", Route{View: Messages, Query: "a&b=c#"}, ""},
		{"quotes", "#/messages?q=reason:%22a+b%22", Route{View: Messages, Query: `reason:"a b"`}, ""},
		{"bytes that are no UTF-8", "#/messages?q=%E4", Route{View: Messages, Query: "\xe4"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := ParseRoute(tt.fragment)
			if !ok || got != tt.want {
				t.Errorf("ParseRoute(%q) = %+v, %v, want %+v, true", tt.fragment, got, ok, tt.want)
			}
			want := tt.again
			if want == "" {
				want = tt.fragment
			}
			if got := tt.want.Fragment(); got != want {
				t.Errorf("%+v.Fragment() = %q, want %q", tt.want, got, want)
			}
		})
	}
}

func TestParseRouteOfNoView(t *testing.T) {
	for _, f := range []string{"#main", "main", "#keys", "#/cleanups", "#//", "#/messages/x"} {
		if r, ok := ParseRoute(f); ok {
			t.Errorf("ParseRoute(%q) = %+v, true, want false", f, r)
		}
	}
}

func FuzzRoute(f *testing.F) {
	f.Add("messages", `state:deferred "a b" 100% + & = # ‹ip›`, "h/q/62A", true)
	f.Add("overview", "\xff\x00\n", "%41", false)
	f.Fuzz(func(t *testing.T, view, query, id string, desc bool) {
		want := Route{View: View(view), Query: query, ID: id, Desc: desc}
		switch want.View {
		case Landing, Overview, Messages, Replies, Problems:
		default:
			want.View = Messages
		}
		if got, ok := ParseRoute(want.Fragment()); !ok || got != want {
			t.Errorf("ParseRoute(%q) = %+v, %v, want %+v, true", want.Fragment(), got, ok, want)
		}
	})
}
